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
    let here = present.numbers.prefix(Self.listLimit).compactMap {
      accounts[AccountID(number: $0)]
    }
    for account in here {
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
    var count = 0
    for game in game.map({ [$0] }) ?? rankings.keys.sorted() {
      for place in rankings[game]?.first(Self.listLimit - count) ?? [] {
        guard let standing = accounts[place.account]?.standings[game] else { continue }
        let score = standing.score
        outbox.send(
          "rating \(game) \(place.name) \(standing.text) "
            + "\(score.wins) \(score.draws) \(score.losses)", to: client)
        count += 1
      }
    }
    outbox.send("ok ratings \(count)", to: client)
  }

  mutating func listSeeks(for client: ClientID) {
    let seeks = openSeeks.numbers.prefix(Self.listLimit).compactMap { offers[$0] }
    for offer in seeks {
      outbox.send(
        "seek \(offer.id) \(name(of: offer.proposer)) \(offer.terms.text) "
          + offer.seat.rawValue, to: client)
    }
    outbox.send("ok seeks \(seeks.count)", to: client)
  }

  mutating func listTables(for client: ClientID) {
    let shown = running.numbers.prefix(Self.listLimit).compactMap { tables[$0] }
    for table in shown {
      outbox.send(
        "table \(table.id) \(table.terms.text) \(names(at: table)) \(table.game.ply)",
        to: client)
    }
    outbox.send("ok tables \(shown.count)", to: client)
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
    if let player = clients[client]?.player, table.seat(of: player) != nil {
      throw WireError(.badArguments, "you sit at table \(id) yourself")
    }
    guard table.watchers.count < settings.watchersPerTable else {
      throw WireError(.serverFull, "table \(id) has \(settings.watchersPerTable) watchers")
    }
    if !table.watchers.contains(client) {
      guard (clients[client]?.watched.count ?? 0) < settings.watchesPerClient else {
        throw WireError(.tooMany, "you watch \(settings.watchesPerClient) games already")
      }
      table.watchers.append(client)
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
      (["state \(id) \(table.game.ply) \(table.turnText) \(table.clockText(at: now))"]
      + table.session.moves).joined(separator: " ")
  }

  /// The table a client asks about: anybody may look at any.
  private func visibleTable(_ id: Int?, for client: ClientID) throws(WireError) -> LiveTable {
    if let id {
      guard let table = tables[id] else { throw noTable(id) }
      return table
    }
    let own = clients[client]?.player?.tables ?? []
    let candidates = own.isEmpty ? clients[client]?.watched ?? [] : own
    guard candidates.count == 1, let table = tables[candidates[0]] else {
      throw candidates.isEmpty
        ? WireError(.notSeated, "you neither play nor watch: say which table")
        : WireError(.badArguments, "you have several games: say which table")
    }
    return table
  }
}
