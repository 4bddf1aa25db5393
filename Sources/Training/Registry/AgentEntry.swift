public import ArenaCore

/// An agent for worlds of one type: how it plays and, if it learns, how it learns.
public struct AgentEntry<World: Environment>: Sendable {
  /// Makes players that share what is dear to make, such as a network's weights.
  public typealias PlayerFactory = @Sendable (_ seed: UInt64) -> any Player<World>
  /// Makes players that play with a network.
  public typealias TrainedFactory =
    @Sendable (World, TrainedNetwork, Options) throws -> PlayerFactory

  public let name: String
  let summary: String
  let playerOptions: [OptionSpec]
  let makeFactory: @Sendable (World, Options) throws -> PlayerFactory
  public private(set) var learning: Learning?
  /// How it plays boards that are not known beforehand; nil where it must know.
  let boardChoice: (@Sendable (Options) throws -> BoardChoice<World>)?
  /// Whether other programs do its thinking.
  let thinksElsewhere: Bool
  /// How its players think about many games together; nil where each thinks for itself.
  private(set) var groupPlay: GroupPlay<World>?
  /// Reads the network that its options name, and makes players of one; nil for an agent that does
  /// not learn.
  private let trained:
    (read: @Sendable (Options, World) throws -> TrainedNetwork, make: TrainedFactory)?

  /// How an agent learns.
  public struct Learning: Sendable {
    public fileprivate(set) var options: [OptionSpec]
    /// What may be switched off to see what it is worth.
    public let features: [Feature]
    /// The head of the network whose outputs are the actions, where the agent searches besides:
    /// then the head alone is evaluated too.
    public let policyHead: Int?
    /// The options of players that follow from those of the run which trained their network.
    let playerOptions: @Sendable (Options) throws(OptionError) -> [String: String]
    public let makeLearner: @Sendable (World, LearnerSetting) throws -> any Learner<World>

    public init(
      options: [OptionSpec], features: [Feature] = [], policyHead: Int? = nil,
      playerOptions: @escaping @Sendable (Options) throws(OptionError) -> [String: String] = { _ in
        [:]
      },
      makeLearner: @escaping @Sendable (World, LearnerSetting) throws -> any Learner<World>
    ) {
      self.options = options
      self.features = features
      self.policyHead = policyHead
      self.playerOptions = playerOptions
      self.makeLearner = makeLearner
    }
  }

  /// An agent that only plays.
  public init(
    _ name: String, _ summary: String, options: [OptionSpec] = [], thinksElsewhere: Bool = false,
    boardChoice: (@Sendable (Options) throws -> BoardChoice<World>)? = nil,
    player: @escaping @Sendable (World, Options) throws -> PlayerFactory
  ) {
    self.boardChoice = boardChoice
    self.thinksElsewhere = thinksElsewhere
    self.name = name
    self.summary = summary
    playerOptions = options
    makeFactory = player
    learning = nil
    trained = nil
  }

  /// An agent that learns, and plays from the runs that it trained.
  ///
  /// - Parameters:
  ///   - options: of its players, besides `run` and `checkpoint`.
  ///   - worldType: tells the types of runs apart.
  ///   - player: makes a factory from the world, a run's network and the options.
  ///   - group: how players think about many games together, if they can.
  public init(
    _ name: String, _ summary: String, options: [OptionSpec],
    worldType: @escaping TrainedNetwork.WorldType, player: @escaping TrainedFactory,
    group: GroupPlay<World>? = nil, learning: Learning
  ) {
    @Sendable func read(_ options: Options, _ world: World) throws -> TrainedNetwork {
      try TrainedNetwork(
        of: name, options, in: World.self, seeing: world.observationShape, worldType: worldType)
    }
    self.name = name
    self.summary = summary
    boardChoice = nil
    thinksElsewhere = false
    playerOptions = TrainedNetworkOptions().specs + options
    makeFactory = { world, options in try player(world, read(options, world), options) }
    self.learning = learning
    trained = (read, player)
    groupPlay = group
  }

  /// An agent that only plays, any board as well as any other.
  public static func onAnyBoard<Settings: OptionGroup>(
    _ name: String, _ summary: String, _ defaults: Settings,
    player: @escaping @Sendable (World, Settings) -> PlayerFactory
  ) -> AgentEntry {
    AgentEntry(
      name, summary, options: defaults.specs,
      boardChoice: { options in
        let settings = try defaults.applying(options)
        return BoardChoice { world, seed in player(world, settings)(seed) }
      },
      player: { world, options in player(world, try defaults.applying(options)) })
  }

  /// The options of a spec that names this agent.
  func options(of spec: PlayerSpec) throws(RequestError) -> Options {
    try Options(spec.options, for: playerOptions, of: name)
  }

  /// The network that a spec of this agent names; nil for an agent that does not learn.
  public func network(of spec: PlayerSpec, in world: World) throws -> TrainedNetwork? {
    try trained?.read(options(of: spec), world)
  }

  /// The options of a run that its players have too, such as simulations, with their values in the
  /// run.
  public func playerOptions(
    ofRun given: [String: String]
  ) throws(RequestError) -> [String: String] {
    guard let learning else { return [:] }
    let options = try Options(
      learning.options.withPresentNames(given), for: learning.options, of: name)
    do { return try learning.playerOptions(options) } catch { throw .option(name, error) }
  }

  /// Makes players of a network of a run under way, with the run's own options.
  ///
  /// - Precondition: the agent learns.
  public func trainedFactory(
    for world: World, _ network: TrainedNetwork, runOptions: [String: String]
  ) throws -> PlayerFactory {
    guard let trained else { preconditionFailure("\(name) does not learn") }
    let options = try playerOptions(ofRun: runOptions)
    return try trained.make(world, network, Options(options, for: playerOptions, of: name))
  }

  /// The agent with other defaults of its training.
  public func replacingDefaults(_ options: [String: String]) -> Self {
    var entry = self
    entry.learning?.options = learning?.options.replacingDefaults(options) ?? []
    return entry
  }

  /// What there is to tell about the agent, without its world's type.
  public var description: AgentDescription {
    AgentDescription(
      name: name, summary: summary, playerOptions: playerOptions,
      learningOptions: learning?.options, features: learning?.features ?? [])
  }
}

/// What there is to tell about an agent.
public struct AgentDescription: Sendable {
  public let name: String
  public let summary: String
  /// The options of a player spec.
  public let playerOptions: [OptionSpec]
  /// The options of a training run; nil for an agent that does not learn.
  public let learningOptions: [OptionSpec]?
  /// What `arena ablate` may switch off.
  public let features: [Feature]
}
