import ArenaCore
import Synchronization

/// One solver for the copies of a player, on any threads: what it learnt for one of them it knows
/// for all. Answers do not depend on the order of the questions.
public final class SharedSolver<Game: BoardGame>: Sendable {
  private let solver: Mutex<any GameSolver<Game>>

  public init(_ solver: any GameSolver<Game>) { self.solver = Mutex(solver) }

  /// As of `GameSolver`.
  public func bestActions(in position: Game, hurrying: Bool) -> [Int]? {
    solver.withLock { $0.bestActions(in: position, hurrying: hurrying) }
  }
}
