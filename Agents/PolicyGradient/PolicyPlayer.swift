import ArenaCore
import NeuralCore
import Training

/// Plays by a trained policy network.
final class PolicyPlayer<P: Policy>: Player {
  typealias World = P.World

  private(set) var surrender: Surrender?
  private let policy: P
  private let heads: PolicyNetwork<P>
  private var predictor: Predictor
  private let scale: ObservationScale?
  private let temperature: Float
  private var mask: [Bool]
  private var scratch: [Float]
  /// `chooseAll`, compiled for this world: made where its type is known, while `choose` is called
  /// where it is not.
  private let choice: (PolicyPlayer, [World], inout [RandomSource]) -> [World.Action]

  /// - Parameters:
  ///   - network: from a checkpoint of a policy-gradient learner.
  ///   - temperature: 0 plays the most likely action, 1 draws as the learner does.
  /// - Throws: `RunError.mismatch` when the network is of another world or another agent.
  init(network: Network, for world: World, temperature: Double = 0) throws(RunError) {
    policy = P(for: world, playing: network)
    heads = try PolicyNetwork(network, policy, for: world)
    predictor = Predictor(network, capacity: 1)
    scale = heads.scale(in: network)
    self.temperature = Float(temperature)
    mask = [Bool](repeating: true, count: policy.maskWidth)
    scratch = [Float](repeating: 0, count: policy.scratchWidth)
    choice = { player, worlds, randoms in player.chooseAll(in: worlds, using: &randoms) }
  }

  func choose(
    in world: World, within budget: Budget, using random: inout RandomSource
  ) -> World.Action {
    show(world, row: 0)
    predictor.run(count: 1)
    let isFinite = heads.policy.allSatisfy { predictor.output($0).isFinite }
    surrender = isFinite ? nil : .nonFinite
    return choose(in: world, row: 0, using: &random)
  }

  private func show(_ world: World, row: Int) {
    guard let seat = world.turn else { preconditionFailure("the episode is over") }
    let features = predictor.inputs.row(row, width: world.observationShape.count)
    world.observe(as: seat, into: features)
    scale?.apply(to: features)
  }

  private func choose(
    in world: World, row: Int, using random: inout RandomSource
  ) -> World.Action {
    var maskSpan = mask.mutableSpan
    policy.writeLegal(in: world, into: &maskSpan)
    return mask.withUnsafeBufferPointer { mask in
      scratch.withUnsafeMutableBufferPointer { scratch in
        policy.choose(
          row: row, of: predictor, heads: heads.policy, legal: mask,
          temperature: surrender == nil ? temperature : 0, using: &random, scratch: scratch)
      }
    }
  }
}

extension PolicyPlayer: BatchPlayer {
  func choose(in worlds: [World], using randoms: inout [RandomSource]) -> [World.Action] {
    choice(self, worlds, &randoms)
  }

  private func chooseAll(
    in worlds: [World], using randoms: inout [RandomSource]
  ) -> [World.Action] {
    if predictor.capacity < worlds.count {
      predictor = Predictor(predictor.network, capacity: worlds.count)
    }
    for row in 0..<worlds.count { show(worlds[row], row: row) }
    predictor.run(count: worlds.count)
    surrender = heads.policy.allSatisfy { predictor.output($0).isFinite } ? nil : .nonFinite
    var actions: [World.Action] = []
    actions.reserveCapacity(worlds.count)
    for row in 0..<worlds.count {
      actions.append(choose(in: worlds[row], row: row, using: &randoms[row]))
    }
    return actions
  }
}
