import ArenaCore
import Environments
import Search

/// Runs one whole search and returns its tree.
func searched<E: Evaluator>(
  _ position: E.Game, _ evaluator: E, simulations: Int, noise: Bool = false, seed: UInt64 = 1,
  capacity: Int = 200_000, leaves: Int = 1, _ options: SearchOptions = SearchOptions()
) -> SearchTree<E.Game> {
  var random = RandomSource(seed: seed)
  var tree = SearchTree(root: position, capacity: capacity, options: options)
  var search = BatchedSearch(
    evaluator: evaluator, batchSize: leaves, actionCount: position.actionCount,
    leavesPerTree: leaves)
  tree.begin(simulations: simulations, noise: noise, using: &random)
  search.finish(&tree)
  return tree
}

/// Plays one game between two players and returns how it ended.
func playGame<Game: BoardGame>(
  from start: Game, _ first: inout some Player<Game>, _ second: inout some Player<Game>,
  within budget: Budget = .unlimited, using random: inout RandomSource
) -> Outcome {
  var game = start
  first.begin(as: .first, in: game)
  second.begin(as: .second, in: game)
  while let turn = game.turn {
    let action =
      turn == .first
      ? first.choose(in: game, within: budget, using: &random)
      : second.choose(in: game, within: budget, using: &random)
    game.play(action)
    first.observe(action, leadingTo: game)
    second.observe(action, leadingTo: game)
  }
  return game.outcome!
}
