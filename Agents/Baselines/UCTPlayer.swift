public import ArenaCore
import Search

/// Plays the most visited action of a plain UCT search with random playouts.
///
/// The tree is kept between moves. A budget bounds new simulations, time, or both.
public struct UCTPlayer<Game: BoardGame>: Player {
  /// Simulations for an action where the budget sets no limit.
  public let simulations: Int
  private var search: UCTSearch<Game>

  /// - Parameters:
  ///   - game: any position of the configuration to play.
  ///   - capacity: the most nodes of the tree.
  ///   - exploration: UCT's constant for values in -1 ... 1.
  public init(
    for game: Game, simulations: Int = 1000, capacity: Int = 1 << 21, exploration: Float = 2
  ) {
    self.simulations = simulations
    search = UCTSearch(root: game, capacity: capacity, exploration: exploration)
  }

  public mutating func begin(as seat: Seat, in world: Game) { search.reset(to: world) }

  public mutating func observe(_ action: Int, leadingTo world: Game) {
    if search.root.isLegal(action) { search.advance(by: action) }
    // Settles at once what a skipped action would upset later.
    search.follow(to: world)
  }

  public mutating func choose(
    in world: Game, within budget: Budget, using random: inout RandomSource
  ) -> Int {
    let deadline = Deadline(after: budget.timeBound)
    search.follow(to: world)
    var rest = budget.simulations ?? (budget.time == nil ? simulations : Int.max)
    // The clock is read once in a few hundred simulations; the first ones are always run.
    repeat {
      let portion = min(rest, budget.timeBound == nil ? rest : 200)
      search.run(simulations: max(1, portion), using: &random)
      rest -= portion
    } while rest > 0 && !deadline.hasPassed
    return search.bestAction!
  }
}

extension UCTPlayer: Sendable {}
