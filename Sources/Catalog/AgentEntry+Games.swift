import Agents
import ArenaCore
import Evaluation
import Search
import Training

/// The agents that play board games: adding one is one line here.
extension AgentEntry where World: Heuristic & Keyed & Symmetric {
  /// - Parameters:
  ///   - defaults: AlphaZero's for this game.
  ///   - solution: how the game is solved, if not by exhaustion.
  static func all(
    training defaults: AlphaZeroOptions = AlphaZeroOptions(), solution: GameSolution<World>? = nil
  ) -> [AgentEntry] {
    let training = defaults.specs(for: World.self)
    return [
      onAnyBoard("random", "plays any legal move", NoOptions()) { _, _ in
        { _ in RandomPlayer<World>() }
      },
      onAnyBoard(
        "one-ply", "wins at once where it can, else plays any legal move", OnePlyOptions()
      ) { _, options in
        switch options.estimate {
        case .heuristic: { _ in OnePlyPlayer(estimate: HeuristicEstimate<World>()) }
        case .none: { _ in OnePlyPlayer(estimate: EvenEstimate<World>()) }
        }
      },
      onAnyBoard("uct", "tree search with random games at its leaves", UCTOptions()) {
        game, options in
        { _ in UCTPlayer(for: game, simulations: options.simulations) }
      },
      onAnyBoard(
        "alpha-beta", "alpha-beta search to a fixed depth", AlphaBetaOptions()
      ) { _, options in
        let depth = options.depth
        return switch options.estimate {
        case .heuristic:
          { _ in AlphaBetaPlayer(estimate: HeuristicEstimate<World>(), depth: depth) }
        case .none: { _ in AlphaBetaPlayer(estimate: EvenEstimate<World>(), depth: depth) }
        }
      },
      AgentEntry(
        "perfect", "never makes a mistake; for games small enough to solve",
        options: PerfectPlayerOptions().specs
      ) { game, options in
        let style = try PerfectPlayerOptions().applying(options).style
        guard let solver = (solution ?? .exhaustive).makeSolver(game) else {
          throw RequestError.tooLarge(game: World.name)
        }
        let player = PerfectPlayer(asking: solver, style: style)
        return { _ in player }
      },
      AgentEntry(
        "alphazero", "tree search with a network that it trained by self-play",
        options: SearchPlayerOptions().specs,
        player: { game, trained, options in
          try trained.check(fits: game, actionHead: 0)
          let players = AlphaZero.players(
            trained.network, for: game, try SearchPlayerOptions().applying(options))
          return { _ in players() }
        },
        group: AlphaZero.groupPlay(),
        learning: Learning(
          options: training,
          features: AlphaZeroOptions.features.compactMap { $0.adapted(to: training) },
          policyHead: 0,
          playerOptions: { options throws(OptionError) in
            let run = try AlphaZeroOptions().applying(options)
            return SearchPlayerOptions(asIn: run.selfPlay).changedValues
          }
        ) { game, setting in
          try AlphaZeroLearner(game, setting)
        }),
    ] + learners(forGames: true) + SearchFreeOptions.Algorithm.allCases.map(searchFree)
  }
}

extension AgentEntry where World: Symmetric {
  /// An agent that learns by self-play and plays without search.
  private static func searchFree(_ algorithm: SearchFreeOptions.Algorithm) -> AgentEntry {
    AgentEntry(
      algorithm.rawValue, algorithm.summary, options: DrawingOptions().specs,
      player: { game, trained, options in
        let temperature = try DrawingOptions().applying(options).temperature
        return try factory {
          try SearchFreePlayer(network: trained.network, for: game, temperature: temperature)
        }
      },
      learning: Learning(options: SearchFreeOptions.specs(algorithm)) { game, setting in
        try SearchFreeLearner(game, algorithm, setting)
      })
  }
}

/// The agents that play only Go.
extension AgentEntry where World: GoPosition & Keyed {
  static var gtp: AgentEntry {
    AgentEntry(
      "gtp", "a program that speaks the Go Text Protocol, such as GNU Go",
      options: GTPOptions().specs,
      thinksElsewhere: true,
      boardChoice: { options in
        let setting = try setting(options)
        let boards = try GTPBoards(askingFor: setting.command, limit: setting.limit)
        return BoardChoice(
          accepts: { boards.contains($0) },
          makePlayer: { _, seed in GTPPlayer(setting, seed: seed) })
      },
      player: { game, options in
        let setting = try setting(options)
        try GTPPlayer.check(setting, for: game)
        return { seed in GTPPlayer(setting, seed: seed) }
      })
  }

  private static func setting(
    _ options: Options
  ) throws(OptionError) -> GTPPlayer<World>.Setting {
    let options = try GTPOptions().applying(options)
    return GTPPlayer<World>.Setting(command: options.command, limit: .seconds(options.seconds))
  }
}
