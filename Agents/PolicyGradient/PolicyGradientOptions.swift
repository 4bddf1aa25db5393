public import ArenaCore
import NeuralCore

/// The options of a policy-gradient learner, with defaults for PPO on control tasks that are known
/// to work.
public struct PolicyGradientOptions: OptionGroup {
  var network = TrunkOptions(activation: .tanh)
  /// Whether policy and value share the body of the network.
  var isShared = false
  var experience = ExperienceOptions(batchSize: 256, discount: 0.98)
  var opponents = OpponentOptions()
  /// Steps of each environment in a rollout.
  var steps = 32
  var epochs = 20
  var lambda = 0.8
  var optimiser = OptimiserOptions(learningRate: 0.001, maxGradNorm: 0.5)
  var method = Method.adam
  /// How far a probability may move in one round, as a ratio, at the start; 0 does not bound it.
  var clipRange = 0.2
  var finalClipRange = 0.0
  /// How far a value may move in one round; nil does not bound it.
  var valueClipRange: Float?
  var entropyCoefficient = 0.0
  var finalEntropyCoefficient = 0.0
  var valueCoefficient: Float = 0.5
  /// Continuous actions: whether they are pressed into their bounds by tanh, instead of cut.
  var squashesActions = false
  /// Continuous actions: whether their deviation depends on the observation.
  var deviationDependsOnState = false
  /// Whether only steps of episodes that ended within their rollout are learnt from.
  var wholeEpisodes = false
  var normalisesAdvantages = true
  /// The KL divergence that ends the epochs of a round; nil does not end them.
  var targetKL: Double?
  var normalisesObservations = false
  var normalisesRewards = false

  /// The two ways to climb a policy's gradient that differ in nothing but settings.
  ///
  /// Source: Huang et al. 2022, A2C is a special case of PPO.
  public enum Algorithm: String, CaseIterable, Sendable {
    /// Several epochs over each rollout, held back by clipping.
    case ppo
    /// One step a rollout.
    case a2c
    /// The same with returns instead of estimates: from episodes that have ended, less a baseline.
    /// Source: Williams 1992.
    case reinforce
  }

  /// How gradients move the weights.
  enum Method: String, CaseIterable, Sendable {
    case adam
    case rmsprop

    var optimiser: Optimiser {
      switch self {
      case .adam: .adam(epsilon: 1e-5)
      case .rmsprop: .rmsProp(epsilon: 1e-5, epsilonInsideRoot: true)
      }
    }
  }

  public init() {}

  /// The defaults of an algorithm.
  ///
  /// - Parameter forGames: for two-player games by self-play instead of control tasks.
  public init(_ algorithm: Algorithm, forGames: Bool) {
    if algorithm == .a2c {
      steps = 8
      epochs = 1
      experience.discount = 0.99
      lambda = 1
      optimiser.learningRate = 0.0007
      method = .rmsprop
      clipRange = 0
      normalisesAdvantages = false
    }
    if algorithm == .reinforce {
      steps = 512
      epochs = 1
      experience.batchSize = 4096
      experience.discount = 0.99
      lambda = 1
      optimiser.learningRate = 0.005
      clipRange = 0
      wholeEpisodes = true
    }
    guard forGames else { return }
    network = TrunkOptions(hidden: [128, 128])
    isShared = true
    experience.environments = 64
    epochs = algorithm == .ppo ? 4 : 1
    if algorithm == .reinforce { steps = 64 }
    experience.batchSize = 512
    experience.discount = 1
    finalClipRange = clipRange
    entropyCoefficient = 0.02
    finalEntropyCoefficient = 0.002
    experience.openingPlies = 6
  }

