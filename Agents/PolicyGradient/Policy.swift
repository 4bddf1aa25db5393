import ArenaCore
import Environments
import NeuralCore
import Training

/// A kind of distribution over actions, and how a network's outputs describe one.
///
/// Actions are stored as floats beside the mask of what was legal, so that a rollout is flat arrays
/// and an update looks at exactly the choice that was made.
protocol Policy<World>: Sendable {
  associatedtype World: Environment where World.Action: ArchivedAction

  /// The policy that a learner is to learn.
  init(for world: World, _ options: PolicyGradientOptions)

  /// The policy that a network holds.
  init(for world: World, playing network: Network)

  /// Floats of one stored action.
  var actionWidth: Int { get }

  /// Entries of one mask of legal actions; 0 where every action always is.
  var maskWidth: Int { get }

  /// The outputs that describe the distribution.
  ///
  /// - Parameter layers: what comes before the last layer of an output that depends on the
  ///   observation.
  func heads(after layers: [Layer]) -> [Head]

  /// Where a network keeps those outputs.
  ///
  /// - Throws: `RunError.mismatch` when the network is not of this world.
  func heads(of network: Network, for world: World) throws(RunError) -> [Int]

  /// Starts a new episode, after up to `openingPlies` random actions where actions can be listed.
  func reset(
    _ environments: inout VectorEnvironment<World>, at slot: Int, openingPlies: Int,
    using random: inout RandomSource)

  /// Writes the mask of legal actions, `[maskWidth]`.
  func writeLegal(in world: World, into mask: inout MutableSpan<Bool>)

  /// Draws an action for one row of the predictor's last run, and says how likely it was.
  ///
  /// - Parameters:
  ///   - scratch: `[scratchWidth]`.
  ///   - stored: `[actionWidth]`, receives the action as it was drawn.
  /// - Returns: the log probability (density) in nats.
  func draw(
    row: Int, of predictor: Predictor, heads: [Int], legal: UnsafeBufferPointer<Bool>,
    using random: inout RandomSource, scratch: UnsafeMutableBufferPointer<Float>,
    stored: UnsafeMutableBufferPointer<Float>
  ) -> Float

  /// Floats of scratch that a draw needs.
  var scratchWidth: Int { get }

  /// The action to take in the world for a stored one.
  func action(from stored: UnsafeBufferPointer<Float>) -> World.Action

  /// The most likely action of a row of the predictor's last run; at a temperature above 0, a drawn
  /// one.
  func choose(
    row: Int, of predictor: Predictor, heads: [Int], legal: UnsafeBufferPointer<Bool>,
    temperature: Float,
    using random: inout RandomSource, scratch: UnsafeMutableBufferPointer<Float>
  ) -> World.Action

  /// Adds to the gradients of `row` those of a loss by the log probability of a stored action, in
  /// nats, and of a bonus for entropy.
  ///
  /// - Parameters:
  ///   - entropyCoefficient: what the loss falls by for a nat of entropy.
  ///   - slope: the loss's derivative by the log probability that it is given.
  /// - Returns: the entropy in nats.
  func backpropagate(
    _ stored: UnsafeBufferPointer<Float>, row: Int, in shard: Shard, heads: [Int],
    legal: UnsafeBufferPointer<Bool>, entropyCoefficient: Float, slope: (Float) -> Float
  ) -> Float
}

extension Initialisation {
  /// What keeps activations lively through hidden layers of tanh or relu, in actor-critic networks.
  static let policyTrunk = Initialisation.orthogonal(gain: 1.4142135)
  /// What makes a fresh policy almost uniform.
  static let policyHead = Initialisation.orthogonal(gain: 0.01)
}
