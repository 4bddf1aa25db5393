public import ArenaCore

/// Makes players of a game from a spec; the function it returns takes a player's seed.
public typealias PlayerMaker<World: Environment> =
  (PlayerSpec) throws -> @Sendable (_ seed: UInt64) -> any Player<World>

/// Work that needs the type of a game which the catalog knows by name only: a test, a benchmark.
public protocol GameVisitor {
  /// - Parameters:
  ///   - start: a new game with the options asked for.
  ///   - players: makes players of the game.
  func visit<Game: BoardGame & Keyed & Symmetric>(
    _ start: Game, players: PlayerMaker<Game>
  ) throws
}

/// Work that needs the type of a task which the catalog knows by name only.
public protocol TaskVisitor {
  /// - Parameters:
  ///   - start: a new task, to be reset before its first step.
  ///   - randomActions: draws 1,024 actions.
  func visit<Task: Environment>(
    _ start: Task, randomActions: (inout RandomSource) -> [Task.Action]
  ) throws
}
