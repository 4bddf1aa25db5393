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
}

/// Puts a session in its place.
func hold(_ session: some GameSession) -> any TableGame { HeldGame(session) }

private final class HeldGame<Kind: GameSession>: TableGame {
  private var held: Kind

  init(_ session: Kind) { held = session }

  var session: any GameSession { held }
  var turn: Seat? { held.turn }
  var outcome: Outcome? { held.outcome }
  var actions: [Int] { held.actions }
  var ply: Int { held.ply }
  func isLegal(_ action: Int) -> Bool { held.isLegal(action) }
  func notation(of action: Int) -> String { held.notation(of: action) }

  func legalAction(from notation: String) throws(SessionError) -> Int {
    try held.legalAction(from: notation)
  }

  func play(_ action: Int) throws(SessionError) { try held.play(action) }
}
