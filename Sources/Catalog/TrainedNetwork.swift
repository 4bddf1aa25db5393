import ArenaCore
import NeuralCore
import Training

/// The network that a player spec names by its run and checkpoint.
struct TrainedNetwork: Sendable {
  /// The run's folder, for messages.
  let path: String
  let network: Network

  init(_ network: Network, ofRun path: String) {
    self.path = path
    self.network = network
  }

  /// - Parameter world: that it is to play in; nil where that is known to be its run's.
  /// - Throws: one line about what is wrong with the run; `CatalogError.wrongRun` when another
  ///   agent trained it, or it learnt another game or task.
  init(of agent: String, _ options: Options, in world: (any Environment.Type)?) throws {
    let options = try TrainedNetworkOptions().applying(options)
    guard !options.run.isEmpty else {
      throw CatalogError.wrongRun("\(agent) needs a trained run: \(agent):run=FOLDER")
    }
    let folder = try RunFolder(opening: options.run)
    guard folder.configuration.agent == agent else {
      throw CatalogError.wrongRun(
        "\(folder.path) was trained by \(folder.configuration.agent), not by \(agent)")
    }
    // Networks of two games may have the same shape. Options of one game, such as a limit of moves or
    // komi, may differ: where they change the board, so does the shape.
    let environment = folder.configuration.environment
    if let world, let own = Catalog.world(named: environment), own != world {
      throw CatalogError.wrongRun(
        "\(folder.path) was trained on \(environment), which is another game or task")
    }
    path = folder.path
    network = try folder.network(named: options.checkpoint)
  }

  /// - Throws: `CatalogError.wrongRun` unless the network observes and acts as `world` does.
  func check(fits world: some DiscreteEnvironment, actionHead: Int = 0) throws {
    guard network.architecture.input.count == world.observationShape.count,
      network.outputWidth(actionHead) == world.actionCount
    else {
      throw CatalogError.wrongRun(
        "\(path) was trained on another board: it sees "
          + "\(network.architecture.input.count) features and has "
          + "\(network.outputWidth(actionHead)) actions, where this one has "
          + "\(world.observationShape.count) and \(world.actionCount)")
    }
  }
}
