import ArenaCore
import Match
import Wire

/// A game of the journal that cannot go on: what its end must know, and what a later server that can
/// go on with it.
struct SetAsideGame {
  let terms: GameTerms
  let players: [Account]
  var banks: [Duration]
  var actions: [Int]
  /// Why, in one line.
  let reason: String
}

extension Lobby {
  /// Keeps an entry for the journal, if there is one.
  mutating func record(_ entry: JournalEntry) {
    recorded += 1
    outbox.barrier = recorded
    if keepsJournal { journal.append(entry) }
  }

  /// Does again what a journal says was done, in the journal's order, before `finishReplay`.
  ///
  /// Names mean what they meant when the entry was written. A game that cannot go on, because this
  /// program has no such game or refuses a move, is set aside and does not keep the others.
  ///
  /// - Throws: `ReplayError` when the entry does not fit what came before it; nothing changes then.
  public mutating func replay(_ entry: JournalEntry) throws(ReplayError) {
    switch entry {
    case .account(let name, let hash): try replayAccount(name, hash)
    case .bot(let name, let terms): try replayBot(name, terms)
    case .token(let name, let hash, let address): try replayToken(name, hash, address)
    case .offers(let last):
      reservedOffers = max(reservedOffers, last)
      lastOffer = reservedOffers
    case .start(let id, let text, let first, let second):
      try replayStart(id, text, first, second)
    case .ignore(let name, let other, let isOn): try replayIgnore(name, other, isOn)
    case .forget(let name): replayForget(name)
    case .move(let id, let action, let banks):
      guard let table = tables[id] else {
        try requireSetAside(id, "a move")
        setAside[id]?.actions.append(action)
        setAside[id]?.banks = banks
        return
      }
      guard banks.count == Seat.allCases.count else {
        throw ReplayError("a move leaves \(banks.count) times at table \(id)")
      }
      if replayAction(action, at: table, banks) { table.clock.restore(banks: banks) }
    case .undo(let id, let ply, let banks): try replayUndo(id, to: ply, banks)
    case .end(let id, let outcome, let cause):
      if let table = close(id) {
        keep(table, outcome, cause)
        rate(table.players, in: table.terms.game, outcome)
      } else {
        try requireSetAside(id, "an end")
        if let game = takeSetAside(id) { rate(game.players, in: game.terms.game, outcome) }
      }
    case .abort(let id, _):
      guard close(id) == nil else { return }
      try requireSetAside(id, "an end")
      _ = takeSetAside(id)
    case .generation, .complete: break  // for whoever keeps the files
    case .tables(let last): lastTable = max(lastTable, last)
    case .standing(let name, let game, let standing): try replayStanding(name, game, standing)
    case .game(let id, let terms, let first, let second, let banks, let actions):
      try replayGame(id, terms, first, second, banks, actions)
    }
  }

  /// Plays an action of the journal; a game that does not take it is set aside.
  ///
  /// - Returns: whether it took it.
  mutating func replayAction(_ action: Int, at table: LiveTable, _ banks: [Duration]) -> Bool {
    let mover = table.game.turn
    do throws(SessionError) { try table.game.play(action) } catch {
      setAside(table.id, action, banks, "action \(action) cannot be played: \(error)")
      return false
    }
    if let mover { table.mark(mover) }
    return true
  }

  private mutating func replayUndo(
    _ id: Int, to ply: Int, _ banks: [Duration]
  ) throws(ReplayError) {
    guard let table = tables[id] else {
      try requireSetAside(id, "a takeback")
      guard let count = setAside[id]?.actions.count, ply < count else {
        throw ReplayError("no moves to take back at table \(id)")
      }
      setAside[id]?.actions.removeSubrange(ply...)
      setAside[id]?.banks = banks
      return
    }
    guard ply < table.game.ply, banks.count == Seat.allCases.count else {
      throw ReplayError("no moves to take back at table \(id)")
    }
    if !table.rewind(to: ply) {
      // Further back than a table remembers: behind a snapshot.
      table.game.rewind(to: ply)
      table.forgetMarks()
    }
    table.clock.restore(banks: banks)
  }

  private mutating func replayAccount(_ name: String, _ hash: String?) throws(ReplayError) {
    guard WordForm.isName(name) else { throw ReplayError("no name: \(OneLine.quoting(name))") }
    let account = account(named: name) ?? addAccount(named: name, kind: .guest)
    guard account.kind != .bot else { throw ReplayError("\(name) is a house bot") }
    account.kind = hash == nil ? .guest : .member
    if hash != nil { account.tokenHash = nil }
    account.passwordHash = hash
  }

  private mutating func replayToken(
    _ name: String, _ hash: String, _ address: ClientAddress?
  ) throws(ReplayError) {
    guard WordForm.isName(name) else { throw ReplayError("no name: \(OneLine.quoting(name))") }
    let account = account(named: name) ?? addAccount(named: name, kind: .guest)
    guard account.kind == .guest else { throw ReplayError("\(name) is no guest") }
    account.tokenHash = hash
    account.isTokenKept = true
    account.formerAddress = address
  }

