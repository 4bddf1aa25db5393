import ArenaCore
import Match

/// The game at a table, held in one place: asking it and moving in it copy nothing, which an `any
/// GameSession` in a property does at every call.
protocol TableGame: AnyObject {
  /// A copy, for those who think about it.
  var session: any GameSession { get }
  var turn: Seat? { get }
  var outcome: Outcome? { get }
  var actions: [Int] { get }
  var ply: Int { get }
  func isLegal(_ action: Int) -> Bool
  func legalAction(from notation: String) throws(SessionError) -> Int
  func notation(of action: Int) -> String
  func play(_ action: Int) throws(SessionError)
  /// Takes moves back until so many are left.
  func rewind(to ply: Int)
}

/// Puts a session in its place.
func hold(_ session: some GameSession) -> any TableGame { HeldGame(session) }

private final class HeldGame<Kind: GameSession>: TableGame {
  // Asked only through `inout`: a getter of a property would copy all of it first.
  private var held: Kind
  private(set) var turn: Seat?
  private(set) var ply = 0

  init(_ session: Kind) {
    held = session
    turn = session.turn
    ply = session.ply
  }

  var session: any GameSession { held }
  var outcome: Outcome? { Self.outcome(&held) }
  var actions: [Int] { Self.actions(&held) }
  func isLegal(_ action: Int) -> Bool { Self.isLegal(&held, action) }
  func notation(of action: Int) -> String { Self.notation(&held, action) }

  func legalAction(from notation: String) throws(SessionError) -> Int {
    try Self.legalAction(&held, notation)
  }

  func play(_ action: Int) throws(SessionError) {
    try held.play(action)
    turn = Self.turn(&held)
    ply += 1
  }

  func rewind(to ply: Int) {
    let kept = actions.prefix(ply)
    held.reset()
    for action in kept { try? held.play(action) }
    turn = Self.turn(&held)
    self.ply = kept.count
  }

  private static func turn(_ held: inout Kind) -> Seat? { held.turn }
  private static func outcome(_ held: inout Kind) -> Outcome? { held.outcome }
  private static func actions(_ held: inout Kind) -> [Int] { held.actions }
  private static func isLegal(_ held: inout Kind, _ action: Int) -> Bool { held.isLegal(action) }

  private static func notation(_ held: inout Kind, _ action: Int) -> String {
    held.notation(of: action)
  }

  private static func legalAction(
    _ held: inout Kind, _ notation: String
  ) throws(SessionError) -> Int { try held.legalAction(from: notation) }
}
