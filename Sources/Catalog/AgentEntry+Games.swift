import Agents
import ArenaCore
import Search

/// How many simulations a search runs for each move.
private func simulationsOption(_ standard: Int) -> OptionSpec {
  OptionSpec(
    "simulations", .integer(1...10_000_000), standard: "\(standard)", "simulations a move")
}

/// The agents that play board games: adding one is one line here.
extension AgentEntry where World: BoardGame & Keyed & Symmetric {
  static var all: [AgentEntry] {
    [
      AgentEntry("random", "plays any legal move") { _, _ in { _ in RandomPlayer<World>() } },
      AgentEntry("one-ply", "wins at once where it can, else plays any legal move") { _, _ in
        { _ in OnePlyPlayer(estimate: EvenEstimate<World>()) }
      },
      AgentEntry(
        "uct", "tree search with random games at its leaves", options: [simulationsOption(1000)]
      ) { game, options in
        let simulations = options.integer("simulations")
        return { _ in UCTPlayer(for: game, simulations: simulations) }
      },
      AgentEntry(
        "alphazero", "tree search with a network that it trained by self-play",
        options: AlphaZero.playerOptions,
        player: { game, trained, options in
          try trained.check(fits: game, actionHead: 0)
          let network = trained.network
          let simulations = options.integer("simulations")
          return { _ in AlphaZero.player(network, for: game, simulations: simulations) }
        },
        learning: Learning(options: AlphaZeroOptions.specs) { game, setting in
          try AlphaZeroLearner(game, setting)
        }),
    ]
  }
}
