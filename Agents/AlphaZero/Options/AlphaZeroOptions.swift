public import ArenaCore

/// The settings of an AlphaZero run, each with the default that works on two cores.
///
/// Each feature of the training is one option; its line in `fields` names the value that turns it off.
public struct AlphaZeroOptions: OptionGroup {
  /// How self-play and training share the time.
  public enum Mode: String, Sendable, CaseIterable {
    /// In turn, each on all threads.
    case lockstep
    /// At the same time: a thread for each worker and one for the learner.
    case async
  }

  public var network = NetworkOptions()
  public var selfPlay = SelfPlayOptions()
  public var replay = ReplayOptions()
  public var headWeights = AuxiliaryHead.Weights()
  public var pretraining = PretrainingOptions()
  public var mode = Mode.lockstep
  public var positionsPerRound = 2048
  public var batch = 256
  public var replayRatio = 4.0
  var optimiser = OptimiserOptions(
    learningRate: 0.002, finalLearningRate: 0.0001, schedule: .cosine, maxGradNorm: 5)
  public var weightDecay = 0.0001
  /// The decay of the average of the weights; 0 plays with the last ones.
  public var averageDecay = 0.98
  /// The auxiliary heads in the order that the network has them.
  public private(set) var heads: [AuxiliaryHead] = []

  public init() {}

  public static let fields: [OptionField<Self>] =
    NetworkOptions.fields.of(\.network) + SelfPlayOptions.fields.of(\.selfPlay)
    + ReplayOptions.fields.of(\.replay) + AuxiliaryHead.Weights.fields.of(\.headWeights)
    + PretrainingOptions.fields.of(\.pretraining) + [
      OptionField(
        "mode", \.mode,
        "self-play and training in turn (repeatable bit for bit) or at the same time"),
      OptionField(
        "positions", \.positionsPerRound, 16...1_000_000, "new positions in each round"),
      OptionField("batch", \.batch, 8...8192, "positions in a training batch"),
      OptionField(
        "replay-ratio", \.replayRatio, 0.1...100,
        "times that a position is trained on, on average", formerly: "reuse"),
    ] + OptimiserOptions.fields.of(\.optimiser) + [
      OptionField(
        "weight-decay", \.weightDecay, 0...1, "decoupled weight decay", formerly: "decay"),
      OptionField(
        "ema-decay", \.averageDecay, 0...0.99999,
        "play with an average of the weights that keeps this much at each update; 0 is off",
        formerly: "averaging"),
    ]

  /// Every option, with these settings as the defaults; those that need points are off by default in
  /// games without.
  public func specs<Game: BoardGame>(for game: Game.Type) -> [OptionSpec] {
    guard !(game is any Scored.Type) else { return specs }
    var options = self
    options.headWeights.ownership = 0
    options.headWeights.score = 0
    return options.specs
  }

  public static func specs<Game: BoardGame>(for game: Game.Type) -> [OptionSpec] {
    Self().specs(for: game)
  }

  /// - Throws: `OptionError.conflict` for an auxiliary head that `game` cannot teach.
  public init(_ options: Options, for game: some BoardGame) throws(OptionError) {
    self = try Self().applying(options)
    heads = try headWeights.heads(for: game)
  }
}
