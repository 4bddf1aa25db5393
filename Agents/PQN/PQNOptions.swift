public import ArenaCore
import NeuralCore

/// The options of a PQN learner.
public struct PQNOptions: OptionGroup {
  var network = TrunkOptions(hidden: [64, 64])
  var normalisesLayers = true
  var experience = ExperienceOptions(environments: 8, batchSize: 64)
  var opponents = OpponentOptions()
  var steps = 32
  var epochs = 4
  var lambda = 0.65
  var optimiser = OptimiserOptions(
    learningRate: 0.001, finalLearningRate: 0.0001, maxGradNorm: 10)
  var explorationInitial = 1.0
  var explorationFinal = 0.05
  var explorationFraction = 0.3
  var loss = ValueLoss.squared

  /// The defaults for two-player games by self-play.
  public static let forGames: Self = {
    var options = Self()
    options.experience = ExperienceOptions(
      environments: 64, openingPlies: 6, batchSize: 256, discount: 1)
    options.explorationFinal = 0.2
    options.network.hidden = [128, 128]
    return options
  }()

  public init() {}

  public static let fields: [OptionField<Self>] =
    TrunkOptions.fields.of(\.network) + ExperienceOptions.fields.of(\.experience)
    + OpponentOptions.fields.of(\.opponents) + [
      OptionField(
        "layer-norm", \.normalisesLayers,
        "normalise each dense layer, without which learning need not be stable"),
      OptionField("n-steps", \.steps, 1...100_000, "steps of each environment in a round"),
      OptionField("epochs", \.epochs, 1...1000, "times that a round is learnt from"),
      OptionField(
        "q-lambda", \.lambda, 0...1,
        "how far targets trust what followed more than the next value: lambda of the returns"),
    ] + OptimiserOptions.fields.of(\.optimiser) + [
      OptionField(
        "exploration-final", \.explorationFinal, 0...1,
        "probability of a random action after the first part of the run"),
      OptionField(
        "exploration-initial", \.explorationInitial, 0...1, "the same, at the start"),
      OptionField(
        "exploration-fraction", \.explorationFraction, 0...1,
        "the part of the run that exploration falls over"),
      OptionField("loss", \.loss, "how errors are weighed"),
    ]

  /// - Parameter forGames: the defaults for two-player games instead of control tasks.
  public static func specs(forGames: Bool) -> [OptionSpec] {
    (forGames ? Self.forGames : Self()).specs.withoutOpponents(unless: forGames)
  }

  /// The probability of a random action when `fraction` of the run is behind us, 0 ... 1.
  func exploration(at fraction: Double) -> Double {
    guard fraction < explorationFraction else { return explorationFinal }
    return explorationInitial + (explorationFinal - explorationInitial) * fraction
      / explorationFraction
  }

  /// The network's layers before its head.
  func trunk(on shape: ObservationShape) -> [Layer] {
    network.layers(on: shape, initial: .he).flatMap { layer -> [Layer] in
      if case .dense = layer, normalisesLayers { return [layer, .layerNormalisation] }
      return [layer]
    }
  }
}
