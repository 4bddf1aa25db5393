import ArenaCore
import Environments
import Glibc
import NeuralCore
import Training

/// A normal distribution for each dimension of a continuous action, independent of each other.
///
/// The network's head `policy` holds the means, `[dimensions]`; its head `deviation` the logarithms
/// of the standard deviations, which start at 0, are cut to -5 ... 2 and depend on the observation
/// only where that is asked for. The environment gets the draw cut to its bounds; where the head is
/// called `squashed-deviation`, pressed into them by tanh instead. Stored actions are the draws
/// themselves, their probabilities those of what the environment got.
struct GaussianPolicy<World: ContinuousEnvironment>: Policy {
  private let bounds: [ClosedRange<Float>]
  private let isSquashed: Bool
  private let dependsOnState: Bool

  init(for world: World, squashed: Bool = false, stateDependent: Bool = false) {
    bounds = world.actionBounds
    isSquashed = squashed
    dependsOnState = stateDependent
  }

  init(for world: World, _ options: PolicyGradientOptions) {
    self.init(
      for: world, squashed: options.squashesActions,
      stateDependent: options.deviationDependsOnState)
  }

  init(for world: World, playing network: Network) {
    self.init(for: world, squashed: network.head(named: "squashed-deviation") != nil)
  }

  var actionWidth: Int { bounds.count }
  var maskWidth: Int { 0 }

  private var deviationName: String { isSquashed ? "squashed-deviation" : "deviation" }

  func heads(after layers: [Layer]) -> [Head] {
    let output = Layer.dense(outputs: bounds.count, initial: .policyHead)
    return [
      Head(name: "policy", layers: layers + [output]),
      Head(
        name: deviationName,
        layers: dependsOnState ? layers + [output] : [.constant(outputs: bounds.count)]),
    ]
  }

  func heads(of network: Network, for world: World) throws(RunError) -> [Int] {
    guard let mean = network.head(named: "policy"),
      let deviation = network.head(named: deviationName)
    else { throw .mismatch("the network gives no policy for continuous actions") }
    try network.checkFits(world, head: mean, width: bounds.count)
    try network.checkFits(world, head: deviation, width: bounds.count)
    return [mean, deviation]
  }

  func reset(
    _ environments: inout VectorEnvironment<World>, at slot: Int, openingPlies: Int,
    using random: inout RandomSource
  ) {
    environments.reset(at: slot)
  }

  func writeLegal(in world: World, into mask: inout MutableSpan<Bool>) {}

  var scratchWidth: Int { 0 }

  func draw(
    row: Int, of predictor: Predictor, heads: [Int], legal: UnsafeBufferPointer<Bool>,
    using random: inout RandomSource, scratch: UnsafeMutableBufferPointer<Float>,
    stored: UnsafeMutableBufferPointer<Float>
  ) -> Float {
    let means = predictor.output(heads[0]).row(row, width: bounds.count)
    let logDeviations = predictor.output(heads[1]).row(row, width: bounds.count)
    for dimension in bounds.indices {
      let deviation = exp(Gaussian.cut(logDeviations[dimension]))
      stored[dimension] = means[dimension] + deviation * Float(random.normal())
    }
    return logProbability(of: UnsafeBufferPointer(stored), means, logDeviations)
  }

  func action(from stored: UnsafeBufferPointer<Float>) -> ContinuousAction {
    var action = ContinuousAction()
    for dimension in bounds.indices { action[dimension] = bounded(stored[dimension], dimension) }
    return action
  }

  func choose(
    row: Int, of predictor: Predictor, heads: [Int], legal: UnsafeBufferPointer<Bool>,
    temperature: Float, using random: inout RandomSource,
    scratch: UnsafeMutableBufferPointer<Float>
  ) -> ContinuousAction {
    let means = predictor.output(heads[0]).row(row, width: bounds.count)
    let logDeviations = predictor.output(heads[1]).row(row, width: bounds.count)
    var action = ContinuousAction()
    for dimension in bounds.indices {
      let spread = temperature > 0 ? temperature * exp(Gaussian.cut(logDeviations[dimension])) : 0
      let noise = spread > 0 ? Float(random.normal()) : 0
      action[dimension] = bounded(means[dimension] + spread * noise, dimension)
    }
    return action
  }

  /// Within the bounds also where `value` is NaN.
  private func bounded(_ value: Float, _ dimension: Int) -> Float {
    let (low, high) = (bounds[dimension].lowerBound, bounds[dimension].upperBound)
    return max(low, min(high, isSquashed ? low + (high - low) / 2 * (tanh(value) + 1) : value))
  }

  private func logProbability(
    of stored: UnsafeBufferPointer<Float>, _ means: UnsafeBufferPointer<Float>,
    _ logDeviations: UnsafeBufferPointer<Float>
  ) -> Float {
    var log: Float = 0
    for dimension in bounds.indices {
      let logDeviation = Gaussian.cut(logDeviations[dimension])
      log +=
        isSquashed
        ? SquashedGaussian.log(
          of: stored[dimension], mean: means[dimension], logDeviation: logDeviation)
        : Gaussian.log(of: stored[dimension], mean: means[dimension], logDeviation: logDeviation)
    }
    return log
  }

  /// The entropy bonus is that of the normal distribution, also where it is squashed: there is no
  /// formula for what tanh leaves of it.
  func backpropagate(
    _ stored: UnsafeBufferPointer<Float>, row: Int, in shard: Shard, heads: [Int],
    legal: UnsafeBufferPointer<Bool>, entropyCoefficient: Float, slope: (Float) -> Float
  ) -> Float {
    let means = shard.output(heads[0], row: row)
    let logDeviations = shard.output(heads[1], row: row)
    let meanGradient = shard.gradient(heads[0], row: row)
    let deviationGradient = shard.gradient(heads[1], row: row)
    let slope = slope(logProbability(of: stored, means, logDeviations))
    var entropy: Float = 0
    for dimension in bounds.indices {
      let logDeviation = Gaussian.cut(logDeviations[dimension])
      let inverse = exp(-logDeviation)
      let score = (stored[dimension] - means[dimension]) * inverse
      meanGradient[dimension] += slope * score * inverse
      // Beyond the cut the deviation does not change.
      if logDeviation == logDeviations[dimension] {
        deviationGradient[dimension] += slope * (score * score - 1) - entropyCoefficient
      }
      entropy += Gaussian.entropy(logDeviation: logDeviation)
      if isSquashed { entropy += SquashedGaussian.logSlope(stored[dimension]) }
    }
    return entropy
  }
}
