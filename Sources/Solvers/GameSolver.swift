public import ArenaCore
import Synchronization

/// Knows perfect play of a game.
public protocol GameSolver<Game>: Sendable {
  associatedtype Game: BoardGame

  /// Legal actions that keep the result of perfect play, ascending; nil where the position is more
  /// than the solver may take on.
  ///
  /// - Parameter hurrying: only those that win soonest or lose latest; else all, though a solver may
  ///   leave out what wins much later or loses much sooner than need be.
  /// - Precondition: the game is running.
  mutating func bestActions(in position: Game, hurrying: Bool) -> [Int]?

  /// What perfect play comes to after each legal action, 1, 0 or -1 for the seat to move, by
  /// ascending action; nil where that is more than the solver may take on.
  ///
  /// - Precondition: the game is running.
  mutating func results(ofActionsIn position: Game) -> [(action: Int, result: Int)]?
}

extension ExhaustiveSolver: GameSolver {
  public mutating func bestActions(in position: Game, hurrying: Bool) -> [Int]? {
    guard let seat = position.turn else { preconditionFailure("the game is over") }
    guard let solved = solveActions(of: position) else { return nil }
    guard
      let best = solved.map(\.solution).max(by: {
        hurrying ? $1.isBetter(than: $0, for: seat) : $0.value(for: seat) < $1.value(for: seat)
      })
    else { preconditionFailure("a running game has no legal action") }
    return solved.filter { _, solution in
      solution.absolute == best.absolute && !(hurrying && best.isBetter(than: solution, for: seat))
    }.map(\.action)
  }

  public mutating func results(
    ofActionsIn position: Game
  ) -> [(action: Int, result: Int)]? {
    guard let seat = position.turn else { preconditionFailure("the game is over") }
    return solveActions(of: position)?.map { ($0.action, $0.solution.value(for: seat)) }
  }
}

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
