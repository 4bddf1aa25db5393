import ArenaCore
import NeuralCore
import Training

/// Which heads of a network hold a policy and a value.
///
/// The value, `[1]`, is what the seat to move may expect. A network that was trained on scaled
/// observations keeps their scale as two more heads that depend on no input, `observation-mean` and
/// `observation-factor`, `[observation count]` each, so that a checkpoint is complete.
struct PolicyNetwork<P: Policy>: Sendable {
  let policy: [Int]
  let value: Int
  private let means: Int?
  private let factors: Int?

  /// - Throws: `RunError.mismatch` when the network is of another world or another agent.
  init(_ network: Network, _ kind: P, for world: P.World) throws(RunError) {
    policy = try kind.heads(of: network, for: world)
    guard let value = network.head(named: "value"), network.outputWidth(value) == 1 else {
      throw .mismatch("the network gives no value")
    }
    self.value = value
    means = network.head(named: Self.meansName)
    factors = network.head(named: Self.factorsName)
    for head in [means, factors].compactMap({ $0 }) {
      try network.checkFits(world, head: head, width: world.observationShape.count)
    }
    guard (means == nil) == (factors == nil) else {
      throw .mismatch("the network's scale of observations is incomplete")
    }
  }

  private static var meansName: String { "observation-mean" }
  private static var factorsName: String { "observation-factor" }

  static func architecture(
    _ options: PolicyGradientOptions, _ kind: P, for world: P.World
  ) -> Architecture {
    let shape = world.observationShape
    let layers = options.network.layers(on: shape, initial: .policyTrunk)
    let own = options.isShared ? [] : layers
    var heads = kind.heads(after: own)
    let output = Layer.dense(outputs: 1, initial: .orthogonal(gain: 1))
    heads.append(Head(name: "value", layers: own + [output]))
    if options.normalisesObservations {
      heads.append(Head(name: meansName, layers: [.constant(outputs: shape.count)]))
      heads.append(Head(name: factorsName, layers: [.constant(outputs: shape.count, value: 1)]))
    }
    return Architecture(
      input: Shape(shape), trunk: options.isShared ? layers : [], heads: heads)
  }

  /// Writes the scale of observations into its heads.
  func store(_ scale: ObservationScale, in network: inout Network) {
    for (name, figures) in [(Self.meansName, scale.means), (Self.factorsName, scale.factors)] {
      for block in network.layout where block.name.hasPrefix(name + ".") {
        network.parameters.replaceSubrange(block.range, with: figures)
      }
    }
  }

  /// The scale of observations that a network was trained with; nil when it saw them as they are.
  func scale(in network: Network) -> ObservationScale? {
    guard let means, let factors else { return nil }
    // The heads depend on no input, so any run tells.
    let predictor = Predictor(network, capacity: 1)
    predictor.run(count: 1)
    return ObservationScale(
      means: Array(predictor.output(means)), factors: Array(predictor.output(factors)))
  }
}
