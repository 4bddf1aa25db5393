import ArenaCore
import Match
import Wire

/// Answers that change nothing but who watches: any number of lines, then `ok COMMAND`.
extension Lobby {
  /// No answer has more lines: it is bounded like everything else.
  private static var listLimit: Int { 500 }

  mutating func listGames(_ name: String?, for client: ClientID) throws(WireError) {
    guard let name else {
      for entry in directory.entries {
        let options = entry.options.map { "\($0.name)=\($0.defaultText)" }
        outbox.send(
          "game \(entry.name) \(options.isEmpty ? "-" : options.joined(separator: ","))",
          to: client)
      }
      return outbox.send("ok games \(directory.entries.count)", to: client)
    }
    guard let entry = directory[name] else {
      throw WireError(.unknownGame(name, known: directory.entries.map(\.name)))
    }
    for option in entry.options {
      outbox.send(
        "option \(entry.name) \(option.name) \(option.defaultText) \(option.allowed): "
          + option.summary, to: client)
    }
    outbox.send("ok games \(entry.options.count)", to: client)
  }

  mutating func listPlayers(for client: ClientID) {
    let here = accounts.filter(\.value.isHere).sorted { $0.key < $1.key }.prefix(Self.listLimit)
    for (_, account) in here {
      let status = account.tables.isEmpty ? "idle" : "playing"
      let ratings = account.standings.sorted { $0.key < $1.key }.map { game, standing in
        " \(game)=\(standing.points)"
      }
      outbox.send(
        "player \(account.name) \(account.kind.rawValue) \(status)\(ratings.joined())",
        to: client)
    }
    outbox.send("ok players \(here.count)", to: client)
  }

  mutating func listRatings(of game: String?, for client: ClientID) throws(WireError) {
    if let game, directory[game] == nil {
      throw WireError(.unknownGame(game, known: directory.entries.map(\.name)))
    }
    let lines = accounts.values.flatMap { account in
      account.standings.filter { game == nil || $0.key == game }.map { game, standing in
        (account: account, game: game, standing: standing)
      }
    }.sorted {
      ($0.game, $1.standing.rating.rating, $0.account.name)
        < ($1.game, $0.standing.rating.rating, $1.account.name)
    }
    for line in lines.prefix(Self.listLimit) {
      let score = line.standing.score
      outbox.send(
        "rating \(line.game) \(line.account.name) \(line.standing.text) "
          + "\(score.wins) \(score.draws) \(score.losses)", to: client)
    }
    outbox.send("ok ratings \(min(lines.count, Self.listLimit))", to: client)
  }

  mutating func listSeeks(for client: ClientID) {
    let seeks = offers.values.filter { $0.opponent == nil }.sorted { $0.id < $1.id }.prefix(
      Self.listLimit)
    for offer in seeks {
      outbox.send(
        "seek \(offer.id) \(name(of: offer.proposer)) \(offer.terms.text) "
          + offer.seat.rawValue, to: client)
    }
    outbox.send("ok seeks \(seeks.count)", to: client)
  }

  mutating func listTables(for client: ClientID) {
    let running = tables.values.sorted { $0.id < $1.id }.prefix(Self.listLimit)
    for table in running {
      outbox.send(
        "table \(table.id) \(table.terms.text) \(names(at: table)) \(table.session.ply)",
        to: client)
    }
    outbox.send("ok tables \(running.count)", to: client)
  }

  mutating func showBoard(of id: Int?, for client: ClientID) throws(WireError) {
    let table = try visibleTable(id, for: client)
    for line in table.session.diagram.split(separator: "\n", omittingEmptySubsequences: false) {
      outbox.send("board \(table.id) \(line)", to: client)
    }
    outbox.send("ok board \(table.id)", to: client)
  }

  mutating func showState(
    of id: Int?, for client: ClientID, at now: Duration
  ) throws(WireError) {
    let table = try visibleTable(id, for: client)
    outbox.send(stateLine(of: table.id, at: now), to: client)
    outbox.send("ok state \(table.id)", to: client)
  }

  mutating func showLegal(at id: Int?, for client: ClientID) throws(WireError) {
    let table = try visibleTable(id, for: client)
    outbox.send(
      (["legal \(table.id)"] + table.session.legalMoves).joined(separator: " "), to: client)
    outbox.send("ok legal \(table.id)", to: client)
  }

  mutating func watch(_ id: Int, from client: ClientID, at now: Duration) throws(WireError) {
    guard let table = tables[id] else { throw noTable(id) }
    if let account = clients[client]?.account, table.seat(of: account) != nil {
      throw WireError(.badArguments, "you sit at table \(id) yourself")
    }
    guard table.watchers.count < settings.watchersPerTable else {
      throw WireError(.serverFull, "table \(id) has \(settings.watchersPerTable) watchers")
    }
    if !table.watchers.contains(client) {
      guard (clients[client]?.watched.count ?? 0) < settings.watchesPerClient else {
        throw WireError(.tooMany, "you watch \(settings.watchesPerClient) games already")
      }
      tables[id]?.watchers.append(client)
      clients[client]?.watched.append(id)
    }
    announce(id, as: "watcher", to: client)
    outbox.send(stateLine(of: id, at: now), to: client)
    outbox.send("ok watch \(id)", to: client)
  }

  mutating func unwatch(_ id: Int, from client: ClientID) throws(WireError) {
    guard clients[client]?.watched.contains(id) == true else { throw noTable(id) }
    stopWatching(id, client)
    outbox.send("ok unwatch \(id)", to: client)
  }

  /// The client follows the table no more.
  mutating func stopWatching(_ id: Int, _ client: ClientID) {
    tables[id]?.watchers.removeAll { $0 == client }
    clients[client]?.watched.removeAll { $0 == id }
  }

  /// `state TABLE PLY TURN FIRST_MS SECOND_MS MOVE ...`.
  func stateLine(of id: Int, at now: Duration) -> String {
    guard let table = tables[id] else { return "" }
    return
      (["state \(id) \(table.session.ply) \(table.turnText) \(table.clockText(at: now))"]
      + table.session.moves).joined(separator: " ")
  }

  /// The table a client asks about: anybody may look at any.
  private func visibleTable(_ id: Int?, for client: ClientID) throws(WireError) -> LiveTable {
    if let id {
      guard let table = tables[id] else { throw noTable(id) }
      return table
    }
    let own = clients[client]?.account.flatMap { accounts[$0]?.tables } ?? []
    let candidates = own.isEmpty ? clients[client]?.watched ?? [] : own
    guard candidates.count == 1, let table = tables[candidates[0]] else {
      throw candidates.isEmpty
        ? WireError(.notSeated, "you neither play nor watch: say which table")
        : WireError(.badArguments, "you have several games: say which table")
    }
    return table
  }
}
