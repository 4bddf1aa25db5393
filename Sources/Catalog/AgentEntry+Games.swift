import Agents
import ArenaCore
import Evaluation
import Search

/// How many simulations a search runs for each move.
private func simulationsOption(_ standard: Int) -> OptionSpec {
  OptionSpec(
    "simulations", .integer(1...10_000_000), standard: "\(standard)", "simulations a move")
}

/// The agents that play board games: adding one is one line here.
extension AgentEntry where World: BoardGame & Keyed & Symmetric {
  /// - Parameters:
  ///   - defaults: AlphaZero's for this game.
  ///   - solution: how the game is solved, if not by exhaustion.
  static func all(
    training defaults: AlphaZeroOptions = AlphaZeroOptions(), solution: GameSolution<World>? = nil
  ) -> [AgentEntry] {
    let training = defaults.specs(for: World.self)
    return [
      onAnyBoard("random", "plays any legal move") { _, _ in { _ in RandomPlayer<World>() } },
      onAnyBoard("one-ply", "wins at once where it can, else plays any legal move") { _, _ in
        { _ in OnePlyPlayer(estimate: EvenEstimate<World>()) }
      },
      onAnyBoard(
        "uct", "tree search with random games at its leaves", options: [simulationsOption(1000)]
      ) { game, options in
        let simulations = options.integer("simulations")
        return { _ in UCTPlayer(for: game, simulations: simulations) }
      },
      onAnyBoard(
        "alpha-beta", "alpha-beta search to a fixed depth, wins and losses only",
        options: [
          OptionSpec("depth", .integer(1...100), standard: "4", "plies that it looks ahead")
        ]
      ) { _, options in
        let depth = options.integer("depth")
        return { _ in AlphaBetaPlayer(estimate: EvenEstimate<World>(), depth: depth) }
      },
      AgentEntry(
        "perfect", "never makes a mistake; for games small enough to solve",
        options: [
          OptionSpec(
            "style", .choice(PerfectPlayer<World>.Style.allCases.map(\.rawValue)),
            standard: "any", "any best move, or the fastest win and slowest loss")
        ]
      ) { game, options in
        let style = PerfectPlayer<World>.Style(rawValue: options.text("style")) ?? .any
        guard let solver = (solution ?? .exhaustive).makeSolver(game) else {
          throw CatalogError.tooLarge(game: World.name)
        }
        let player = PerfectPlayer(asking: solver, style: style)
        return { _ in player }
      },
      AgentEntry(
        "alphazero", "tree search with a network that it trained by self-play",
        options: SearchPlayerOptions().specs,
        player: { game, trained, options in
          try trained.check(fits: game, actionHead: 0)
          let network = trained.network
          let options = try SearchPlayerOptions().applying(options)
          return { _ in AlphaZero.player(network, for: game, options) }
        },
        learning: Learning(
          options: training, levers: Lever.ofAlphaZero.compactMap { $0.adapted(to: training) },
          policyHead: 0
        ) { game, setting in
          try AlphaZeroLearner(game, setting)
        }),
    ] + learners(forGames: true)
  }
}

/// The agents that play only Go.
extension AgentEntry where World: GoPosition & Keyed {
  static var gtp: AgentEntry {
    AgentEntry(
      "gtp", "a program that speaks the Go Text Protocol, such as GNU Go",
      options: [
        OptionSpec(
          "command", .text, standard: "",
          "the shell command that starts it, in quotes if it has commas; {seed} in it becomes a "
            + "number"),
        OptionSpec(
          "seconds", .integer(1...86_400), standard: "60",
          "how long it may take for an answer, where the clock leaves more"),
      ],
      thinksElsewhere: true,
      boardChoice: { options in
        let setting = setting(options)
        let boards = try GTPBoards(askingFor: setting.command, limit: setting.limit)
        return BoardChoice(
          accepts: { boards.contains($0) },
          makePlayer: { _, seed in GTPPlayer(setting, seed: seed) })
      },
      player: { game, options in
        let setting = setting(options)
        try GTPPlayer.check(setting, for: game)
        return { seed in GTPPlayer(setting, seed: seed) }
      })
  }

  private static func setting(_ options: Options) -> GTPPlayer<World>.Setting {
    GTPPlayer<World>.Setting(
      command: options.text("command"), limit: .seconds(options.integer("seconds")))
  }
}
