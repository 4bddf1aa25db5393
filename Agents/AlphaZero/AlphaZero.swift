import ArenaCore
import NeuralCore
import Search

/// Players that search with a trained network.
public enum AlphaZero {
  /// The options of a player; `simulations` is the first.
  public static let playerOptions =
    [
      OptionSpec(
        "simulations", .integer(1...10_000_000), standard: "64",
        "simulations a move; a budget of the table comes before it")
    ] + SearchOptions.specs + [
      OptionSpec(
        "varied-plies", .integer(0...10_000), standard: "0",
        "plies at the start of a game whose moves are drawn by their visits, so that games differ"),
      Resignation.spec,
      OptionSpec(
        "symmetries", .flag, standard: "false",
        "judge each position through all its symmetries: steadier and as many times slower"),
      OptionSpec(
        "leaves", .integer(1...1024), standard: "8",
        "leaves of the tree that are evaluated in one batch"),
      OptionSpec(
        "nodes", .integer(1000...100_000_000), standard: "1000000",
        "the most nodes of the tree, one for each legal action of a position searched: 24 bytes each, "
          + "48 more once it was tried; a full tree ends its search"),
    ]

  /// A player that shares nothing with others: each makes its own predictor.
  ///
  /// - Parameter options: those of `playerOptions`.
  public static func player<Game: Keyed & Symmetric>(
    _ network: Network, for game: Game, _ options: Options
  ) -> any Player<Game> {
    let leaves = options.integer("leaves")
    if options.flag("symmetries") {
      let model = NetworkModel(network, capacity: leaves * game.symmetries.count)
      return player(SymmetricEvaluator(model, for: game, seeing: .all), for: game, options)
    }
    let model = NetworkModel(network, capacity: leaves)
    return player(ModelEvaluator(model), for: game, options)
  }

  private static func player<Game: Keyed, E: Evaluator<Game>>(
    _ evaluator: E, for game: Game, _ options: Options
  ) -> any Player<Game> {
    var search = SearchOptions(options)
    search.temperature = TemperatureSchedule(start: 1, plateau: options.integer("varied-plies"))
    // The cache serves transpositions and positions that come back from move to move. A match game
    // gathers some leaves of its one tree in a batch: the network is much faster on eight positions
    // than eight times on one.
    return SearchPlayer(
      CachedEvaluator(
        ProvingEvaluator(evaluator, nodes: options.integer("proof-nodes")), capacity: 1 << 13),
      for: game,
      simulations: options.integer("simulations"), options: search,
      capacity: max(options.integer("nodes"), 2 * game.actionCount),
      leavesPerBatch: options.integer("leaves"),
      resignationThreshold: Resignation.threshold(options))
  }
}
