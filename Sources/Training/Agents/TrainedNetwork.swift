public import ArenaCore
public import NeuralCore

/// Which network a player plays with.
public struct TrainedNetworkOptions: OptionGroup {
  var run = ""
  var checkpoint = "best"

  public init() {}

  public static let fields: [OptionField<Self>] = [
    OptionField("run", \.run, "folder of the training run; must be given"),
    OptionField(
      "checkpoint", \.checkpoint,
      "first, middle, last, best (the last one promoted) or the number of a kept checkpoint"),
  ]
}

/// The network that a player spec names by its run and checkpoint.
public struct TrainedNetwork: Sendable {
  /// The type behind the name of a game or a task, whose different names it shares; nil where there
  /// is none.
  public typealias WorldType = @Sendable (_ environment: String) -> (any Environment.Type)?

  /// The run's folder, for messages.
  let path: String
  public let network: Network

  public init(_ network: Network, ofRun path: String) {
    self.path = path
    self.network = network
  }

  /// - Parameter world: that it is to play in; nil where that is known to be its run's.
  /// - Throws: one line about what is wrong with the run; `RequestError.wrongRun` when another
  ///   agent trained it, or it learnt another game or task.
  public init(
    of agent: String, _ options: Options, in world: (any Environment.Type)?, worldType: WorldType
  ) throws {
    let options = try TrainedNetworkOptions().applying(options)
    guard !options.run.isEmpty else {
      throw RequestError.wrongRun("\(agent) needs a trained run: \(agent):run=FOLDER")
    }
    let folder = try RunFolder(opening: options.run)
    guard folder.configuration.agent == agent else {
      throw RequestError.wrongRun(
        "\(folder.path) was trained by \(folder.configuration.agent), not by \(agent)")
    }
    // Networks of two games may have the same shape. Options of one game, such as a limit of moves or
    // komi, may differ: where they change the board, so does the shape.
    let environment = folder.configuration.environment
    if let world, let own = worldType(environment), own != world {
      throw RequestError.wrongRun(
        "\(folder.path) was trained on \(environment), which is another game or task")
    }
    path = folder.path
    network = try folder.network(named: options.checkpoint)
  }

  /// - Throws: `RequestError.wrongRun` unless the network observes and acts as `world` does.
  public func check(fits world: some DiscreteEnvironment, actionHead: Int = 0) throws {
    guard network.architecture.input.count == world.observationShape.count,
      network.outputWidth(actionHead) == world.actionCount
    else {
      throw RequestError.wrongRun(
        "\(path) was trained on another board: it sees "
          + "\(network.architecture.input.count) features and has "
          + "\(network.outputWidth(actionHead)) actions, where this one has "
          + "\(world.observationShape.count) and \(world.actionCount)")
    }
  }
}
