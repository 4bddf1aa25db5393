import ArenaCore
import Search

/// Never makes a mistake: solves the whole game and draws among the best actions.
///
/// For tic-tac-toe and other games of up to a few million positions.
public struct PerfectPlayer<Game: Keyed>: Player, Sendable {
  /// Which of the actions with the best result it plays; at random among those left.
  public enum Style: String, Sendable, Hashable, CaseIterable {
    /// Any of them.
    case any
    /// The shortest wins, the longest losses.
    case fast
  }

  public let style: Style
  private var solver: ExhaustiveSolver<Game>

  /// Solves the game from `position` on.
  ///
  /// Returns nil where that takes more than `limit` positions.
  public init?(for position: Game, style: Style = .any, limit: Int = 5_000_000) {
    self.style = style
    solver = ExhaustiveSolver(limit: limit)
    guard solver.solve(position) != nil else { return nil }
  }

  public mutating func choose(
    in world: Game, within budget: Budget, using random: inout RandomSource
  ) -> Int {
    let actions = bestActions(in: world)
    return actions[random.below(actions.count)]
  }

  /// The actions it draws from, ascending.
  ///
  /// - Precondition: the game is running and within the limit, as every position below the one it
  ///   was made for is.
  public mutating func bestActions(in world: Game) -> [Int] {
    guard let seat = world.turn, let solved = solver.solveActions(of: world) else {
      preconditionFailure("the game is over or too large to solve")
    }
    let best = solved.map { $0.solution.value(for: seat) }.max()!
    let candidates = solved.filter { $0.solution.value(for: seat) == best }
    guard style == .fast, best != 0 else { return candidates.map(\.action) }
    let distances = candidates.map(\.solution.distance)
    let distance = best > 0 ? distances.min()! : distances.max()!
    return candidates.filter { $0.solution.distance == distance }.map(\.action)
  }
}
