public import ArenaCore
import NeuralCore

/// The options of a search-free learner.
public struct SearchFreeOptions: OptionGroup {
  /// What is learnt, and how a move follows from it.
  public enum Algorithm: String, CaseIterable, Sendable {
    /// Approximate value iteration: the value of a position is that of its best move, which a player
    /// finds by trying each. Source: arXiv:2609.09094.
    case avi
    /// A policy and action values; the policy moves towards what is best under a cost of moving and
    /// a bonus for entropy. Source: Ota et al. 2026, arXiv:2602.10894.
    case klent

    /// What an agent that learns by it does, for lists.
    public var summary: String {
      switch self {
      case .avi: "tries each move and takes the best by values it learnt (value iteration)"
      case .klent: "plays a policy learnt by regularised steps, without search (KLENT)"
      }
    }
  }

  var algorithm = Algorithm.avi
  var network = TrunkOptions(hidden: [256, 256])
  var experience = ExperienceOptions(
    environments: 128, openingPlies: 6, batchSize: 512, discount: 1)
  /// Plies of each game in a round.
  var steps = 16
  var epochs = 2
  var lambda = 0.5
  var optimiser = OptimiserOptions(
    learningRate: 0.001, finalLearningRate: 0.00003, maxGradNorm: 10)
  var usesSymmetry = true
  var explorationInitial = 0.5
  var explorationFinal = 0.05
  var explorationFraction = 0.3
  /// α, of the entropy.
  var entropyCoefficient = 0.03
  /// β, of the divergence from the policy that was.
  var klCoefficient = 0.1

  public init() {}

  /// The defaults of an algorithm.
  public init(_ algorithm: Algorithm) {
    self.algorithm = algorithm
    if algorithm == .klent { lambda = 0.8825 }  // exp(-1/8), the paper's
  }

  public static let fields: [OptionField<Self>] =
    TrunkOptions.fields.of(\.network)
    // A won game is worth the same however long it took.
    + ExperienceOptions.fields.of(\.experience).filter { $0.name != "discount" } + [
      OptionField("n-steps", \.steps, 1...10_000, "plies of each game in a round"),
      OptionField("epochs", \.epochs, 1...1000, "times that a round is learnt from"),
      OptionField(
        "lambda", \.lambda, 0...1,
        "how far targets trust what followed more than the next value: lambda of the returns"),
    ] + OptimiserOptions.fields.of(\.optimiser) + [
      OptionField("symmetry", \.usesSymmetry, "learns from random symmetric images of positions"),
      OptionField(
        "exploration-final", \.explorationFinal, 0...1,
        "probability of a random move after the first part of the run"),
      OptionField(
        "exploration-initial", \.explorationInitial, 0...1, "the same, at the start"),
      OptionField(
        "exploration-fraction", \.explorationFraction, 0...1,
        "the part of the run that exploration falls over"),
      OptionField(
        "entropy-coefficient", \.entropyCoefficient, 0...10,
        "what a nat of the policy's entropy is worth"),
      OptionField(
        "kl-coefficient", \.klCoefficient, 0.001...10,
        "what a nat of divergence from the policy that was costs"),
    ]

  /// The options that an algorithm has, with its defaults.
  public static func specs(_ algorithm: Algorithm) -> [OptionSpec] {
    Self(algorithm).specs.filter { spec in
      switch algorithm {
      case .avi: !["entropy-coefficient", "kl-coefficient"].contains(spec.name)
      case .klent: !spec.name.hasPrefix("exploration")
      }
    }
  }

  /// - Throws: `OptionError` for values that do not go together.
  init(_ algorithm: Algorithm, _ options: Options) throws(OptionError) {
    self = try Self(algorithm).applying(options.allValues)
    let games = experience.environments
    guard games * steps <= 1 << 20 else {
      throw .conflict("num-envs * n-steps must be at most 1048576, not \(games * steps)")
    }
  }

  /// The probability of a random move when `fraction` of the run is behind us, 0 ... 1.
  func exploration(at fraction: Double) -> Double {
    guard algorithm == .avi else { return 0 }
    guard fraction < explorationFraction else { return explorationFinal }
    return Annealing.linear(from: explorationInitial, to: explorationFinal)
      .value(at: fraction / explorationFraction)
  }
}
