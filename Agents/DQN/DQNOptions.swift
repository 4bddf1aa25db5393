public import ArenaCore
import NeuralCore

/// The options of a DQN learner, with defaults for control tasks that are known to work.
public struct DQNOptions: OptionGroup {
  var network = TrunkOptions(hidden: [128, 128])
  var experience = ExperienceOptions()
  var opponents = OpponentOptions()
  var trainFrequency = 256
  var gradientSteps = 128
  var bufferSize = 100_000
  var learningStarts = 1000
  var targetUpdateInterval = 256
  /// How far the target network moves after each gradient step; nil copies by the interval.
  var tau: Double?
  /// The most megabytes that the replay buffer may take.
  var bufferMemory = 1024
  var stepsPerReturn = 3
  var optimiser = OptimiserOptions(
    learningRate: 0.001, finalLearningRate: 0.0001, maxGradNorm: 10)
  var explorationFinal = 0.04
  var explorationInitial = 1.0
  var explorationFraction = 0.16
  var loss = ValueLoss.huber
  var isDouble = true
  /// Whether an experience of a board is learnt as any of its mirror images and rotations.
  var usesSymmetry = false
  var value = ValueOptions()
  /// The exponent of priorities; 0 draws evenly.
  var priorityExponent = 0.0
  /// The exponent of the importance weights at first; 1 at the end.
  var importanceExponent = 0.4

  /// The defaults for two-player games by self-play.
  public static let forGames: Self = {
    var options = Self()
    options.experience.environments = 16
    options.gradientSteps = 32
    options.experience.batchSize = 256
    options.learningStarts = 5000
    options.targetUpdateInterval = 2048
    options.experience.discount = 1
    options.stepsPerReturn = 1
    options.explorationFinal = 0.3
    options.usesSymmetry = true
    options.experience.openingPlies = 6
    (options.value.lowest, options.value.highest) = (-1, 1)
    return options
  }()

  /// The same options with the set that Hessel et al. 2017 put together: double, dueling,
  /// prioritised and distributional learning from multi-step returns.
  public var rainbow: Self {
    var options = self
    options.isDouble = true
    options.value.isDueling = true
    options.value.distribution = .categorical
    options.priorityExponent = 0.5
    options.stepsPerReturn = max(3, options.stepsPerReturn)
    return options
  }

  public init() {}

  public static let fields: [OptionField<Self>] =
    TrunkOptions.fields.of(\.network) + ExperienceOptions.fields.of(\.experience)
    + OpponentOptions.fields.of(\.opponents) + [
      OptionField(
        "train-frequency", \.trainFrequency, 1...1_000_000,
        "steps between two phases of gradient steps", formerly: "round"),
      OptionField(
        "gradient-steps", \.gradientSteps, 1...1_000_000, "gradient steps in a phase",
        formerly: "updates"),
      OptionField(
        "buffer-size", \.bufferSize, 1...100_000_000, "experiences that the replay buffer holds",
        formerly: "window"),
      OptionField(
        "learning-starts", \.learningStarts, 0...100_000_000,
        "steps of random play before the first gradient step", formerly: "warm-up"),
      OptionField(
        "target-update-interval", \.targetUpdateInterval, 1...100_000_000,
        "steps after which the target network takes the weights, in whole phases",
        formerly: "sync"),
      OptionField(
        "tau", \.tau, 0...1, off: 0,
        "how far the target network moves to the weights after each gradient step; 0 copies them "
          + "by target-update-interval"),
      OptionField(
        "buffer-memory", \.bufferMemory, 1...1_000_000,
        "megabytes that the replay buffer may take"),
      OptionField(
        "n-step", \.stepsPerReturn, 1...1000, "rewards summed before the bootstrap",
        formerly: "multi-step"),
    ] + OptimiserOptions.fields.of(\.optimiser) + [
      OptionField(
        "exploration-final", \.explorationFinal, 0...1,
        "probability of a random action after the first part of the run", formerly: "exploration"),
      OptionField(
        "exploration-initial", \.explorationInitial, 0...1, "the same, at the start",
        formerly: "first-exploration"),
      OptionField(
        "exploration-fraction", \.explorationFraction, 0...1,
        "the part of the run that exploration falls over", formerly: "exploration-part"),
      OptionField("loss", \.loss, "how errors are weighed"),
      OptionField(
        "double", \.isDouble, "the online network picks the action that the target network rates"),
      OptionField(
        "symmetry", \.usesSymmetry,
        "experiences of a board are learnt as any of its mirror images and rotations"),
    ] + ValueOptions.fields.of(\.value) + [
      OptionField(
        "per-alpha", \.priorityExponent, 0...1,
        "exponent of prioritised experience replay; 0 draws evenly", formerly: "priority"),
      OptionField(
        "per-beta", \.importanceExponent, 0...1,
        "exponent of prioritised replay's importance weights at first; 1 at the end",
        formerly: "correction"),
    ]

  /// - Parameters:
  ///   - forGames: the defaults for two-player games instead of control tasks.
  ///   - isRainbow: with the set of `rainbow`.
  public static func specs(forGames: Bool, isRainbow: Bool = false) -> [OptionSpec] {
    let options = forGames ? Self.forGames : Self()
    return (isRainbow ? options.rainbow : options).specs.withoutOpponents(unless: forGames)
      .filter { forGames || $0.name != "symmetry" }
  }

  /// - Throws: `OptionError` for values that do not go together.
  init(_ options: Options) throws(OptionError) {
    // Tasks have no opponents.
    self = try Self().applying(options.allValues)
    let environments = experience.environments
    guard value.lowest < value.highest else {
      throw .conflict("v-min must be below v-max: \(value.lowest) is not below \(value.highest)")
    }
    guard trainFrequency % environments == 0 else {
      throw .conflict(
        "train-frequency must be a multiple of num-envs: \(trainFrequency) is none of "
          + "\(environments)")
    }
  }

  /// ε, the probability of a random action, when `fraction` of the run is behind us, 0 ... 1.
  func exploration(at fraction: Double) -> Double {
    guard fraction < explorationFraction else { return explorationFinal }
    return Annealing.linear(from: explorationInitial, to: explorationFinal)
      .value(at: fraction / explorationFraction)
  }

  /// β, the exponent of the importance weights, likewise.
  func importanceExponent(at fraction: Double) -> Double {
    Annealing.linear(from: importanceExponent, to: 1).value(at: fraction)
  }
}
