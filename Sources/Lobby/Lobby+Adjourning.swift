import ArenaCore
import Match

/// Games that wait for both their players, because neither is here or the server was down.
///
/// Nobody loses one by time or absence while the other is away too. They are kept while there is
/// room: where a place is needed, or after `adjournLimit`, the one adjourned first is aborted.
extension Lobby {
  /// Whether somebody is here to play for the seat.
  func isHere(_ seat: Seat, at table: LiveTable) -> Bool {
    let player = table.player(at: seat)
    return player.isHere && (player.bot == nil || !table.lacksItsBot)
  }

  /// Lets the game wait until both players are here.
  mutating func adjourn(_ id: Int, at now: Duration) {
    guard let table = tables[id], table.adjournedSince == nil else { return }
    table.adjournedSince = now
    // It stands already when both left.
    let ran = table.clock.deadline != nil
    table.clock.halt()
    adjourned.append(id)
    if ran { tellClock(of: table, at: now) }
  }

  /// Goes on with an adjourned game if both players are here; `evenAlone` does not ask.
  mutating func readmit(_ id: Int, evenAlone: Bool = false) {
    guard let table = tables[id], table.adjournedSince != nil,
      evenAlone || Seat.allCases.allSatisfy({ isHere($0, at: table) })
    else { return }
    table.adjournedSince = nil
    adjourned.removeAll { $0 == id }
  }

  /// Whether the account may begin one more game: those that are adjourned do not count.
  func hasRoom(_ account: Account) -> Bool {
    let own = account.tables
    return own.count < settings.tablesPerPlayer
      || own.count(where: { tables[$0]?.adjournedSince == nil }) < settings.tablesPerPlayer
  }

  /// Aborts adjourned games whose places a new game of `account` needs.
  mutating func makeRoom(for account: AccountID, at now: Duration) {
    while accounts[account]?.kind != .bot,
      let own = accounts[account]?.tables, own.count >= settings.tablesPerPlayer,
      let oldest = adjourned.first(where: { own.contains($0) })
    {
      abort(oldest, "its place was needed")
    }
    while tables.count >= settings.tableLimit, let oldest = adjourned.first {
      abort(oldest, "its place was needed")
    }
  }

  /// When the game adjourned first has waited long enough.
  var adjournmentDeadline: Duration? {
    adjourned.first.flatMap { tables[$0]?.adjournedSince }.map { $0 + settings.adjournLimit }
  }

  /// Aborts games that have been adjourned for too long.
  mutating func abortForgotten(at now: Duration) {
    while let id = adjourned.first, let deadline = adjournmentDeadline, now > deadline {
      abort(id, "the players did not come back")
    }
  }
}
