public import ArenaCore

/// How good a running position looks without searching it.
///
/// A type of its own, so that players for games with and without a `Heuristic` are the same code.
public protocol PositionEstimate<Game>: Sendable {
  associatedtype Game: BoardGame

  /// The estimate from `seat`'s view, -1 ... 1.
  func value(of game: Game, for seat: Seat) -> Double
}

/// The game's own heuristic.
public struct HeuristicEstimate<Game: Heuristic>: PositionEstimate {
  public init() {}

  public func value(of game: Game, for seat: Seat) -> Double { game.estimate(for: seat) }
}

/// No opinion: every running position is even, and only results count.
public struct EvenEstimate<Game: BoardGame>: PositionEstimate {
  public init() {}

  public func value(of game: Game, for seat: Seat) -> Double { 0 }
}
