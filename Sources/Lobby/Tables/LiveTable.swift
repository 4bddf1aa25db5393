import ArenaCore
import Match
import Wire

/// A running game at the server.
struct LiveTable: Sendable {
  let id: Int
  let terms: GameTerms
  /// Accounts by seat, `[2]`.
  let seats: [AccountID]
  var session: any GameSession
  var clock: GameClock
  /// Clients that follow the game without playing it.
  var watchers: [ClientID] = []
  /// Who offered a draw that still stands.
  var drawOffer: Seat?
  /// Since when the game waits for both its players to be here; nil while it goes on.
  var adjournedSince: Duration?
  /// Whether its house bot does not play such a game any more: it counts as not being here then.
  var lacksItsBot = false
  /// Since when a house bot to move has waited to begin to think.
  var botWaitsSince: Duration?
  /// The earliest moment for which the table stands in the deadline queue.
  var scheduled: Duration?

  /// The seats at which `account` sits.
  func seat(of account: AccountID) -> Seat? {
    seats.firstIndex(of: account).flatMap(Seat.init(rawValue:))
  }

  /// What each seat has left in milliseconds, `-` without a limit: `58200 60000`.
  func clockText(at now: Duration) -> String {
    Seat.allCases.map { seat in
      clock.timeLeft(of: seat, at: now).map { String(max(0, $0.wholeMilliseconds)) } ?? "-"
    }.joined(separator: " ")
  }

  /// `first`, `second` or `over`.
  var turnText: String { session.turn?.name ?? "over" }
}
