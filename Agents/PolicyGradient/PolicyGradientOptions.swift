import ArenaCore

/// The options of a policy-gradient learner, with standard values that are known to work.
public struct PolicyGradientOptions: Sendable {
  var trunk: TrunkOptions
  /// Whether policy and value share the body of the network.
  var isShared: Bool
  var lanes: Int
  var horizon: Int
  var epochs: Int
  var batch: Int
  var discount: Double
  var lambda: Double
  var learningRate: Ramp
  var optimiser: PolicyOptimiser
  /// How far a probability may move in one round, as a ratio; nil does not hold it back.
  var clip: Ramp?
  /// How far a value may move in one round; nil does not hold it back.
  var valueClip: Float?
  var entropyWeight: Ramp
  var valueWeight: Float
  var largestGradient: Float?
  var normalisesAdvantages: Bool
  var largestDivergence: Double?
  var scalesObservations: Bool
  var scalesRewards: Bool
  var openingPlies: Int

  /// The two ways to climb a policy's gradient that differ in nothing but settings.
  ///
  /// Source: Huang et al. 2022, A2C is a special case of PPO.
  public enum Algorithm: String, CaseIterable, Sendable {
    /// Several epochs over each rollout, held back by clipping.
    case ppo
    /// One step a rollout.
    case a2c
  }

  /// How gradients move the weights.
  enum PolicyOptimiser: String, CaseIterable, Sendable {
    case adam
    case rmsprop
  }

  /// - Parameter forGames: standard values for two-player games instead of control tasks.
  public static func specs(_ algorithm: Algorithm, forGames: Bool) -> [OptionSpec] {
    let isPPO = algorithm == .ppo
    return TrunkOptions.specs(
      hidden: forGames ? "128x128" : "64x64", activation: forGames ? "relu" : "tanh") + [
        OptionSpec(
          "shared", .flag, standard: forGames ? "true" : "false",
          "policy and value share the body of the network"),
        OptionSpec(
          "lanes", .integer(1...4096), standard: forGames ? "64" : "8", "worlds played side by side"
        ),
        OptionSpec(
          "horizon", .integer(1...100_000), standard: isPPO ? "32" : "8",
          "steps of each lane in a round"),
        OptionSpec(
          "epochs", .integer(1...1000), standard: !isPPO ? "1" : forGames ? "4" : "20",
          "times each round's steps are learnt from"),
        OptionSpec(
          "batch", .integer(1...1_000_000), standard: forGames ? "512" : "256",
          "steps an optimiser step learns from; the whole round when it has fewer"),
        OptionSpec(
          "discount", .number(0...1), standard: forGames ? "1" : isPPO ? "0.98" : "0.99",
          "what the future counts for, a step"),
        OptionSpec(
          "lambda", .number(0...1), standard: isPPO ? "0.8" : "1",
          "how far advantages look past the value function"),
        OptionSpec(
          "rate", .number(0...1), standard: isPPO ? "0.001" : "0.0007", "at the start"),
        OptionSpec(
          "last-rate", .number(0...1), standard: "0",
          "the rate at the end of the run, moved to in a straight line"),
        OptionSpec(
          "optimiser", .choice(PolicyOptimiser.allCases.map(\.rawValue)),
          standard: isPPO ? "adam" : "rmsprop", "how gradients move the weights"),
        OptionSpec(
          "clip", .number(0...10), standard: isPPO ? "0.2" : "0",
          "how far probabilities may move in a round, as a ratio; 0 for no bound"),
        OptionSpec(
          "last-clip", .number(0...10), standard: isPPO && !forGames ? "0" : isPPO ? "0.2" : "0",
          "the same at the end of the run, moved to in a straight line"),
        OptionSpec(
          "value-clip", .number(0...1e9), standard: "0",
          "how far values may move in a round; 0 for no bound"),
        OptionSpec(
          "entropy", .number(0...10), standard: forGames ? "0.02" : "0",
          "weight of the entropy bonus"),
        OptionSpec(
          "last-entropy", .number(0...10), standard: forGames ? "0.002" : "0",
          "the same at the end of the run, moved to in a straight line"),
        OptionSpec(
          "value-weight", .number(0...100), standard: "0.5", "weight of the value's squared error"),
        OptionSpec(
          "largest-gradient", .number(0...1e9), standard: "0.5",
          "norm that gradients are cut to; 0 for none"),
        OptionSpec(
          "normalise-advantages", .flag, standard: isPPO ? "true" : "false",
          "advantages of a batch get mean 0 and deviation 1"),
        OptionSpec(
          "largest-divergence", .number(0...100), standard: "0",
          "KL divergence that ends the epochs of a round; 0 for none"),
        OptionSpec(
          "scale-observations", .flag, standard: "false",
          "features get mean 0 and deviation 1, by what was seen"),
        OptionSpec(
          "scale-rewards", .flag, standard: "false",
          "rewards are divided by the deviation of the discounted return"),
        OptionSpec(
          "opening-plies", .integer(0...10_000), standard: forGames ? "6" : "0",
          "random moves that a game of self-play may start with"),
      ]
  }

  /// - Throws: `OptionError` for values that do not go together.
  init(_ options: Options) throws(OptionError) {
    func bound(_ name: String) -> Double? {
      let value = options.number(name)
      return value > 0 ? value : nil
    }
    func ramp(_ name: String) -> Ramp {
      Ramp(start: options.number(name), end: options.number("last-" + name))
    }
    trunk = try TrunkOptions(options)
    isShared = options.flag("shared")
    lanes = options.integer("lanes")
    horizon = options.integer("horizon")
    epochs = options.integer("epochs")
    batch = options.integer("batch")
    discount = options.number("discount")
    lambda = options.number("lambda")
    learningRate = ramp("rate")
    optimiser = PolicyOptimiser(rawValue: options.text("optimiser")) ?? .adam
    clip = bound("clip").map { _ in ramp("clip") }
    valueClip = bound("value-clip").map { Float($0) }
    entropyWeight = ramp("entropy")
    valueWeight = Float(options.number("value-weight"))
    largestGradient = bound("largest-gradient").map { Float($0) }
    normalisesAdvantages = options.flag("normalise-advantages")
    largestDivergence = bound("largest-divergence")
    scalesObservations = options.flag("scale-observations")
    scalesRewards = options.flag("scale-rewards")
    openingPlies = options.integer("opening-plies")
    guard lanes * horizon <= 1 << 24 else {
      throw .conflict("lanes * horizon must be at most 16777216, not \(lanes * horizon)")
    }
  }
}
