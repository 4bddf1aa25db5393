public import ArenaCore
import Foundation
public import NeuralCore

/// Which network a player plays with.
public struct TrainedNetworkOptions: OptionGroup {
  var run = ""
  var checkpoint = "best"

  public init() {}

  public static let fields: [OptionField<Self>] = [
    OptionField(
      "run", \.run,
      "folder of the training run, or a file of arena net pack; without it a network that comes with "
        + "the program"),
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

  /// - Parameters:
  ///   - world: that it is to play in; nil where that is known to be its run's.
  ///   - shape: of that world's observations, for a network that comes with the program; nil knows
  ///     none.
  /// - Throws: one line about what is wrong with the run; `RequestError.wrongRun` when another
  ///   agent trained it, or it learnt another game or task.
  public init(
    of agent: String, _ options: Options, in world: (any Environment.Type)?,
    seeing shape: ObservationShape? = nil, worldType: WorldType
  ) throws {
    let options = try TrainedNetworkOptions().applying(options)
    /// Networks of two games may have the same shape. Options of one game, such as a limit of moves
    /// or komi, may differ: where they change the board, so does the shape.
    func isOwn(_ environment: String) -> Bool {
      guard let world, let type = worldType(environment) else { return true }
      return type == world
    }
    if options.run.isEmpty {
      let shipped = shape.flatMap { PackedNetwork.shipped(for: agent, seeing: $0, in: isOwn) }
      guard let shipped else { throw Self.lacksRun(agent, isOwn) }
      self.init(shipped.network, ofRun: "the network that comes with the program")
      return
    }
    if Self.isPacked(options.run) {
      let packed = try PackedNetwork(contentsOf: options.run)
      guard packed.provenance.agent == agent else {
        throw Self.otherAgent(options.run, packed.provenance.agent, agent)
      }
      guard packed.provenance.games.contains(where: isOwn) else {
        throw Self.otherGame(options.run, packed.provenance.environment)
      }
      self.init(packed.network, ofRun: options.run)
      return
    }
    let folder = try RunFolder(opening: options.run)
    guard folder.configuration.agent == agent else {
      throw Self.otherAgent(folder.path, folder.configuration.agent, agent)
    }
    guard isOwn(folder.configuration.environment) else {
      throw Self.otherGame(folder.path, folder.configuration.environment)
    }
    self.init(try folder.network(named: options.checkpoint), ofRun: folder.path)
  }

  private static func otherAgent(_ path: String, _ own: String, _ agent: String) -> RequestError {
    .wrongRun("\(path) was trained by \(own), not by \(agent)")
  }

  static func otherGame(_ path: String, _ environment: String) -> RequestError {
    .wrongRun("\(path) was trained on \(environment), which is another game or task")
  }

  /// Whether a path is that of a file rather than of a run's folder.
  static func isPacked(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && !isFolder.boolValue
  }

  private static func lacksRun(_ agent: String, _ isOwn: (String) -> Bool) -> RequestError {
    let boards = PackedNetwork.shipped.map(\.provenance)
      .filter { $0.agent == agent && $0.games.contains(where: isOwn) }.map(\.board)
    let note =
      boards.isEmpty
      ? "" : "; without one it plays \(boards.joined(separator: " and ")), which the program brings"
    return .wrongRun("\(agent) needs a trained run: \(agent):run=FOLDER\(note)")
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