  private mutating func replayIgnore(
    _ name: String, _ other: String, _ isOn: Bool
  ) throws(ReplayError) {
    guard let account = account(named: name), account.kind == .member else {
      throw ReplayError("\(OneLine.quoting(name)), who ignores somebody, is no member")
    }
    // Guests of whom nothing was kept have been forgotten.
    guard let other = accountID(named: other) else { return }
    if isOn { account.ignored.insert(other) } else { account.ignored.remove(other) }
  }

  private mutating func replayForget(_ name: String) {
    // Servers before December 2026 wrote the entry again at every start, behind what came after.
    if let account = account(named: name), account.isLeft { remove(account) }
  }

  private mutating func replayBot(_ name: String, _ terms: String) throws(ReplayError) {
    guard WordForm.isName(name) else { throw ReplayError("no name: \(OneLine.quoting(name))") }
    guard let id = accountID(named: name), let account = accounts[id] else {
      return makeBot(addAccount(named: name, kind: .bot).id, terms)
    }
    guard account.kind == .guest || account.kind == .bot && account.botTerms == terms else {
      throw ReplayError("\(name) is no house bot for \(OneLine.quoting(terms))")
    }
    makeBot(id, terms)
  }

  mutating func replayStart(
    _ id: Int, _ text: String, _ first: String, _ second: String
  ) throws(ReplayError) {
    guard var terms = GameTerms(journalText: text), id > lastTable else {
      throw ReplayError("no game at table \(id): \(OneLine.quoting(text))")
    }
    guard WordForm.isName(first), WordForm.isName(second), first.lowercased() != second.lowercased()
    else {
      throw ReplayError("no players: \(OneLine.quoting("\(first) \(second)"))")
    }
    lastTable = id
    let players = [first, second].map { name in
      account(named: name) ?? addAccount(named: name, kind: .guest)
    }
    do throws(WireError) {
      let session = try self.session(terms)
      terms.options = session.optionsText
      open(id, terms, players, session)
    } catch {
      keepAside(
        id,
        SetAsideGame(
          terms: terms, players: players, banks: GameClock(terms.clock).banks, actions: [],
          reason: error.text))
    }
  }

  /// Sets a game aside at an action that cannot be played.
  private mutating func setAside(_ id: Int, _ action: Int, _ banks: [Duration], _ reason: String) {
    guard let table = close(id) else { return }
    keepAside(
      id,
      SetAsideGame(
        terms: table.terms, players: table.players, banks: banks,
        actions: table.game.actions + [action], reason: reason))
  }

  private mutating func keepAside(_ id: Int, _ game: SetAsideGame) {
    setAside[id] = game
    for player in game.players { player.gamesAside += 1 }
  }

  private mutating func takeSetAside(_ id: Int) -> SetAsideGame? {
    guard let game = setAside.removeValue(forKey: id) else { return nil }
    for player in game.players { player.gamesAside -= 1 }
    return game
  }

  private func requireSetAside(_ id: Int, _ what: String) throws(ReplayError) {
    guard setAside[id] != nil else {
      throw ReplayError("\(what) at table \(id), where no game runs")
    }
  }

  /// Opens the lobby once the journal is read: house bots take their names, games in progress wait
  /// for their players, and bots think again.
  ///
  /// - Returns: what an operator should know, one line each.
  @discardableResult
  public mutating func finishReplay(at now: Duration) -> [String] {
    var notes = setAside.sorted { $0.key < $1.key }.map { id, game in
      "table \(id) is set aside: \(game.reason)"
    }
    for id in accounts.keys.sorted() {
      guard let account = accounts[id], account.kind != .bot else { continue }
      account.awaySince = now
      // Its name is free for a bot.
      if account.isForgettable { forgetIfEmpty(account) }
    }
    notes += seatBots()
    for id in running.numbers {
      guard let table = tables[id] else { continue }
      // The crash may have come between the last move and the end that it brought.
      if let outcome = table.game.outcome {
        finish(id, outcome, .rules, at: now)
        continue
      }
      if let cap = table.terms.rules.cap, table.game.ply >= cap {
        finish(id, Self.outcome(ofCap: cap), .adjudication, at: now)
        continue
      }
      if let note = checkBot(at: id) { notes.append(note) }
      adjourn(id, at: now)
      readmit(id)
      beginTurn(at: table, now)
    }
    for id in accounts.keys.sorted() {
      if let account = accounts[id] { forgetIfEmpty(account) }
    }
    return notes
  }

  /// The number of games in progress.
  public var tableCount: Int { tables.count }
}

/// An entry that does not fit the journal before it, in one line for the user.
public struct ReplayError: Error, Hashable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
