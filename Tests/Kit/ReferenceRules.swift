public import ArenaCore

/// A slow, plain model of a board game's rules, written without a look at the fast one, that random
/// games are compared with move by move. It speaks in the game's notation only.
public protocol ReferenceRules {
  /// The seat to move; nil once the game is over.
  var mover: Seat? { get }

  /// The notation of every legal move.
  func legalMoves() -> Set<String>

  /// Plays a legal move.
  mutating func play(_ move: String)

  /// The winner of a finished game; nil for a draw.
  var winner: Seat? { get }

  /// The margin of a finished game in points, where the game has points.
  var margin: Double? { get }

  /// The legal moves that random play chooses from.
  func randomMoves() -> Set<String>
}

extension ReferenceRules {
  public var margin: Double? { nil }
  public func randomMoves() -> Set<String> { legalMoves() }
}
