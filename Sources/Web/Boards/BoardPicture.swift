import ArenaCore
import Match

/// A position as a page draws it and lets a player click on it.
struct BoardPicture: Sendable, Hashable, Codable {
  /// The cells as `BoardShape.cells` has them.
  let cells: String
  /// The legal moves in the game's notation.
  let legal: [String]
  /// The seat to move, or `over`.
  let turn: String
  /// The last move; nil at the start.
  let last: String?

  init(of session: any GameSession, _ shape: BoardShape) {
    cells = shape.cells(of: session.diagram)
    legal = session.legalMoves
    turn = session.turn?.name ?? "over"
    last = session.lastMove
  }
}
