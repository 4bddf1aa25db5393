import ArenaCore
import Environments
import Glibc
import NeuralCore
import Training

/// A categorical policy over numbered actions, illegal ones masked out.
///
/// The network's head `policy` holds the logits, `[actionCount]`.
struct DiscretePolicy<World: DiscreteEnvironment>: Policy {
  private let actionCount: Int

  init(for world: World) { actionCount = world.actionCount }
  init(for world: World, _ options: PolicyGradientOptions) { self.init(for: world) }
  init(for world: World, playing network: Network) { self.init(for: world) }

  var actionWidth: Int { 1 }
  var maskWidth: Int { actionCount }

  func heads(after layers: [Layer]) -> [Head] {
    [
      Head(
        name: "policy",
        layers: layers + [.dense(outputs: actionCount, initial: .policyHead)])
    ]
  }

  func heads(of network: Network, for world: World) throws(RunError) -> [Int] {
    guard let head = network.head(named: "policy") else {
      throw .mismatch("the network gives no policy")
    }
    try network.checkFits(world, head: head, width: actionCount)
    return [head]
  }

  func reset(
    _ environments: inout VectorEnvironment<World>, at slot: Int, openingPlies: Int,
    using random: inout RandomSource
  ) {
    environments.reset(at: slot, openingPlies: openingPlies, using: &random)
  }

  func writeLegal(in world: World, into mask: inout MutableSpan<Bool>) {
    world.writeLegal(into: &mask)
  }

  var scratchWidth: Int { actionCount }

  func draw(
    row: Int, of predictor: Predictor, heads: [Int], legal: UnsafeBufferPointer<Bool>,
    using random: inout RandomSource, scratch: UnsafeMutableBufferPointer<Float>,
    stored: UnsafeMutableBufferPointer<Float>
  ) -> Float {
    let logits = predictor.output(heads[0]).row(row, width: actionCount)
    Softmax.logProbabilities(logits, legal: legal, into: scratch)
    let action = Categorical.draw(from: UnsafeBufferPointer(scratch), using: &random)
    stored[0] = Float(action)
    return scratch[action]
  }

  func action(from stored: UnsafeBufferPointer<Float>) -> Int { Int(stored[0]) }

  func choose(
    row: Int, of predictor: Predictor, heads: [Int], legal: UnsafeBufferPointer<Bool>,
    temperature: Float,
    using random: inout RandomSource, scratch: UnsafeMutableBufferPointer<Float>
  ) -> Int {
    Categorical.choose(
      from: predictor.output(heads[0]).row(row, width: actionCount), legal: legal,
      temperature: temperature, using: &random,
      scratch: scratch)
  }

  func backpropagate(
    _ stored: UnsafeBufferPointer<Float>, row: Int, in shard: Shard, heads: [Int],
    legal: UnsafeBufferPointer<Bool>, entropyCoefficient: Float, slope: (Float) -> Float
  ) -> Float {
    let logits = shard.output(heads[0], row: row)
    let gradients = shard.gradient(heads[0], row: row)
    let normaliser = Softmax.logNormaliser(logits, legal: legal)
    let chosen = action(from: stored)
    let slope = slope(Float(Double(logits[chosen]) - normaliser))
    var entropy: Float = 0
    for action in logits.indices where legal[action] {
      let log = Float(Double(logits[action]) - normaliser)
      let probability = exp(log)
      entropy -= probability * log
      gradients[action] += slope * ((action == chosen ? 1 : 0) - probability)
    }
    guard entropyCoefficient != 0 else { return entropy }
    for action in logits.indices where legal[action] {
      let log = Float(Double(logits[action]) - normaliser)
      gradients[action] += entropyCoefficient * exp(log) * (log + entropy)
    }
    return entropy
  }
}
