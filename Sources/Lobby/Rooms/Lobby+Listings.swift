import ArenaCore
import Match
import Wire

/// Answers that change nothing: any number of lines, then `ok COMMAND`.
extension Lobby {
  /// No answer has more lines: it is bounded like everything else.
  static var listLimit: Int { 500 }

  mutating func listGames(_ name: String?, for client: ClientID) throws(WireError) {
    guard let name else {
      for entry in directory.entries {
        let options = entry.options.map { "\($0.name)=\($0.defaultText)" }
        answer(
          "game \(entry.name) \(options.isEmpty ? "-" : options.joined(separator: ","))",
          to: client)
      }
      return answer("ok games \(directory.entries.count)", to: client)
    }
    guard let entry = directory[name] else {
      throw WireError(.unknownGame(name, known: directory.entries.map(\.name)))
    }
    for option in entry.options {
      answer(
        "option \(entry.name) \(option.name) \(option.defaultText) \(option.allowed): "
          + option.summary, to: client)
    }
    answer("ok games \(entry.options.count)", to: client)
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
      answer(
        "player \(account.name) \(account.kind.rawValue) \(status)\(ratings.joined())",
        to: client)
    }
    answer("ok players \(here.count)", to: client)
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
        answer(
          "rating \(game) \(place.name) \(standing.text) "
            + "\(score.wins) \(score.draws) \(score.losses)", to: client)
        count += 1
      }
    }
    answer("ok ratings \(count)", to: client)
  }

  mutating func listSeeks(for client: ClientID) {
    let seeks = openSeeks.numbers.prefix(Self.listLimit).compactMap { offers[$0] }
    let version = version(of: client)
    for offer in seeks {
      answer(
        "seek \(offer.id) \(name(of: offer.proposer)) \(offer.terms.text(in: version)) "
          + offer.seat.rawValue, to: client)
    }
    answer("ok seeks \(seeks.count)", to: client)
  }

  mutating func listTables(for client: ClientID) {
    let shown = running.numbers.prefix(Self.listLimit).compactMap { tables[$0] }
    let version = version(of: client)
    for table in shown {
      answer(
        "table \(table.id) \(table.terms.text(in: version)) \(names(at: table)) "
          + "\(table.game.ply)",
        to: client)
    }
    answer("ok tables \(shown.count)", to: client)
  }

  mutating func showBoard(of id: Int?, for client: ClientID) throws(WireError) {
    let table = try visibleTable(id, for: client)
    for line in table.session.diagram.split(separator: "\n", omittingEmptySubsequences: false) {
      answer("board \(table.id) \(line)", to: client)
    }
    answer("ok board \(table.id)", to: client)
  }

  mutating func showState(
    of id: Int?, for client: ClientID, at now: Duration
  ) throws(WireError) {
    let table = try visibleTable(id, for: client)
    answerState(of: table, to: client, at: now)
    answer("ok state \(table.id)", to: client)
  }

  mutating func showLegal(at id: Int?, for client: ClientID) throws(WireError) {
    let table = try visibleTable(id, for: client)
    answer(
      (["legal \(table.id)"] + table.session.legalMoves).joined(separator: " "), to: client)
    answer("ok legal \(table.id)", to: client)
  }

  /// The table a client asks about: anybody may look at any.
  func visibleTable(_ id: Int?, for client: ClientID) throws(WireError) -> LiveTable {
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

extension Lobby {
  /// Says what a program must know of a game that it has no rules of.
  mutating func describe(
    _ name: String, _ options: [String: String], for client: ClientID
  ) throws(WireError) {
    let session: any GameSession
    do { session = try directory.session(name, options) } catch { throw WireError(error) }
    let facts = session.facts
    for fact in facts { answer("about \(name) \(fact.key) \(fact.text)", to: client) }
    answer("ok describe \(name) \(facts.count)", to: client)
  }
}
