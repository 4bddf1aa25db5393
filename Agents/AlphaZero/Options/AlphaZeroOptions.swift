import ArenaCore

/// The settings of an AlphaZero run, each with the value that works on two cores.
///
/// Each lever of the training is one option; its row in `specs` says what turns it off.
public struct AlphaZeroOptions: Sendable {
  /// Every option: the network's, then those of self-play, replay, auxiliary heads and learning.
  public static func specs<Game: BoardGame>(for game: Game.Type) -> [OptionSpec] {
    networkSpecs + SelfPlayOptions.specs + ReplayOptions.specs + AuxiliaryHead.specs(for: game)
      + learningSpecs
  }

  private static let networkSpecs = [
    OptionSpec("blocks", .integer(0...40), standard: "4", "residual blocks of the network"),
    OptionSpec("channels", .integer(4...512), standard: "48", "channels of each convolution"),
  ]

  private static let learningSpecs = [
    OptionSpec(
      "mode", .choice(Mode.allCases.map(\.rawValue)), standard: Mode.lockstep.rawValue,
      "self-play and training in turn (repeatable bit for bit) or at the same time"),
    OptionSpec(
      "positions", .integer(16...1_000_000), standard: "2048", "new positions in each round"),
    OptionSpec("batch", .integer(8...8192), standard: "256", "positions in a training batch"),
    OptionSpec(
      "reuse", .number(0.1...100), standard: "4", "times that a position is trained on, on average"),
    OptionSpec("rate", .number(1e-6...1), standard: "0.002", "learning rate of Adam at the start"),
    OptionSpec("decay", .number(0...1), standard: "0.0001", "decoupled weight decay"),
    OptionSpec(
      "averaging", .number(0...0.99999), standard: "0.98",
      "play with an average of the weights that keeps this much at each update; 0 is off"),
  ]

  /// How self-play and training share the time.
  public enum Mode: String, Sendable, CaseIterable {
    /// In turn, each on all threads.
    case lockstep
    /// At the same time: a thread for each worker and one for the learner.
    case async
  }

  public var blocks: Int
  public var channels: Int
  public var selfPlay: SelfPlayOptions
  public var replay: ReplayOptions
  /// The auxiliary heads in the order that the network has them.
  public var heads: [AuxiliaryHead]
  public var mode: Mode
  public var positionsPerRound: Int
  public var batch: Int
  public var reuse: Double
  public var rate: Double
  public var decay: Double
  /// The decay of the average of the weights; 0 plays with the last ones.
  public var averaging: Double

  /// - Throws: `OptionError.conflict` for an auxiliary head that `game` cannot teach.
  public init(_ options: Options, for game: some BoardGame) throws(OptionError) {
    blocks = options.integer("blocks")
    channels = options.integer("channels")
    selfPlay = SelfPlayOptions(options)
    replay = ReplayOptions(options)
    heads = try AuxiliaryHead.heads(options, for: game)
    mode = Mode(rawValue: options.text("mode")) ?? .lockstep
    positionsPerRound = options.integer("positions")
    batch = options.integer("batch")
    reuse = options.number("reuse")
    rate = options.number("rate")
    decay = options.number("decay")
    averaging = options.number("averaging")
  }
}
