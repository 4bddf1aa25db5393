import ArenaCore
import NeuralCore
import Search

/// Players that search with a trained network.
public enum AlphaZero {
  /// The options of a player.
  public static let playerOptions = [
    OptionSpec(
      "simulations", .integer(1...10_000_000), standard: "64",
      "simulations a move; a budget of the table comes before it")
  ]

  /// A player that shares nothing with others: each makes its own predictor.
  public static func player<Game: Keyed>(
    _ network: Network, for game: Game, simulations: Int
  ) -> any Player<Game> {
    // A match game gathers a few leaves of its one tree in a batch: the network is much faster on
    // eight positions than eight times on one.
    let leaves = 8
    // Transpositions, and positions that come back from move to move.
    let cacheCapacity = 1 << 13
    return SearchPlayer(
      CachedEvaluator(
        ModelEvaluator(NetworkModel(network, capacity: leaves)), capacity: cacheCapacity),
      for: game, simulations: simulations,
      capacity: max(1 << 16, 4 * simulations * (game.actionCount + 1)), leavesPerBatch: leaves)
  }
}
