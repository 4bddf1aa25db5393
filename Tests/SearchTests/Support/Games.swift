import ArenaCore
import Environments
import Search

/// Connect Four after some moves in Pons' notation, on a board of any size.
func connectFour(_ moves: String = "", columns: Int = 7, rows: Int = 6) throws -> ConnectFour {
  var game = try ConnectFour(["columns": "\(columns)", "rows": "\(rows)"])
  for move in moves { game.play(game.action(from: String(move))!) }
  return game
}

/// An m,n,k-game after some moves.
func mnk(_ columns: Int, _ rows: Int, _ length: Int, _ moves: [String] = []) throws -> MNK {
  var game = try MNK(["columns": "\(columns)", "rows": "\(rows)", "length": "\(length)"])
  for move in moves { game.play(game.action(from: move)!) }
  return game
}

/// A running position after up to `plies` random actions.
func draw<Game: BoardGame>(
  from start: Game, plies: ClosedRange<Int>, using random: inout RandomSource
) -> Game {
  while true {
    var game = start
    for _ in 0..<plies.lowerBound + random.below(plies.count) where game.turn != nil {
      _ = game.playRandomAction(using: &random)
    }
    if game.turn != nil { return game }
  }
}

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
