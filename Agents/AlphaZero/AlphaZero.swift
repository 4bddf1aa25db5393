public import ArenaCore
public import NeuralCore
import Search

/// Players that search with a trained network.
public enum AlphaZero {
  /// A player that shares nothing with others.
  public static func player<Game: Keyed & Symmetric>(
    _ network: Network, for game: Game, _ options: SearchPlayerOptions
  ) -> any Player<Game> {
    players(network, for: game, options)()
  }

  /// Makes players that share the network's weights, made ready once; each has a predictor of its
  /// own. They do not share batches: eight positions, the default, take as long each as 64.
  public static func players<Game: Keyed & Symmetric>(
    _ network: Network, for game: Game, _ options: SearchPlayerOptions
  ) -> @Sendable () -> any Player<Game> {
    let rows = options.leavesPerBatch * (options.usesSymmetries ? game.symmetries.count : 1)
    let network = CompiledNetwork(network, rows: rows)
    return {
      let model = NetworkModel(network, capacity: rows)
      guard options.usesSymmetries else { return player(ModelEvaluator(model), for: game, options) }
      return player(SymmetricEvaluator(model, for: game, seeing: .all), for: game, options)
    }
  }

  private static func player<Game: Keyed, E: Evaluator<Game>>(
    _ evaluator: E, for game: Game, _ options: SearchPlayerOptions
  ) -> any Player<Game> {
    var search = options.search
    search.temperature = TemperatureSchedule(start: 1, plateau: options.variedPlies)
    // The cache serves transpositions and positions that come back from move to move. A match game
    // gathers some leaves of its one tree in a batch: the network is much faster on eight positions
    // than eight times on one.
    return SearchPlayer(
      CachedEvaluator(
        ProvingEvaluator(evaluator, nodes: search.leafProofNodes), capacity: 1 << 13),
      for: game, simulations: options.simulations, options: search,
      capacity: max(options.treeNodes, 2 * game.actionCount),
      leavesPerBatch: options.leavesPerBatch, resignationThreshold: options.resignation)
  }
}
