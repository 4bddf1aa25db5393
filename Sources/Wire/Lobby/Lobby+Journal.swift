import ArenaCore
import Match

extension Lobby {
  /// Keeps an entry for the journal, if there is one.
  mutating func record(_ entry: JournalEntry) {
    if keepsJournal { journal.append(entry) }
  }

  /// Does again what a journal says was done, in the journal's order, before any client connects.
  ///
  /// - Throws: `ReplayError` when the entry does not fit what came before it; nothing changes then.
  public mutating func replay(_ entry: JournalEntry) throws(ReplayError) {
    switch entry {
    case .account(let name, let hash):
      guard isValidName(name) else { throw ReplayError("no name: \(OneLine.quoting(name))") }
      let index = accountIndices[name.lowercased()] ?? addAccount(named: name, kind: .guest)
      // A name that has become a house bot's stays the bot's.
      guard self[account: index].kind != .bot else { return }
      self[account: index].kind = hash == nil ? .guest : .member
      self[account: index].passwordHash = hash
    case .start(let id, let text, let first, let second):
      let words = text.split(separator: " ").map(String.init)
      guard words.count == 3, let clock = TimeControl(words[2]), id > 0, tables[id] == nil,
        first.lowercased() != second.lowercased()
      else { throw ReplayError("no game: \(OneLine.quoting(text))") }
      let terms = Terms(
        game: words[0], options: words[1] == "-" ? "" : words[1], clock: clock)
      let session: any GameSession
      do { session = try self.session(terms) } catch { throw ReplayError(error.text) }
      guard isValidName(first), isValidName(second) else {
        throw ReplayError("no players: \(OneLine.quoting("\(first) \(second)"))")
      }
      let seats = [first, second].map { name in
        accountIndices[name.lowercased()] ?? addAccount(named: name, kind: .guest)
      }
      lastTable = max(lastTable, id)
      open(id, terms, seats, session)
    case .move(let id, let action, let banks):
      guard let table = tables[id] else { throw ReplayError("no table \(id) for a move") }
      guard table.session.isLegal(action) else {
        throw ReplayError("action \(action) is not legal at table \(id)")
      }
      apply(action, at: id, .zero)
      tables[id]?.clock.restore(banks: banks)
    case .end(let id, let outcome, _):
      guard tables[id] != nil else { throw ReplayError("no table \(id) to end") }
      close(id, outcome)
    }
  }

  /// The journal is read: games in progress wait for their players, and house bots think again.
  public mutating func finishReplay(at now: Duration) {
    for index in accounts.indices where accounts[index] != nil {
      if self[account: index].kind != .bot && self[account: index].client == nil {
        self[account: index].awaySince = now
      }
    }
    for id in tables.keys.sorted() {
      guard let table = tables[id] else { continue }
      // The crash may have come between the last move and the end that it brought.
      if let outcome = table.session.outcome {
        finish(id, outcome, .rules, at: now)
        continue
      }
      if let seat = table.session.turn, bots.indices.contains(table.seats[seat.rawValue]) {
        beginTurn(at: id, now)
      } else {
        schedule(id)
      }
    }
    for index in accounts.indices { forgetIfEmpty(index) }
  }

  /// The number of games in progress.
  public var tableCount: Int { tables.count }
}

/// An entry that does not fit the journal before it, in one line for the user.
public struct ReplayError: Error, Hashable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
