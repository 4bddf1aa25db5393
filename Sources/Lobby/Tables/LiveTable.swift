import ArenaCore
import Match
import Wire

/// A running game at the server. The lobby owns it alone: nothing of it is ever copied for a move.
final class LiveTable {
  let id: Int
  let terms: GameTerms
  /// By seat, `[2]`.
  let players: [Account]
  /// The addresses that the game counts for.
  let addresses: [ClientAddress]
  let game: any TableGame
  /// Whether anybody can run out of time.
  let isTimed: Bool
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

  init(
    id: Int, terms: GameTerms, players: [Account], addresses: [ClientAddress],
    session: any GameSession,
    clock: GameClock
  ) {
    self.id = id
    self.terms = terms
    self.players = players
    self.addresses = addresses
    game = hold(session)
    isTimed = clock.control != .unlimited
    self.clock = clock
  }

  /// A copy of the game, for those who think about it.
  var session: any GameSession { game.session }

  /// Accounts by seat, `[2]`.
  var seats: [AccountID] { players.map(\.id) }

  func player(at seat: Seat) -> Account { players[seat.rawValue] }

  /// The seat at which `account` sits.
  func seat(of account: Account) -> Seat? {
    if players[0] === account { return .first }
    return players[1] === account ? .second : nil
  }

  /// What each seat has left in milliseconds, `-` without a limit: `58200 60000`.
  func clockText(at now: Duration) -> String {
    Seat.allCases.map { seat in
      clock.timeLeft(of: seat, at: now).map { String(max(0, $0.wholeMilliseconds)) } ?? "-"
    }.joined(separator: " ")
  }

  /// Writes `clockText` without making a string.
  func writeClocks(to text: inout TextBuffer, at now: Duration) {
    guard isTimed else { return text.write(literal: " - -") }
    for seat in Seat.allCases {
      text.write(byte: UInt8(ascii: " "))
      if let left = clock.timeLeft(of: seat, at: now) {
        text.write(max(0, left.wholeMilliseconds))
      } else {
        text.write(byte: UInt8(ascii: "-"))
      }
    }
  }

  /// `first`, `second` or `over`.
  var turnText: String { game.turn?.name ?? "over" }
}
