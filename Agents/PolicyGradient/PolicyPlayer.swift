import ArenaCore
import NeuralCore
import Training

/// Plays by a trained policy network.
final class PolicyPlayer<P: Policy>: Player {
  typealias World = P.World

  private(set) var surrender: Surrender?
  private let policy: P
  private let heads: PolicyNetwork<P>
  private let predictor: Predictor
  private let scale: ObservationScale?
  private let temperature: Float
  private var mask: [Bool]
  private var scratch: [Float]

  /// - Parameters:
  ///   - network: from a checkpoint of a policy-gradient learner.
  ///   - temperature: 0 plays the most likely action, 1 draws as the learner does.
  /// - Throws: `RunError.mismatch` when the network is of another world or another agent.
  init(network: Network, for world: World, temperature: Double = 0) throws(RunError) {
    policy = P(for: world)
    heads = try PolicyNetwork(network, policy, for: world)
    predictor = Predictor(network, capacity: 1)
    scale = heads.scale(in: network)
    self.temperature = Float(temperature)
    mask = [Bool](repeating: true, count: policy.maskWidth)
    scratch = [Float](repeating: 0, count: policy.scratchWidth)
  }

  func choose(
    in world: World, within budget: Budget, using random: inout RandomSource
  ) -> World.Action {
    guard let seat = world.turn else { preconditionFailure("the episode is over") }
    world.observe(as: seat, into: predictor.inputs)
    scale?.apply(to: predictor.inputs)
    predictor.run(count: 1)
    let isFinite = heads.policy.allSatisfy { predictor.output($0).isFinite }
    surrender = isFinite ? nil : .nonFinite
    var maskSpan = mask.mutableSpan
    policy.writeLegal(in: world, into: &maskSpan)
    return mask.withUnsafeBufferPointer { mask in
      scratch.withUnsafeMutableBufferPointer { scratch in
        policy.choose(
          from: predictor, heads: heads.policy, legal: mask,
          temperature: surrender == nil ? temperature : 0, using: &random, scratch: scratch)
      }
    }
  }
}
