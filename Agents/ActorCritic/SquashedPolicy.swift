import ArenaCore
import Glibc
import NeuralCore
import Training

/// A policy whose actions are a normal distribution pressed into their bounds by tanh: mean and
/// deviation both depend on the observation.
///
/// The network's head `policy` holds the means, `[dimensions]`, its head `log-deviation` the
/// logarithms of the deviations, cut to -5 ... 2. A deterministic policy (TD3's) has the first alone.
struct SquashedPolicy: Sendable {
  private let bounds: [ClosedRange<Float>]
  private let mean: Int
  private let logDeviation: Int?

  private static let range: ClosedRange<Float> = -5...2

  /// - Throws: `RunError.mismatch` when the network is of another world or another agent.
  init(_ network: Network, for world: some ContinuousEnvironment) throws(RunError) {
    bounds = world.actionBounds
    guard let mean = network.head(named: "policy") else {
      throw .mismatch("the network gives no policy for continuous actions")
    }
    self.mean = mean
    logDeviation = network.head(named: "log-deviation")
    for head in [mean, logDeviation].compactMap({ $0 }) {
      try network.checkFits(world, head: head, width: bounds.count)
    }
  }

  static func architecture(
    _ trunk: TrunkOptions, isDeterministic: Bool = false, for world: some ContinuousEnvironment
  ) -> Architecture {
    let output = Layer.dense(outputs: world.actionBounds.count, initial: .policyHead)
    let heads = ["policy"] + (isDeterministic ? [] : ["log-deviation"])
    return Architecture(
      input: Shape(world.observationShape),
      trunk: trunk.layers(on: world.observationShape, initial: .he),
      heads: heads.map { Head(name: $0, layers: [output]) })
  }

  /// What the environment is given for an action within -1 ... 1.
  func action(_ unit: [Float]) -> ContinuousAction {
    var action = ContinuousAction()
    for (dimension, bounds) in bounds.enumerated() {
      let half = (bounds.upperBound - bounds.lowerBound) / 2
      let value = bounds.lowerBound + half * (unit[dimension] + 1)
      action[dimension] = max(bounds.lowerBound, min(bounds.upperBound, value))
    }
    return action
  }

  /// One dimension of an action before it is pressed, and its log density after.
  func draw(
    _ dimension: Int, row: Int, of predictor: Predictor, noise: Float
  ) -> (u: Float, log: Float) {
    let index = row * bounds.count + dimension
    return draw(
      mean: predictor.output(mean)[index],
      logDeviation: logDeviation.map { predictor.output($0)[index] } ?? -.infinity, noise)
  }

  /// The same in training.
  func draw(
    _ dimension: Int, row: Int, in shard: Shard, noise: Float
  ) -> (u: Float, log: Float) {
    draw(
      mean: shard.output(mean, row: row)[dimension],
      logDeviation: logDeviation.map { shard.output($0, row: row)[dimension] } ?? -.infinity, noise)
  }

  private func draw(mean: Float, logDeviation: Float, _ noise: Float) -> (u: Float, log: Float) {
    guard self.logDeviation != nil else { return (mean, 0) }
    let logDeviation = max(Self.range.lowerBound, min(Self.range.upperBound, logDeviation))
    let u = mean + exp(logDeviation) * noise
    return (u, SquashedGaussian.log(of: u, mean: mean, logDeviation: logDeviation))
  }

  /// Adds a loss's derivatives by u = μ + σ ε and, besides, by ln σ to the gradients.
  func backpropagate(
    _ dimension: Int, row: Int, in shard: Shard, byU: Float, byLogDeviation: Float, noise: Float
  ) {
    shard.gradient(mean, row: row)[dimension] += byU
    guard let logDeviation else { return }
    let output = shard.output(logDeviation, row: row)[dimension]
    // Beyond the cut the deviation does not change.
    guard Self.range.contains(output) else { return }
    shard.gradient(logDeviation, row: row)[dimension] += byU * exp(output) * noise + byLogDeviation
  }
}

/// Plays by a trained squashed policy.
final class SquashedPlayer<World: ContinuousEnvironment>: Player {
  private(set) var surrender: Surrender?
  private let policy: SquashedPolicy
  private let network: CompiledNetwork
  private var predictor: Predictor
  private let temperature: Float
  private let width: Int
  private var unit: [Float]
  /// `chooseAll`, compiled for this world: made where its type is known, while `choose` is called
  /// where it is not.
  private let choice: (SquashedPlayer, [World], inout [RandomSource]) -> [ContinuousAction]

  /// - Parameter temperature: 0 plays the middle of the distribution, 1 draws as the learner does.
  /// - Throws: `RunError.mismatch` when the network is of another world or another agent.
  init(network: Network, for world: World, temperature: Double = 0) throws(RunError) {
    policy = try SquashedPolicy(network, for: world)
    self.network = CompiledNetwork(network)
    predictor = Predictor(self.network, capacity: 1)
    self.temperature = Float(temperature)
    width = world.observationShape.count
    unit = [Float](repeating: 0, count: world.actionBounds.count)
    choice = { player, worlds, randoms in player.chooseAll(in: worlds, using: &randoms) }
  }

  func choose(
    in world: World, within budget: Budget, using random: inout RandomSource
  ) -> ContinuousAction {
    world.observe(as: .first, into: predictor.inputs.row(0, width: width))
    predictor.run(count: 1)
    return action(row: 0, using: &random)
  }

  private func action(row: Int, using random: inout RandomSource) -> ContinuousAction {
    surrender = nil
    for dimension in unit.indices {
      let noise = temperature > 0 ? temperature * Float(random.normal()) : 0
      let u = policy.draw(dimension, row: row, of: predictor, noise: noise).u
      if !u.isFinite { surrender = .nonFinite }
      unit[dimension] = tanh(u)
    }
    return policy.action(unit)
  }
}

extension SquashedPlayer: BatchPlayer {
  func choose(in worlds: [World], using randoms: inout [RandomSource]) -> [ContinuousAction] {
    choice(self, worlds, &randoms)
  }

  private func chooseAll(
    in worlds: [World], using randoms: inout [RandomSource]
  ) -> [ContinuousAction] {
    if predictor.capacity < worlds.count {
      predictor = Predictor(network, capacity: worlds.count)
    }
    for row in 0..<worlds.count {
      worlds[row].observe(as: .first, into: predictor.inputs.row(row, width: width))
    }
    predictor.run(count: worlds.count)
    return (0..<worlds.count).map { action(row: $0, using: &randoms[$0]) }
  }
}