  public static let fields: [OptionField<Self>] =
    TrunkOptions.fields.of(\.network) + ExperienceOptions.fields.of(\.experience)
    + OpponentOptions.fields.of(\.opponents) + [
      OptionField("shared", \.isShared, "policy and value share the body of the network"),
      OptionField(
        "n-steps", \.steps, 1...100_000, "steps of each environment in a rollout",
        formerly: "steps"),
      OptionField(
        "whole-episodes", \.wholeEpisodes,
        "learns only from episodes that ended within their rollout"),
      OptionField("epochs", \.epochs, 1...1000, "times each rollout's steps are learnt from"),
      OptionField(
        "gae-lambda", \.lambda, 0...1, "how far advantages look past the value function",
        formerly: "lambda"),
    ] + OptimiserOptions.fields.of(\.optimiser) + [
      OptionField("optimiser", \.method, "how gradients move the weights"),
      OptionField(
        "clip-range", \.clipRange, 0...10,
        "how far probabilities may move in a round, as a ratio; 0 for no bound", formerly: "clip"),
      OptionField(
        "final-clip-range", \.finalClipRange, 0...10,
        "the same at the end of the run, moved to in a straight line", formerly: "last-clip"),
      OptionField(
        "value-clip-range", \.valueClipRange, 0...1e9, off: 0,
        "how far values may move in a round; 0 for no bound", formerly: "value-clip"),
      OptionField(
        "entropy-coefficient", \.entropyCoefficient, 0...10, "weight of the entropy bonus",
        formerly: "entropy"),
      OptionField(
        "final-entropy-coefficient", \.finalEntropyCoefficient, 0...10,
        "the same at the end of the run, moved to in a straight line", formerly: "last-entropy"),
      OptionField(
        "value-coefficient", \.valueCoefficient, 0...100, "weight of the value's squared error",
        formerly: "value-weight"),
      OptionField(
        "squash", \.squashesActions, "tanh presses actions into their bounds, instead of a cut"),
      OptionField(
        "state-dependent-deviation", \.deviationDependsOnState,
        "the deviation of actions depends on the observation"),
      OptionField(
        "normalise-advantages", \.normalisesAdvantages,
        "advantages of a batch get mean 0 and deviation 1"),
      OptionField(
        "target-kl", \.targetKL, 0...100, off: 0,
        "KL divergence that ends the epochs of a round; 0 for none",
        formerly: "largest-divergence"),
      OptionField(
        "normalise-observations", \.normalisesObservations,
        "features get mean 0 and deviation 1, by what was seen", formerly: "scale-observations"),
      OptionField(
        "normalise-rewards", \.normalisesRewards,
        "rewards are divided by the deviation of the discounted return",
        formerly: "scale-rewards"),
    ]

  private static let ofContinuousActions = ["squash", "state-dependent-deviation"]

  /// - Parameters:
  ///   - forGames: the defaults for two-player games instead of control tasks.
  ///   - continuous: whether actions are continuous, which have options of their own.
  public static func specs(
    _ algorithm: Algorithm, forGames: Bool, continuous: Bool = false
  ) -> [OptionSpec] {
    Self(algorithm, forGames: forGames).specs.withoutOpponents(unless: forGames)
      .filter { continuous || !ofContinuousActions.contains($0.name) }
  }

  /// - Throws: `OptionError` for values that do not go together.
  init(_ options: Options) throws(OptionError) {
    // Discrete actions have not all of them.
    self = try Self().applying(Options(options.allValues, for: Self().specs))
    let environments = experience.environments
    guard environments * steps <= 1 << 24 else {
      throw .conflict("num-envs * n-steps must be at most 16777216, not \(environments * steps)")
    }
  }

  /// The clip range when `fraction` of the run is behind us, 0 ... 1; nil where there is no bound.
  func clipRange(at fraction: Double) -> Float? {
    guard clipRange > 0 else { return nil }
    return Float(Annealing.linear(from: clipRange, to: finalClipRange).value(at: fraction))
  }

  /// The weight of the entropy bonus, likewise.
  func entropyCoefficient(at fraction: Double) -> Float {
    Float(
      Annealing.linear(from: entropyCoefficient, to: finalEntropyCoefficient).value(at: fraction))
  }
}
