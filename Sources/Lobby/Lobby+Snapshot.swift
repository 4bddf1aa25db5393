import ArenaCore
import Match
import Wire

/// A snapshot says how things stand in fewer entries than it took to get there.
extension Lobby {
  /// Calls `body` with what a lobby must replay to be this one: names, ratings, numbers and games in
  /// progress. Draw offers lapse, as they do over a restart.
  public func snapshot(_ body: (JournalEntry) -> Void) {
    body(.offers(upTo: reservedOffers))
    for account in accounts.values.sorted(by: { $0.id < $1.id }) {
      switch account.kind {
      case .bot: body(.bot(name: account.name, terms: account.botTerms ?? "- -"))
      case .member: body(.account(name: account.name, passwordHash: account.passwordHash))
      case .guest:
        if account.isInSnapshot { body(.account(name: account.name, passwordHash: nil)) }
        if let hash = account.tokenHash, account.isTokenKept {
          body(
            .token(
              name: account.name, hash: hash, address: account.address ?? account.formerAddress))
        }
      }
      for (game, standing) in account.standings.sorted(by: { $0.key < $1.key }) {
        body(.standing(name: account.name, game: game, standing))
      }
    }
    for account in accounts.values where account.kind == .member {
      for other in account.ignored.sorted() where accounts[other]?.isInSnapshot == true {
        body(.ignore(name: account.name, other: name(of: other), isOn: true))
      }
    }
    // In the order of their numbers, which a journal demands.
    for id in (running.numbers + setAside.keys).sorted() {
      if let table = tables[id] {
        body(
          Self.game(
            id, table.terms, table.players, table.clock.banks, table.game.actions))
      } else if let game = setAside[id] {
        body(Self.game(id, game.terms, game.players, game.banks, game.actions))
      }
    }
    body(.tables(upTo: lastTable))
  }

  private static func game(
    _ id: Int, _ terms: GameTerms, _ players: [Account], _ banks: [Duration], _ actions: [Int]
  ) -> JournalEntry {
    .game(
      table: id, terms: terms.journalText, first: players[0].name, second: players[1].name,
      banks: banks,
      actions: actions)
  }

  mutating func replayStanding(
    _ name: String, _ game: String, _ standing: Standing
  ) throws(ReplayError) {
    guard let account = account(named: name) else {
      throw ReplayError("a standing of \(OneLine.quoting(name)), who is nobody")
    }
    setStanding(standing, of: account, in: game)
  }

  mutating func replayGame(
    _ id: Int, _ terms: String, _ first: String, _ second: String, _ banks: [Duration],
    _ actions: [Int]
  ) throws(ReplayError) {
    try replayStart(id, terms, first, second)
    guard let table = tables[id] else {
      setAside[id]?.actions = actions
      setAside[id]?.banks = banks
      return
    }
    for (index, action) in actions.enumerated() {
      guard replayAction(action, at: table, banks) else {
        // Set aside on the way: the rest belongs to it.
        setAside[id]?.actions += actions[(index + 1)...]
        return
      }
    }
    table.forgetMarks()
    table.clock.restore(banks: banks)
  }
}
