import ArenaCore
import NeuralCore
import Training

#if canImport(Glibc)
import Glibc
#else
import Foundation
#endif

/// A normal distribution for each dimension of a continuous action, independent of each other.
///
/// The network's head `policy` holds the means, `[dimensions]`; its head `deviation` the logarithms
/// of the standard deviations, which depend on no observation and start at 0. Stored actions and
/// their probabilities are those of the unbounded draw; the world gets the draw cut to its bounds.
struct GaussianPolicy<World: ContinuousEnvironment>: Policy {
  private let bounds: [ClosedRange<Float>]

  init(for world: World) { bounds = world.actionBounds }

  var actionWidth: Int { bounds.count }
  var maskWidth: Int { 0 }

  func heads(after layers: [Layer]) -> [Head] {
    [
      Head(
        name: "policy", layers: layers + [.dense(outputs: bounds.count, initial: .policyHead)]),
      Head(name: "deviation", layers: [.constant(outputs: bounds.count)]),
    ]
  }

  func heads(of network: Network, for world: World) throws(RunError) -> [Int] {
    guard let mean = network.head(named: "policy"), let deviation = network.head(named: "deviation")
    else { throw .mismatch("the network gives no policy for continuous actions") }
    try network.checkFits(world, head: mean, width: bounds.count)
    try network.checkFits(world, head: deviation, width: bounds.count)
    return [mean, deviation]
  }

  func begin(
    _ lane: inout Lane<World>, openingPlies: Int, using random: inout RandomSource
  ) {
    lane.begin()
  }

  func writeLegal(in world: World, into mask: inout MutableSpan<Bool>) {}

  var scratchWidth: Int { 0 }

  func draw(
    row: Int, of predictor: Predictor, heads: [Int], legal: UnsafeBufferPointer<Bool>,
    using random: inout RandomSource, scratch: UnsafeMutableBufferPointer<Float>,
    stored: UnsafeMutableBufferPointer<Float>
  ) -> Float {
    let means = predictor.output(heads[0])
    let logDeviations = predictor.output(heads[1])
    var log: Float = 0
    for dimension in bounds.indices {
      let index = row * bounds.count + dimension
      let noise = Float(random.normal())
      stored[dimension] = means[index] + exp(logDeviations[index]) * noise
      log += Gaussian.log(
        of: stored[dimension], mean: means[index], logDeviation: logDeviations[index])
    }
    return log
  }

  func action(from stored: UnsafeBufferPointer<Float>) -> ContinuousAction {
    var action = ContinuousAction()
    for dimension in bounds.indices { action[dimension] = clipped(stored[dimension], dimension) }
    return action
  }

  func choose(
    from predictor: Predictor, heads: [Int], legal: UnsafeBufferPointer<Bool>, temperature: Float,
    using random: inout RandomSource, scratch: UnsafeMutableBufferPointer<Float>
  ) -> ContinuousAction {
    let means = predictor.output(heads[0])
    let logDeviations = predictor.output(heads[1])
    var action = ContinuousAction()
    for dimension in bounds.indices {
      let spread = temperature > 0 ? temperature * exp(logDeviations[dimension]) : 0
      let noise = spread > 0 ? Float(random.normal()) : 0
      action[dimension] = clipped(means[dimension] + spread * noise, dimension)
    }
    return action
  }

  /// Within the bounds also where `value` is NaN.
  private func clipped(_ value: Float, _ dimension: Int) -> Float {
    max(bounds[dimension].lowerBound, min(bounds[dimension].upperBound, value))
  }

  func weigh(
    _ stored: UnsafeBufferPointer<Float>, row: Int, in shard: Shard, heads: [Int],
    legal: UnsafeBufferPointer<Bool>
  ) -> Float {
    let means = shard.output(heads[0], row: row)
    let logDeviations = shard.output(heads[1], row: row)
    var log: Float = 0
    for dimension in bounds.indices {
      log += Gaussian.log(
        of: stored[dimension], mean: means[dimension], logDeviation: logDeviations[dimension])
    }
    return log
  }

  func sendBack(
    _ stored: UnsafeBufferPointer<Float>, row: Int, in shard: Shard, heads: [Int],
    legal: UnsafeBufferPointer<Bool>, pull: Float, entropyPull: Float
  ) -> Float {
    let means = shard.output(heads[0], row: row)
    let logDeviations = shard.output(heads[1], row: row)
    let meanGradient = shard.gradient(heads[0], row: row)
    let deviationGradient = shard.gradient(heads[1], row: row)
    var entropy: Float = 0
    for dimension in bounds.indices {
      let inverse = exp(-logDeviations[dimension])
      let score = (stored[dimension] - means[dimension]) * inverse
      meanGradient[dimension] -= pull * score * inverse
      deviationGradient[dimension] -= pull * (score * score - 1) + entropyPull
      entropy += Gaussian.entropy(logDeviation: logDeviations[dimension])
    }
    return entropy
  }
}

/// The normal distribution of one dimension.
enum Gaussian {
  private static let halfLogOfTwoPi: Float = 0.918_938_53

  /// The log density of `value`, in nats.
  static func log(of value: Float, mean: Float, logDeviation: Float) -> Float {
    let score = (value - mean) * exp(-logDeviation)
    return -0.5 * score * score - logDeviation - halfLogOfTwoPi
  }

  /// In nats.
  static func entropy(logDeviation: Float) -> Float { 0.5 + halfLogOfTwoPi + logDeviation }
}
