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
  /// Who asked to take moves back, and to how many; it stands until a move.
  var takeback: (seat: Seat, ply: Int)?
  /// How many illegal moves each seat tried, `[2]`.
  var illegalMoves: [2 of Int] = [0, 0]
  /// The result that was proven of the position, and after how many moves.
  var proven: (outcome: Outcome, ply: Int)?
  /// How things stood before each of the last moves, oldest first.
  private var marks: [Mark] = []
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

  /// Who was to move, and what was on the clocks.
  private struct Mark {
    let mover: Seat
    let clock: GameClock.Standing
  }

  /// So many moves at least can be taken back.
  private static let markLimit = 32

  /// Keeps how things stand before a move.
  func mark(_ mover: Seat) {
    if marks.count == 2 * Self.markLimit { marks.removeFirst(Self.markLimit) }
    marks.append(Mark(mover: mover, clock: clock.standing))
  }

  /// Nothing that was played so far can be taken back.
  func forgetMarks() { marks = [] }

  /// How many moves are left once the last one of `seat` is taken back; nil where it cannot be.
  func ply(beforeLastMoveOf seat: Seat) -> Int? {
    marks.lastIndex { $0.mover == seat }.map { game.ply - (marks.count - $0) }
  }

  /// Takes moves back until `ply` are left, also from the clocks, which stand then.
  ///
  /// - Returns: false where it is not known how things stood then; nothing changes.
  func rewind(to ply: Int) -> Bool {
    let count = game.ply - ply
    guard count > 0, count <= marks.count else { return false }
    game.rewind(to: ply)
    clock.halt()
    clock.standing = marks[marks.count - count].clock
    marks.removeLast(count)
    (drawOffer, takeback, botWaitsSince, proven) = (nil, nil, nil, nil)
    return true
  }

  /// What each seat has left in milliseconds, `-` without a limit: `58200 60000`. Behind a slash the
  /// moves that a Canadian clock demands within it.
  func clockText(at now: Duration) -> String {
    var text = TextBuffer()
    writeClocks(to: &text, at: now)
    return String(decoding: text.bytes.dropFirst(), as: UTF8.self)
  }

  /// Writes a space and `clockText` without making a string.
  func writeClocks(to text: inout TextBuffer, at now: Duration) {
    guard isTimed else { return text.write(literal: " - -") }
    for seat in Seat.allCases {
      text.write(byte: UInt8(ascii: " "))
      if let left = clock.timeLeft(of: seat, at: now) {
        text.write(max(0, left.wholeMilliseconds))
        if let due = clock.movesDue(of: seat) {
          text.write(byte: UInt8(ascii: "/"))
          text.write(due)
        }
      } else {
        text.write(byte: UInt8(ascii: "-"))
      }
    }
  }

  /// `first`, `second` or `over`.
  var turnText: String { game.turn?.name ?? "over" }
}
