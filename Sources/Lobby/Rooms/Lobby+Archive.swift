import ArenaCore
import Match
import Wire

/// Games that are over: the last ones are at hand, older ones are looked up in the file of all by
/// somebody else, while the client waits.
extension Lobby {
  /// So many games of a player are listed.
  private static var historyLimit: Int { 20 }

  mutating func listHistory(of name: String, for client: ClientID) throws(WireError) {
    try answer(.player(name, limit: Self.historyLimit), for: client)
  }

  mutating func showRecord(
    of table: Int, asSGF isSGF: Bool, for client: ClientID
  ) throws(WireError) {
    guard tables[table] == nil else {
      throw WireError(
        .notNow, "the game at table \(table) is not over: state \(table) has its moves")
    }
    try answer(.table(table, asSGF: isSGF), for: client)
  }

  /// Answers at once where the last games are enough; else they are looked up.
  private mutating func answer(_ query: GameQuery, for client: ClientID) throws(WireError) {
    guard keepsJournal, recentGames(query).count < query.limit else {
      return try answer(query, [], to: client)
    }
    send(.games(query), for: client)
  }

  /// Answers a client for whom games were looked up.
  ///
  /// - Parameter games: what the file of all games has, latest first.
  public mutating func report(_ games: [ArchivedGame], for errand: Errand) {
    guard case .games(let query) = errand.work else { return }
    conclude(errand) { lobby throws(WireError) in
      try lobby.answer(query, games, to: errand.client)
    }
  }

  private mutating func answer(
    _ query: GameQuery, _ games: [ArchivedGame], to client: ClientID
  ) throws(WireError) {
    // The last ones may not be in the file yet.
    let recent = recent(query)
    let known = Set(recent.map(\.table))
    let all = (recent + games.filter { !known.contains($0.table) }).prefix(query.limit)
    switch query {
    case .table(let table, let isSGF):
      guard let game = all.first else {
        throw WireError(.noSuchTable, "no game of table \(table) is on record")
      }
      try answer(game, isSGF, to: client)
    case .player(let name, _):
      for game in all { answer("played \(Self.summary(of: game))", to: client) }
      answer("ok history \(name) \(all.count)", to: client)
    }
  }

  private static func summary(of game: ArchivedGame) -> String {
    let (record, outcome) = (game.record, game.record.outcome)
    return "\(game.table) \(GameTerms.text(record.game, record.options)) \(record.first) "
      + "\(record.second) \(record.winner ?? "draw") \(record.cause.rawValue) "
      + "\(WordForm.score(of: outcome)) \(WordForm.margin(of: outcome)) \(record.moves.count)"
  }

  private mutating func answer(
    _ game: ArchivedGame, _ isSGF: Bool, to client: ClientID
  ) throws(WireError) {
    guard isSGF else {
      answer("record \(game.table) \(game.line)", to: client)
      return answer("ok record \(game.table)", to: client)
    }
    guard let text = directory[game.record.game]?.sgf(of: game.record) else {
      throw WireError(
        .badArguments, "games of \(game.record.game) have no SGF here: say json")
    }
    for line in text.split(separator: "\n") { answer("record \(game.table) \(line)", to: client) }
    answer("ok record \(game.table)", to: client)
  }

  /// What is at hand of a query, latest last.
  private func recentGames(_ query: GameQuery) -> ArraySlice<FinishedGame> {
    switch query {
    case .table(let table, _): return finished.filter { $0.table == table }.suffix(query.limit)
    case .player(let name, _):
      let name = name.lowercased()
      return finished.filter { $0.names.contains { $0.lowercased() == name } }.suffix(query.limit)
    }
  }

  /// The same, read, latest first.
  private func recent(_ query: GameQuery) -> [ArchivedGame] {
    recentGames(query).reversed().compactMap { game in
      ArchivedGame(line: String(decoding: game.line.dropLast(), as: UTF8.self))
    }
  }
}
