public import ArenaCore

/// One running board game with its type erased: for places that speak text anyway, such as the
/// wire, the rules console and engines written by others.
///
/// A value: copying it copies the position and the history. It judges the rules and nothing else;
/// resignations, clocks and forfeits belong to whoever runs the table.
public protocol GameSession: Sendable {
  /// The game's name, as the catalog and the wire spell it.
  var gameName: String { get }

  /// What games have in common whose positions mean the same: see `BoardGame.family`.
  var family: String { get }

  /// The options it was made with, as `name=value,name=value`; empty for the default game.
  var optionsText: String { get }

  /// The seat to move; nil once the game is over.
  var turn: Seat? { get }

  /// How the game ended by its own rules; nil while it runs.
  var outcome: Outcome? { get }

  /// The action indices played so far, oldest first.
  var actions: [Int] { get }

  /// The moves played so far, in the game's notation, oldest first.
  var moves: [String] { get }

  /// The size of the action space.
  var actionCount: Int { get }

  /// The legal actions in ascending order; none once the game is over.
  var legalActions: [Int] { get }

  /// The legal moves in notation, in order of action index; none once the game is over.
  var legalMoves: [String] { get }

  /// The board as text for people, several lines, without a trailing newline.
  var diagram: String { get }

  /// What a program must know of the game that it has no rules of.
  var facts: [GameFact] { get }

  /// Whether the seat to move may play `action`; false for any number that is not an action.
  func isLegal(_ action: Int) -> Bool

  /// The move in the game's notation.
  ///
  /// - Precondition: `action` is in `0 ..< actionCount`.
  func notation(of action: Int) -> String

  /// The action that `notation` names, legal or not; nil when it names none.
  func action(from notation: String) -> Int?

  /// The action that `notation` names if it is legal now.
  func legalAction(from notation: String) throws(SessionError) -> Int

  /// Plays `action` for the seat to move; nothing changes when it throws.
  mutating func play(_ action: Int) throws(SessionError)

  /// Takes the last move back.
  mutating func undo() throws(SessionError)

  /// Returns to the start position with an empty history.
  mutating func reset()
}

extension GameSession {
  /// The number of moves played.
  public var ply: Int { actions.count }

  /// The last move in notation; nil at the start.
  public var lastMove: String? { actions.last.map(notation(of:)) }

  public func legalAction(from notation: String) throws(SessionError) -> Int {
    guard turn != nil else { throw .gameOver }
    // No game's notation comes near this length; the games need not fear long input.
    guard notation.utf8.count <= 64, let action = action(from: notation) else {
      throw .notAMove(notation)
    }
    guard isLegal(action) else { throw .illegal(notation) }
    return action
  }

  /// Plays the move that `notation` names; nothing changes when it throws.
  public mutating func play(notation: String) throws(SessionError) {
    try play(legalAction(from: notation))
  }
}

/// Why a session refused a request, in one line for the user.
public enum SessionError: Error, Hashable, CustomStringConvertible {
  /// The text names no move of this game.
  case notAMove(String)
  /// The text names a move that the rules do not allow now.
  case illegal(String)
  case gameOver
  case nothingToUndo

  public var description: String {
    switch self {
    case .notAMove(let text): "\(OneLine.quoting(text)) is not a move"
    case .illegal(let text): "\(OneLine.quoting(text)) is not legal here"
    case .gameOver: "the game is over"
    case .nothingToUndo: "there is no move to undo"
    }
  }
}
