import Agents
import ArenaCore
import Environments
import Training

/// The agents that learn numbered actions, in tasks and in games by self-play.
extension AgentEntry where World: DiscreteEnvironment {
  /// Deep Q-learning, plain or with all that Rainbow adds.
  static func dqn(forGames: Bool, isRainbow: Bool = false) -> AgentEntry {
    AgentEntry(
      isRainbow ? "rainbow" : "dqn",
      isRainbow
        ? "DQN: double, dueling, prioritised, multi-step, distributional (Rainbow without its noise)"
        : "acts by action values that it learnt with a replay buffer and a target network",
      options: DrawingOptions().specs,
      player: { world, trained, options in
        let temperature = try DrawingOptions().applying(options).temperature
        return try factory {
          try DQNPlayer(network: trained.network, for: world, temperature: temperature)
        }
      },
      learning: Learning(options: DQNOptions.specs(forGames: forGames, isRainbow: isRainbow)) {
        world, setting in
        try DQNLearner(world, setting)
      })
  }

  /// Parallelised Q-learning.
  static func pqn(forGames: Bool) -> AgentEntry {
    AgentEntry(
      "pqn", "acts by action values that it learnt from rounds of many environments (PQN)",
      options: DrawingOptions().specs,
      player: { world, trained, options in
        let temperature = try DrawingOptions().applying(options).temperature
        return try factory {
          try DQNPlayer(network: trained.network, for: world, temperature: temperature)
        }
      },
      learning: Learning(options: PQNOptions.specs(forGames: forGames)) { world, setting in
        try PQNLearner(world, setting)
      })
  }

  /// Policy gradient with the given algorithm.
  static func policyGradient(
    _ algorithm: PolicyGradientOptions.Algorithm, _ summary: String, forGames: Bool
  ) -> AgentEntry {
    AgentEntry(
      algorithm.rawValue, summary, options: DrawingOptions().specs,
      player: { world, trained, options in
        let temperature = try DrawingOptions().applying(options).temperature
        return try factory {
          try PolicyGradient.player(in: world, network: trained.network, temperature: temperature)
        }
      },
      learning: Learning(
        options: PolicyGradientOptions.specs(algorithm, forGames: forGames)
      ) { world, setting in
        try PolicyGradient.learner(in: world, setting)
      })
  }

  /// The agents that learn any such world.
  static func learners(forGames: Bool) -> [AgentEntry] {
    [
      dqn(forGames: forGames), dqn(forGames: forGames, isRainbow: true), pqn(forGames: forGames),
      policyGradient(
        .ppo, "draws from a policy learnt by clipped updates (PPO)", forGames: forGames),
      policyGradient(
        .a2c, "draws from a policy learnt by advantage actor-critic", forGames: forGames),
      policyGradient(
        .reinforce, "draws from a policy learnt by the returns of whole episodes",
        forGames: forGames),
    ]
  }
}

/// The agents that play tasks with continuous actions: adding one is one line here.
extension AgentEntry where World: ContinuousEnvironment {
  static var forContinuousTasks: [AgentEntry] {
    [
      policyGradient(.ppo, "draws from a Gaussian policy learnt by clipped updates (PPO)"),
      policyGradient(.a2c, "draws from a Gaussian policy learnt by advantage actor-critic"),
      policyGradient(.reinforce, "draws from a Gaussian policy learnt by the returns of episodes"),
      actorCritic(.sac, "draws from a policy that is paid for its entropy, by replay (SAC)"),
      actorCritic(.td3, "acts as a policy that follows the slope of two value functions (TD3)"),
    ]
  }

  private static func actorCritic(
    _ algorithm: ActorCriticOptions.Algorithm, _ summary: String
  ) -> AgentEntry {
    drawing(
      algorithm.rawValue, summary, ActorCriticOptions.specs(algorithm),
      player: { try ActorCritic.player(in: $0, network: $1.network, temperature: $2) },
      learner: { try ActorCritic.learner(algorithm, in: $0, $1) })
  }

  private static func policyGradient(
    _ algorithm: PolicyGradientOptions.Algorithm, _ summary: String
  ) -> AgentEntry {
    drawing(
      algorithm.rawValue, summary,
      PolicyGradientOptions.specs(algorithm, forGames: false, continuous: true),
      player: { try PolicyGradient.player(in: $0, network: $1.network, temperature: $2) },
      learner: { try PolicyGradient.learner(in: $0, $1) })
  }

  /// An agent that draws its actions from a distribution, as widely as its temperature says.
  private static func drawing(
    _ name: String, _ summary: String, _ options: [OptionSpec],
    player: @escaping @Sendable (World, TrainedNetwork, Double) throws -> any Player<World>,
    learner: @escaping @Sendable (World, LearnerSetting) throws -> any Learner<World>
  ) -> AgentEntry {
    AgentEntry(
      name, summary, options: DrawingOptions().specs,
      player: { world, trained, options in
        let temperature = try DrawingOptions().applying(options).temperature
        return try factory { try player(world, trained, temperature) }
      },
      learning: Learning(options: options, makeLearner: learner))
  }
}

extension AgentEntry {
  /// An agent that learns.
  init(
    _ name: String, _ summary: String, options: [OptionSpec] = [],
    player: @escaping TrainedFactory, group: GroupPlay<World>? = nil, learning: Learning
  ) {
    self.init(
      name, summary, options: options, worldType: Catalog.worldType, player: player, group: group,
      learning: learning)
  }

  /// A factory from something that may refuse: it is tried once here, so that a bad checkpoint is
  /// told at once and never in the middle of a tournament.
  static func factory(
    _ make: @escaping @Sendable () throws -> any Player<World>
  ) throws -> PlayerFactory {
    _ = try make()
    return { _ in
      do { return try make() } catch {
        preconditionFailure("a player that could be made once was refused: \(error)")
      }
    }
  }
}

/// The agents that play tasks with discrete actions: adding one is one line here.
extension AgentEntry where World: DiscreteEnvironment {
  static var forTasks: [AgentEntry] {
    [AgentEntry("random", "takes any action") { _, _ in { _ in RandomPlayer<World>() } }]
      + learners(forGames: false)
  }
}

/// The agents that play tasks with finitely many states: adding one is one line here.
extension AgentEntry where World: FiniteEnvironment {
  static var forFiniteTasks: [AgentEntry] {
    forTasks
      + TabularOptions.Algorithm.allCases.map { algorithm in
        tabular(algorithm.rawValue, algorithm.summary, TabularOptions(algorithm).specs) {
          world, setting in
          try TabularLearner(world, algorithm, setting)
        }
      }
      + PlanningOptions.Algorithm.allCases.map { algorithm in
        tabular(algorithm.rawValue, algorithm.summary, PlanningOptions().specs) { world, setting in
          try PlanningLearner(world, algorithm, setting)
        }
      }
  }

  private static func tabular(
    _ name: String, _ summary: String, _ options: [OptionSpec],
    learner: @escaping @Sendable (World, LearnerSetting) throws -> any Learner<World>
  ) -> AgentEntry {
    AgentEntry(
      name, summary,
      player: { world, trained, _ in
        let player = try TabularPlayer(trained.network, for: world)
        return { _ in player }
      },
      learning: Learning(options: options, makeLearner: learner))
  }
}
