public import ArenaCore
import Search
public import Solvers

/// Never makes a mistake: asks a solver and draws among the best actions.
///
/// Exhaustion solves tic-tac-toe and other games of up to a few million positions, a solver of the
/// game's own larger ones. Copies of a player share the solver.
public struct PerfectPlayer<Game: Keyed>: Player, Sendable {
  public let style: PerfectStyle
  private let solver: SharedSolver<Game>

  /// Solves the game from `position` on by exhaustion.
  ///
  /// Returns nil where that takes more than `limit` positions.
  public init?(for position: Game, style: PerfectStyle = .any, limit: Int = 5_000_000) {
    guard let solver = ExhaustiveSolver(solving: position, limit: limit) else { return nil }
    self.init(asking: solver, style: style)
  }

  /// - Parameter solver: one that takes on every position the player will be asked about.
  public init(asking solver: any GameSolver<Game>, style: PerfectStyle = .any) {
    self.style = style
    self.solver = SharedSolver(solver)
  }

  public mutating func choose(
    in world: Game, within budget: Budget, using random: inout RandomSource
  ) -> Int {
    let actions = bestActions(in: world)
    return actions[random.below(actions.count)]
  }

  /// The actions it draws from, ascending.
  ///
  /// - Precondition: the game is running and the solver takes the position on, as exhaustion does
  ///   every position below the one it was made for.
  public func bestActions(in world: Game) -> [Int] {
    guard let actions = solver.bestActions(in: world, hurrying: style == .fast) else {
      preconditionFailure("the position is too large to solve")
    }
    return actions
  }
}

/// Which of the actions with the best result it plays; at random among those left.
public enum PerfectStyle: String, Sendable, Hashable, CaseIterable {
  /// Any of them, as far as the solver knows.
  case any
  /// The shortest wins, the longest losses.
  case fast
}
