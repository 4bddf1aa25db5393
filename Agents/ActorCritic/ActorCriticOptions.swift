public import ArenaCore

/// The options of SAC and TD3: learners of continuous actions that replay what they did.
public struct ActorCriticOptions: OptionGroup {
  var network = TrunkOptions(hidden: [64, 64])
  var experience = ExperienceOptions(environments: 1, batchSize: 64, discount: 0.99)
  var bufferSize = 100_000
  var learningStarts = 500
  var trainFrequency = 1
  var gradientSteps = 1
  /// The part of the way that target networks go in a gradient step.
  var tau = 0.005
  var optimiser = OptimiserOptions(
    learningRate: 0.001, finalLearningRate: 0.001, schedule: .constant)
  /// SAC: nats of entropy that the policy is to have, by dimension.
  var targetEntropy = -1.0
  /// SAC: α at the start.
  var initialTemperature = 1.0
  /// TD3: gradient steps of the critics for one of the policy.
  var policyDelay = 2
  /// TD3: the deviation of the noise on actions, of a range of 2.
  var explorationNoise = 0.1
  /// TD3: that of the noise on the target policy's actions, and where it is cut.
  var targetNoise = 0.2
  var targetNoiseClip = 0.5

  public enum Algorithm: String, CaseIterable, Sendable {
    /// Soft actor-critic: a random policy that is paid for its entropy.
    case sac
    /// Twin delayed deep deterministic policy gradient.
    case td3
  }

  public init() {}

  private static let shared: [OptionField<Self>] =
    TrunkOptions.fields.of(\.network) + ExperienceOptions.fields.of(\.experience) + [
      OptionField(
        "buffer-size", \.bufferSize, 1...100_000_000, "steps that the replay buffer holds"),
      OptionField(
        "learning-starts", \.learningStarts, 0...100_000_000,
        "steps of random play before the first gradient step"),
      OptionField(
        "train-frequency", \.trainFrequency, 1...1_000_000,
        "steps of each environment between two phases of gradient steps"),
      OptionField(
        "gradient-steps", \.gradientSteps, 1...1_000_000, "gradient steps in a phase"),
      OptionField(
        "tau", \.tau, 0...1, "part of the way that target networks go in a gradient step"),
    ] + OptimiserOptions.fields.of(\.optimiser)

  private static let ofSAC: [OptionField<Self>] = [
    OptionField(
      "target-entropy", \.targetEntropy, -100...100,
      "nats of entropy that the policy is to have for each dimension of an action"),
    OptionField(
      "initial-temperature", \.initialTemperature, 1e-6...1000,
      "what a nat of entropy is worth at the start"),
  ]

  private static let ofTD3: [OptionField<Self>] = [
    OptionField(
      "policy-delay", \.policyDelay, 1...1000, "gradient steps of the critics for one of the policy"
    ),
    OptionField(
      "exploration-noise", \.explorationNoise, 0...10,
      "deviation of the noise on actions, whose range is 2"),
    OptionField(
      "target-noise", \.targetNoise, 0...10, "the same on actions that targets are computed with"),
    OptionField(
      "target-noise-clip", \.targetNoiseClip, 0...10, "where that noise is cut"),
  ]

  public static let fields = shared + ofSAC + ofTD3

  /// The options that an algorithm has.
  public static func specs(_ algorithm: Algorithm) -> [OptionSpec] {
    let own = algorithm == .sac ? ofSAC : ofTD3
    let names = Set((shared + own).map(\.name))
    return Self().specs.filter { names.contains($0.name) }
  }

  /// - Throws: `OptionError` for values that do not go together.
  init(_ options: Options) throws(OptionError) {
    // An algorithm's options are a part of these; the rest stays as it is.
    self = try Self().applying(Options(options.allValues, for: Self().specs))
    guard experience.batchSize <= bufferSize else {
      throw .conflict(
        "batch must be at most buffer-size: \(experience.batchSize) is more than \(bufferSize)")
    }
  }
}
