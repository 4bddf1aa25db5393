import ArenaCore
import Match
import Wire

/// Games that are over: the last ones are at hand, older ones are looked up in the file of all by
/// somebody else, while the client waits.
extension Lobby {
  /// So many games of a player are listed.
  private static var historyLimit: Int { 20 }

  mutating func listHistory(
    of name: String, for client: ClientID, at now: Duration
  ) throws(WireError) {
    let subject = ArchiveQuestion.Subject.player(name, limit: Self.historyLimit)
    try ask(subject, for: client)
  }

  mutating func showRecord(
    of table: Int, asSGF isSGF: Bool, for client: ClientID, at now: Duration
  ) throws(WireError) {
    guard tables[table] == nil else {
      throw WireError(
        .notNow, "the game at table \(table) is not over: state \(table) has its moves")
    }
    if let game = recent(.table(table)).first {
      return try answer(game, isSGF, to: client)
    }
    try ask(.table(table), isSGF, for: client)
  }

  /// Has a question answered from the file of all games; without one from the last games.
  private mutating func ask(
    _ subject: ArchiveQuestion.Subject, _ isSGF: Bool = false, for client: ClientID
  ) throws(WireError) {
    guard let visitor = clients[client] else { return }
    let question = ArchiveQuestion(
      client: client, subject: subject, address: visitor.address, isSGF: isSGF)
    guard keepsJournal else { return try answer(question, []) }
    if let use = use(of: visitor.address) {
      guard use.checks < settings.checksPerAddress else {
        throw WireError(
          .tooMany, "too many questions of your address are being looked up", retry: .seconds(1))
      }
      use.checks += 1
    }
    wait(visitor)
    archiveQuestions.append(question)
  }

  /// Answers a client for whom games were looked up.
  ///
  /// - Parameter games: what the file of all games has, latest first.
  public mutating func resolve(
    _ question: ArchiveQuestion, _ games: [ArchivedGame], at now: Duration
  ) {
    use(of: question.address)?.checks -= 1
    guard let visitor = clients[question.client], visitor.isWaiting else { return }
    visitor.isWaiting = false
    tag = visitor.waitingTag
    defer { tag = "" }
    do throws(WireError) { try answer(question, games) } catch {
      answer(error.line(in: visitor.version), to: question.client)
    }
  }

  private mutating func answer(
    _ question: ArchiveQuestion, _ games: [ArchivedGame]
  ) throws(WireError) {
    switch question.subject {
    case .table(let table):
      guard let game = games.first else {
        throw WireError(.noSuchTable, "no game of table \(table) is on record")
      }
      try answer(game, question.isSGF, to: question.client)
    case .player(let name, let limit):
      // The last ones may not be in the file yet.
      let recent = recent(question.subject)
      let known = Set(recent.map(\.table))
      let all = (recent + games.filter { !known.contains($0.table) }).prefix(limit)
      for game in all { answer("played \(Self.summary(of: game))", to: question.client) }
      answer("ok history \(name) \(all.count)", to: question.client)
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

  /// What is at hand, latest first.
  private func recent(_ subject: ArchiveQuestion.Subject) -> [ArchivedGame] {
    let found: [FinishedGame]
    switch subject {
    case .table(let table): found = finished.filter { $0.table == table }
    case .player(let name, let limit):
      let name = name.lowercased()
      found = finished.filter { $0.names.contains { $0.lowercased() == name } }.suffix(limit)
    }
    return found.reversed().compactMap { game in
      ArchivedGame(line: String(decoding: game.line.dropLast(), as: UTF8.self))
    }
  }
}
