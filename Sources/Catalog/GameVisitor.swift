import ArenaCore

/// Work that needs the type of a game which the catalog knows by name only: a proof, a benchmark.
public protocol GameVisitor {
  /// - Parameter start: a new game with the options asked for.
  func visit<Game: BoardGame & Keyed & Symmetric>(_ start: Game) throws
}
