/// How a finished board game ended.
public struct Outcome: Sendable, Hashable {
  /// The winning seat; nil is a draw.
  public var winner: Seat?
  /// The winner's margin in the game's own points (Go, Othello), komi included; nil where the game
  /// has no points.
  public var margin: Double?
  /// Why the game ended, in words for people: "four in a row", "board full", "two passes".
  public var reason: String

  public init(winner: Seat?, margin: Double? = nil, reason: String) {
    self.winner = winner
    self.margin = margin
    self.reason = reason
  }

  /// The result from `seat`'s view: 1 a win, 0 a draw, -1 a loss. The game is zero-sum.
  @inlinable public func value(for seat: Seat) -> Double {
    guard let winner else { return 0 }
    return winner == seat ? 1 : -1
  }
}
