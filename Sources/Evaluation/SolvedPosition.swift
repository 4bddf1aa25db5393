public import ArenaCore

/// A position whose perfect play is known, where not every action is as good as the others.
public struct SolvedPosition<Game: BoardGame>: Sendable {
  public let position: Game
  /// The legal actions that keep the result of perfect play, ascending: never all of them.
  public let best: [Int]

  /// - Precondition: `best` is neither empty nor all that is legal.
  public init(_ position: Game, best: [Int]) {
    precondition(
      !best.isEmpty && best.count < position.legalActions.count,
      "\(best.count) of \(position.legalActions.count) actions leave nothing to decide")
    self.position = position
    self.best = best
  }
}

/// Solved positions of one kind, such as openings that are hard to see through.
public struct SolvedPositions<Game: BoardGame>: Sendable {
  /// Lower case, words joined by underscores; part of metric names.
  public let name: String
  public let positions: [SolvedPosition<Game>]

  public init(_ name: String, _ positions: [SolvedPosition<Game>]) {
    self.name = name
    self.positions = positions
  }
}
