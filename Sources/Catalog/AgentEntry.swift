import ArenaCore
import Training

/// An agent of the catalog, for worlds of one type: how it plays and, if it learns, how it learns.
struct AgentEntry<World: Environment>: Sendable {
  /// Makes players that share what is dear to make, such as a network's weights.
  typealias PlayerFactory = @Sendable (_ seed: UInt64) -> any Player<World>

  let name: String
  let summary: String
  let playerOptions: [OptionSpec]
  let makeFactory: @Sendable (World, Options) throws -> PlayerFactory
  let learning: Learning?

  /// How an agent learns.
  struct Learning: Sendable {
    let options: [OptionSpec]
    let makeLearner: @Sendable (World, LearnerSetting) throws -> any Learner<World>
  }

  /// An agent that only plays.
  init(
    _ name: String, _ summary: String, options: [OptionSpec] = [],
    player: @escaping @Sendable (World, Options) throws -> PlayerFactory
  ) {
    self.name = name
    self.summary = summary
    playerOptions = options
    makeFactory = player
    learning = nil
  }

  /// An agent that learns, and plays from the runs that it trained.
  ///
  /// - Parameters:
  ///   - options: of its players, besides `run` and `checkpoint`.
  ///   - player: makes a factory from the world, a run's network and the options.
  init(
    _ name: String, _ summary: String, options: [OptionSpec] = [],
    player: @escaping @Sendable (World, TrainedNetwork, Options) throws -> PlayerFactory,
    learning: Learning
  ) {
    self.name = name
    self.summary = summary
    playerOptions = TrainedNetwork.options + options
    makeFactory = { world, options in
      try player(world, TrainedNetwork(of: name, options), options)
    }
    self.learning = learning
  }

  /// What there is to tell about the agent, without its world's type.
  var description: AgentDescription {
    AgentDescription(
      name: name, summary: summary, playerOptions: playerOptions,
      learningOptions: learning?.options)
  }
}

/// What the catalog tells about an agent.
public struct AgentDescription: Sendable {
  public let name: String
  public let summary: String
  /// The options of a player spec.
  public let playerOptions: [OptionSpec]
  /// The options of a training run; nil for an agent that does not learn.
  public let learningOptions: [OptionSpec]?
}
