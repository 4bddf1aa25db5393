import ArenaCore
import NeuralCore
import Training

/// Which heads of a network hold a policy and a value.
///
/// The value, `[1]`, is what the seat to move may expect. A network that was trained on scaled
/// observations keeps their scale as two more heads that depend on no input, `observation-mean` and
/// `observation-factor`, `[observation count]` each, and one on scaled rewards their factor as the
/// head `reward-factor`, `[1]`: a checkpoint is complete, and training can go back to it.
struct PolicyNetwork<P: Policy>: Sendable {
  let policy: [Int]
  let value: Int
  private let means: Int?
  private let factors: Int?
  private let rewardFactor: Int?

  /// - Throws: `RunError.mismatch` when the network is of another world or another agent.
  init(_ network: Network, _ kind: P, for world: P.World) throws(RunError) {
    policy = try kind.heads(of: network, for: world)
    guard let value = network.head(named: "value"), network.outputWidth(value) == 1 else {
      throw .mismatch("the network gives no value")
    }
    self.value = value
    means = network.head(named: Self.meansName)
    factors = network.head(named: Self.factorsName)
    rewardFactor = network.head(named: Self.rewardName)
    if let rewardFactor { try network.checkFits(world, head: rewardFactor, width: 1) }
    for head in [means, factors].compactMap({ $0 }) {
      try network.checkFits(world, head: head, width: world.observationShape.count)
    }
    guard (means == nil) == (factors == nil) else {
      throw .mismatch("the network's scale of observations is incomplete")
    }
  }

  private static var meansName: String { "observation-mean" }
  private static var factorsName: String { "observation-factor" }
  private static var rewardName: String { "reward-factor" }

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
    if options.normalisesRewards {
      heads.append(Head(name: rewardName, layers: [.constant(outputs: 1, value: 1)]))
    }
    return Architecture(
      input: Shape(shape), trunk: options.isShared ? layers : [], heads: heads)
  }

  /// Writes the normalisation into the heads that there are for it.
  func store(_ scale: ObservationScale, rewardFactor: Double, in network: inout Network) {
    for (name, numbers) in [
      (Self.meansName, scale.means), (Self.factorsName, scale.factors),
      (Self.rewardName, [Float(rewardFactor)]),
    ] {
      for block in network.layout where block.name.hasPrefix(name + ".") {
        network.parameters.replaceSubrange(block.range, with: numbers)
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

  /// What rewards were multiplied by; nil where they were learnt from as they are.
  func rewardFactor(in network: Network) -> Float? {
    guard let rewardFactor else { return nil }
    let predictor = Predictor(network, capacity: 1)
    predictor.run(count: 1)
    return predictor.output(rewardFactor)[0]
  }
}
