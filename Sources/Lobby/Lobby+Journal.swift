import ArenaCore
import Match
import Wire

/// A game of the journal that cannot go on: what its end must know.
struct SetAsideGame: Sendable {
  let game: String
  let seats: [AccountID]
  /// Why, in one line.
  let reason: String
}

extension Lobby {
  /// Keeps an entry for the journal, if there is one.
  mutating func record(_ entry: JournalEntry) {
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
    case .offers(let last):
      reservedOffers = max(reservedOffers, last)
      lastOffer = reservedOffers
    case .start(let id, let text, let first, let second):
      try replayStart(id, text, first, second)
    case .move(let id, let action, let banks):
      guard tables[id] != nil else { return try requireSetAside(id, "a move") }
      guard banks.count == Seat.allCases.count else {
        throw ReplayError("a move leaves \(banks.count) times at table \(id)")
      }
      do throws(SessionError) { try apply(action, at: id, .zero) } catch {
        return setAside(id, "action \(action) cannot be played: \(error)")
      }
      tables[id]?.clock.restore(banks: banks)
    case .end(let id, let outcome, _):
      if let table = close(id) {
        rate(table.seats, in: table.terms.game, outcome)
      } else {
        try requireSetAside(id, "an end")
        if let game = setAside.removeValue(forKey: id) { rate(game.seats, in: game.game, outcome) }
      }
    case .abort(let id, _):
      guard close(id) == nil else { return }
      try requireSetAside(id, "an end")
      setAside[id] = nil
    }
  }

  private mutating func replayAccount(_ name: String, _ hash: String?) throws(ReplayError) {
    guard WordForm.isName(name) else { throw ReplayError("no name: \(OneLine.quoting(name))") }
    let id = accountID(named: name) ?? addAccount(named: name, kind: .guest)
    guard accounts[id]?.kind != .bot else { throw ReplayError("\(name) is a house bot") }
    accounts[id]?.kind = hash == nil ? .guest : .member
    accounts[id]?.passwordHash = hash
  }

  private mutating func replayBot(_ name: String, _ terms: String) throws(ReplayError) {
    guard WordForm.isName(name) else { throw ReplayError("no name: \(OneLine.quoting(name))") }
    guard let id = accountID(named: name), let account = accounts[id] else {
      return makeBot(addAccount(named: name, kind: .bot), terms)
    }
    guard account.kind == .guest || account.kind == .bot && account.botTerms == terms else {
      throw ReplayError("\(name) is no house bot for \(OneLine.quoting(terms))")
    }
    makeBot(id, terms)
  }

  private mutating func replayStart(
    _ id: Int, _ text: String, _ first: String, _ second: String
  ) throws(ReplayError) {
    let words = text.words()
    guard words.count == 3, let clock = TimeControl(words[2]), id > lastTable else {
      throw ReplayError("no game at table \(id): \(OneLine.quoting(text))")
    }
    guard WordForm.isName(first), WordForm.isName(second), first.lowercased() != second.lowercased()
    else {
      throw ReplayError("no players: \(OneLine.quoting("\(first) \(second)"))")
    }
    lastTable = id
    let seats = [first, second].map { name in
      accountID(named: name) ?? addAccount(named: name, kind: .guest)
    }
    var terms = GameTerms(game: words[0], options: words[1] == "-" ? "" : words[1], clock: clock)
    do throws(WireError) {
      let session = try self.session(terms)
      terms.options = session.optionsText
      open(id, terms, seats, session)
    } catch {
      setAside[id] = SetAsideGame(game: terms.game, seats: seats, reason: error.text)
    }
  }

  private mutating func setAside(_ id: Int, _ reason: String) {
    guard let table = close(id) else { return }
    setAside[id] = SetAsideGame(game: table.terms.game, seats: table.seats, reason: reason)
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
    setAside = [:]
    notes += seatBots()
    for (id, account) in accounts where account.kind != .bot { accounts[id]?.awaySince = now }
    for id in tables.keys.sorted() {
      // The crash may have come between the last move and the end that it brought.
      if let outcome = tables[id]?.session.outcome {
        finish(id, outcome, .rules, at: now)
        continue
      }
      if let note = checkBot(at: id) { notes.append(note) }
      adjourn(id, at: now)
      readmit(id)
      beginTurn(at: id, now)
    }
    for id in accounts.keys.sorted() { forgetIfEmpty(id) }
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
