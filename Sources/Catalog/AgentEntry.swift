import ArenaCore
import Evaluation
import Training

/// An agent of the catalog, for worlds of one type: how it plays and, if it learns, how it learns.
struct AgentEntry<World: Environment>: Sendable {
  /// Makes players that share what is dear to make, such as a network's weights.
  typealias PlayerFactory = @Sendable (_ seed: UInt64) -> any Player<World>

  let name: String
  let summary: String
  let playerOptions: [OptionSpec]
  let makeFactory: @Sendable (World, Options) throws -> PlayerFactory
  private(set) var learning: Learning?
  /// How it plays boards that are not known beforehand; nil where it must know.
  let boardChoice: (@Sendable (Options) throws -> BoardChoice<World>)?
  /// Whether other programs do its thinking.
  let thinksElsewhere: Bool
  /// Makes players from a network; nil for an agent that does not learn.
  private let makeTrained: TrainedFactory?

  typealias TrainedFactory =
    @Sendable (World, TrainedNetwork, Options) throws -> PlayerFactory

  /// How an agent learns.
  struct Learning: Sendable {
    var options: [OptionSpec]
    /// What may be switched off to see what it is worth.
    var features: [Feature] = []
    /// The head of the network whose outputs are the actions, where the agent searches besides:
    /// then the head alone is evaluated too.
    var policyHead: Int?
    /// The options of players that follow from those of the run which trained their network.
    var playerOptions: @Sendable (Options) throws(OptionError) -> [String: String] = { _ in [:] }
    let makeLearner: @Sendable (World, LearnerSetting) throws -> any Learner<World>
  }

  /// An agent that only plays.
  init(
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
    makeTrained = nil
  }

  /// An agent that learns, and plays from the runs that it trained.
  ///
  /// - Parameters:
  ///   - options: of its players, besides `run` and `checkpoint`.
  ///   - player: makes a factory from the world, a run's network and the options.
  init(
    _ name: String, _ summary: String, options: [OptionSpec] = [],
    player: @escaping TrainedFactory,
    learning: Learning
  ) {
    self.name = name
    self.summary = summary
    boardChoice = nil
    thinksElsewhere = false
    playerOptions = TrainedNetworkOptions().specs + options
    makeFactory = { world, options in
      try player(world, TrainedNetwork(of: name, options, in: World.self), options)
    }
    self.learning = learning
    makeTrained = player
  }

  /// An agent that only plays, any board as well as any other.
  static func onAnyBoard<Settings: OptionGroup>(
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

  /// The options of a run that its players have too, such as simulations, with their values in the
  /// run.
  func playerOptions(ofRun given: [String: String]) throws(CatalogError) -> [String: String] {
    guard let learning else { return [:] }
    let options = try Options.of(name, learning.options.withPresentNames(given), learning.options)
    do { return try learning.playerOptions(options) } catch { throw .option(name, error) }
  }

  /// Makes players of a network of a run under way, with the run's own options.
  ///
  /// - Precondition: the agent learns.
  func trainedFactory(
    for world: World, _ trained: TrainedNetwork, runOptions: [String: String]
  ) throws -> PlayerFactory {
    guard let makeTrained else { preconditionFailure("\(name) does not learn") }
    let options = try playerOptions(ofRun: runOptions)
    return try makeTrained(world, trained, Options.of(name, options, playerOptions))
  }

  /// The agent with what is best known for a task as the defaults of its training.
  func preset(for task: String) -> Self {
    guard var learning else { return self }
    learning.options = learning.options.replacingDefaults(TaskPreset.of(task, name).options)
    var entry = self
    entry.learning = learning
    return entry
  }

  /// The agent of that name and how it learns.
  ///
  /// - Throws: `CatalogError` when the environment has no such agent, or it does not learn.
  static func learning(
    _ agent: String, among agents: [Self], for environment: String
  ) throws(CatalogError) -> (entry: Self, learning: Learning) {
    let entry = try named(agent, among: agents, for: environment)
    guard let learning = entry.learning else {
      throw .notALearner(agent, allowed: agents.filter { $0.learning != nil }.map(\.name))
    }
    return (entry, learning)
  }

  /// The agent of that name.
  static func named(
    _ agent: String, among agents: [Self], for environment: String
  ) throws(CatalogError) -> Self {
    guard let entry = agents.first(where: { $0.name == agent }) else {
      throw .unknownAgent(agent, environment: environment, allowed: agents.map(\.name))
    }
    return entry
  }

  /// What there is to tell about the agent, without its world's type.
  var description: AgentDescription {
    AgentDescription(
      name: name, summary: summary, playerOptions: playerOptions,
      learningOptions: learning?.options, features: learning?.features ?? [])
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
  /// What `arena ablate` may switch off.
  public let features: [Feature]
}
