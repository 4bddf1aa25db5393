public import ArenaCore
import CNetworks
import Foundation
public import NeuralCore
import Storage

/// A network that plays, as one small file: weights in 16 bits, and where they come from.
///
/// `arena net pack` makes one of a run; some come with the program. A player spec names it in place
/// of a run's folder.
public struct PackedNetwork: Sendable {
  /// Where a network comes from: enough to train it again.
  public struct Provenance: Codable, Sendable, Hashable {
    /// The catalog's name of the game that it was trained on.
    public var environment: String
    public var environmentOptions: [String: String]
    /// Further games of the same boards and moves.
    public var alsoPlays: [String] = []
    public var agent: String
    /// The values of all its options.
    public var agentOptions: [String: String]
    public var seed: UInt64
    public var checkpoint: Int
    /// Positions or steps that it learnt from, and the training time in seconds.
    public var steps: Int
    public var seconds: Double
    /// What was measured of it, for people.
    public var strength = ""
    public var licence = ""
  }

  public var provenance: Provenance
  public let network: Network

  private static let key = "provenance"

  public init(_ network: Network, from provenance: Provenance) {
    self.network = network
    self.provenance = provenance
  }

  /// The network of a run's checkpoint: `first`, `middle`, `last`, `best` or a number.
  public init(_ run: RunFolder, checkpoint name: String) throws {
    let number = try run.checkpoint(named: name)
    let record = try run.readLedger().models.first { $0.number == number }
    let configuration = run.configuration
    self.init(
      try run.network(named: String(number)),
      from: Provenance(
        environment: configuration.environment,
        environmentOptions: configuration.environmentOptions, agent: configuration.agent,
        agentOptions: configuration.agentOptions, seed: configuration.seed, checkpoint: number,
        steps: record?.steps ?? 0, seconds: record?.seconds ?? 0))
  }

  /// - Throws: one line about a file that is unreadable, damaged or no packed network.
  public init(contentsOf path: String) throws {
    try self.init(Safetensors(contentsOf: path))
  }

  private init(_ file: Safetensors) throws {
    guard let text = file.metadata[Self.key],
      let provenance = try? JSONDecoder().decode(Provenance.self, from: Data(text.utf8))
    else {
      throw RequestError.wrongRun("\(file.source) is no network packed by arena net pack")
    }
    self.provenance = provenance
    network = try Network(file, prefix: "")
  }

  /// - Throws: `RunError.mismatch` for weights too large for 16 bits.
  public func write(to path: String) throws {
    guard network.fitsHalf else {
      throw RunError.mismatch("the network has weights beyond 65,504, which 16 bits cannot hold")
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    var file = Safetensors()
    file.metadata[Self.key] = String(decoding: try encoder.encode(provenance), as: UTF8.self)
    network.addHalf(to: &file)
    try file.write(to: path)
  }

  // MARK: With the program

  /// Those that come with the program.
  public static let shipped: [PackedNetwork] = {
    var networks: [PackedNetwork] = []
    while true {
      let file = arena_network_file(Int32(networks.count))
      guard let bytes = file.bytes else { return networks }
      let data = Data(
        bytesNoCopy: UnsafeMutableRawPointer(mutating: bytes), count: file.count,
        deallocator: .none)
      // The program's own files are whole: a test reads them all.
      guard let network = try? PackedNetwork(Safetensors(data, source: "the program")) else {
        return networks
      }
      networks.append(network)
    }
  }()

  /// The one that comes with the program for an agent and a board.
  ///
  /// - Parameters:
  ///   - isOwn: whether a game of that name is of the world's type.
  ///   - shape: what the world's observations look like.
  public static func shipped(
    for agent: String, seeing shape: ObservationShape, in isOwn: (_ game: String) -> Bool
  ) -> PackedNetwork? {
    shipped.first { packed in
      packed.provenance.agent == agent && packed.network.architecture.input == Shape(shape)
        && packed.provenance.games.contains(where: isOwn)
    }
  }
}

extension Shape {
  /// What a seat observes, as a network takes it in.
  public init(_ observation: ObservationShape) {
    self =
      switch observation {
      case .vector(let count): .vector(count)
      case .planes(let channels, let rows, let columns):
        .planes(channels: channels, rows: rows, columns: columns)
      }
  }
}

extension PackedNetwork.Provenance {
  /// The games that the network plays.
  public var games: [String] { [environment] + alsoPlays }

  /// The board in words, `go-lite size=9`.
  public var board: String { Self.words([environment], environmentOptions) }

  /// All that is known, for people, several lines.
  public var text: String {
    let rows = [
      ("game", board), ("also plays", alsoPlays.joined(separator: " ")), ("agent", agent),
      ("options", Self.words([], agentOptions)), ("seed", "\(seed)"),
      ("checkpoint", "\(checkpoint)"), ("steps", Text.grouped(steps)),
      ("time", Text.clock(seconds)), ("strength", strength), ("licence", licence),
    ]
    return Text.table(rows.filter { !$0.1.isEmpty }.map { ["  " + $0.0, $0.1] }, left: [0, 1])
      .map(OneLine.cleaned).joined(separator: "\n")
  }

  private static func words(_ names: [String], _ options: [String: String]) -> String {
    (names + options.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }).joined(separator: " ")
  }
}
