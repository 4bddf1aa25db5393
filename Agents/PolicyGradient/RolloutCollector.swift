import ArenaCore
import Environments
import NeuralCore
import Training

/// Plays the policy in all environments and keeps what happened as a rollout.
///
/// A struct, so that its loop works on what it owns alone.
struct RolloutCollector<P: Policy> {
  typealias World = P.World

  private let policy: P
  private let heads: PolicyNetwork<P>
  private let options: PolicyGradientOptions
  /// Plays: a row an environment.
  private let actor: Predictor
  /// Rates the last observations of episodes that were cut.
  private let critic: Predictor

  private(set) var environments: VectorEnvironment<World>
  var rollout: Rollout
  private(set) var opponents: OpponentPool
  private(set) var statistics = EpisodeStatistics()
  private(set) var observations: ObservationNormaliser
  private(set) var rewards: RewardNormaliser
  /// Actions and random plies.
  private var random: RandomSource
  private var scratch: [Float]  // [policy.scratchWidth]
  /// The first reward that was no number.
  private(set) var lostReward: LostReward?
  /// Episodes that ended in the last rollout.
  private(set) var episodes = 0

  init(
    _ world: World, _ policy: P, _ heads: PolicyNetwork<P>, _ network: Network,
    _ options: PolicyGradientOptions, seed: UInt64
  ) {
    self.policy = policy
    self.heads = heads
    self.options = options
    let count = options.experience.environments
    actor = Predictor(network, capacity: count)
    critic = Predictor(network, capacity: count)
    environments = VectorEnvironment(
      world,
      randoms: (0..<count).map { RandomSource(seed: seed, streams: 3, UInt32($0)) },
      recordsEpisodes: true)
    let width = environments.featureCount
    rollout = Rollout(
      environments: count, length: options.steps, width: width, actionWidth: policy.actionWidth,
      maskWidth: policy.maskWidth)
    observations = ObservationNormaliser(width: width)
    rewards = RewardNormaliser(environments: count, discount: options.experience.discount)
    random = RandomSource(seed: seed, streams: 1)
    opponents = OpponentPool(
      options.opponents, environments: count, random: RandomSource(seed: seed, streams: 4))
    scratch = [Float](repeating: 0, count: policy.scratchWidth)
    for slot in 0..<count { reset(slot) }
  }

  /// Fills the rollout: every environment goes on for its steps, through as many episodes as it
  /// takes.
  ///
  /// - Parameter steps: those of the run before.
  mutating func collect(with network: Network, at steps: Int) {
    opponents.update(at: steps, with: network)
    actor.replace(parameters: network.parameters)
    critic.replace(parameters: network.parameters)
    episodes = 0
    for slot in 0..<environments.count { show(slot, to: actor, row: slot) }
    for time in 0..<rollout.length {
      actor.run(count: environments.count)
      if time > 0 { storeNextValues(after: time - 1) }
      opponents.think(
        in: environments, by: options.normalisesObservations ? observations.scale : nil)
      var truncated: [Int] = []
      for slot in 0..<environments.count {
        let index = slot * rollout.length + time
        act(slot, index)
        lostReward =
          lostReward
          ?? LostReward(
            environments.steps[slot].reward, at: steps + time * environments.count + slot + 1)
        if rollout.steps[index].continuation == .truncated {
          // Before the environment goes on: this is the observation the episode was cut at.
          show(slot, to: critic, row: truncated.count)
          truncated.append(index)
        }
        if environments.environments[slot].turn == nil { finish(slot) }
        show(slot, to: actor, row: slot)
      }
      guard !truncated.isEmpty else { continue }
      critic.run(count: truncated.count)
      for (row, index) in truncated.enumerated() {
        rollout.steps[index].nextValue = critic.output(heads.value)[row]
      }
    }
    actor.run(count: environments.count)
    storeNextValues(after: rollout.length - 1)
  }

  /// Writes what an environment shows, normalised if it is to be.
  private func show(_ slot: Int, to predictor: Predictor, row: Int) {
    let width = rollout.width
    predictor.inputs.set(row, to: environments.observations, row: slot, width: width)
    if options.normalisesObservations {
      observations.scale.apply(to: predictor.inputs.row(row, width: width))
    }
  }

  /// Hands the values of the observations after a step to the steps whose episodes go on.
  private mutating func storeNextValues(after time: Int) {
    let values = actor.output(heads.value)
    for slot in 0..<environments.count {
      let index = slot * rollout.length + time
      if rollout.steps[index].continuation.advantageSign != 0 {
        rollout.steps[index].nextValue = values[slot]
      }
    }
  }

  /// Draws an action, steps the environment by it and stores both.
  private mutating func act(_ slot: Int, _ index: Int) {
    guard let seat = environments.environments[slot].turn else {
      preconditionFailure("environment \(slot) is over")
    }
    rollout.setObservation(index, to: actor.inputs.row(slot, width: rollout.width))
    let mask = rollout.maskRange(index)
    Self.writeLegal(policy, environments, slot, &rollout.legal, mask)
    let stored = rollout.actionRange(index)
    let frozen = opponents.choice(at: slot)
    let (predictor, row) = frozen ?? (actor, slot)
    rollout.logProbabilities[index] = Self.draw(
      policy, row, predictor, heads, rollout.legal, mask, &rollout.actions, stored, &scratch,
      &random)
    let action = rollout.actions.withUnsafeBufferPointer {
      policy.action(from: UnsafeBufferPointer(rebasing: $0[stored]))
    }
    let step = environments.step(action, at: slot)
    let reward =
      options.normalisesRewards
      ? rewards.scale(step.reward, environment: slot, isLast: step.isLast) : step.reward
    let goesOn: ValuedStep.Continuation =
      environments.environments[slot].turn == seat ? .sameSeat : .opponent
    rollout.steps[index] = ValuedStep(
      reward: Float(reward), value: actor.output(heads.value)[slot], nextValue: 0,
      continuation: step.terminated ? .terminated : step.truncated ? .truncated : goesOn,
      isFrozen: frozen != nil)
    if step.isLast { opponents.end(at: slot, reward: step.reward, for: seat) }
    if options.normalisesObservations { note(slot) }
  }

  // These two are apart from `self`, of which they change one part while they look at others.

  private static func writeLegal(
    _ policy: P, _ environments: VectorEnvironment<World>, _ slot: Int, _ legal: inout [Bool],
    _ mask: Range<Int>
  ) {
    var masks = legal.mutableSpan
    var legal = masks._mutatingExtracting(mask)
    policy.writeLegal(in: environments.environments[slot], into: &legal)
  }

  /// Draws the action of a row of a predictor's last run into its place among `actions`; the result
  /// is how likely it was.
  private static func draw(
    _ policy: P, _ row: Int, _ predictor: Predictor, _ heads: PolicyNetwork<P>, _ legal: [Bool],
    _ mask: Range<Int>, _ actions: inout [Float], _ stored: Range<Int>, _ scratch: inout [Float],
    _ random: inout RandomSource
  ) -> Float {
    legal.withUnsafeBufferPointer { legal in
      actions.withUnsafeMutableBufferPointer { actions in
        scratch.withUnsafeMutableBufferPointer { scratch in
          policy.draw(
            row: row, of: predictor, heads: heads.policy,
            legal: UnsafeBufferPointer(rebasing: legal[mask]), using: &random, scratch: scratch,
            stored: UnsafeMutableBufferPointer(rebasing: actions[stored]))
        }
      }
    }
  }

  /// Takes what an environment shows now into the moments of observations.
  private mutating func note(_ slot: Int) {
    observations.insert(environments.observations, row: slot)
  }

  private mutating func finish(_ slot: Int) {
    let episode = environments.episode(at: slot)
    statistics.record(total: episode.total, length: episode.actions.count)
    episodes += 1
    reset(slot)
  }

  private mutating func reset(_ slot: Int) {
    policy.reset(
      &environments, at: slot, openingPlies: options.experience.openingPlies, using: &random)
    opponents.begin(at: slot)
    if options.normalisesObservations { note(slot) }
  }
}

extension RolloutCollector {
  /// Goes back to the normalisation that a checkpoint was trained with.
  mutating func rollBack(to network: Network) {
    if let scale = heads.scale(in: network) { observations.roll(back: scale) }
    if let factor = heads.rewardFactor(in: network) { rewards.roll(back: Double(factor)) }
  }

  func save(to archive: inout Safetensors) {
    archive.set("statistics", statistics.state)
    archive.add(random, as: "chance")
    archive.set("observation-moments", observations.moments.state)
    archive.set("reward-moments", rewards.state)
    opponents.save(to: &archive)
    environments.save(to: &archive)
  }

  /// - Parameter network: any of the learner's architecture.
  /// - Throws: `RunError`, changing nothing, for what is no such collector.
  mutating func restore(from archive: Safetensors, like network: Network) throws {
    var restored = self
    restored.statistics = try archive.statistics("statistics")
    restored.random = try archive.random("chance")
    guard
      let moments = RunningMoments(
        state: try archive.values("observation-moments", as: Double.self), width: rollout.width)
    else { throw RunError.mismatch("observation-moments are not of \(rollout.width) features") }
    restored.observations = ObservationNormaliser(moments)
    guard restored.rewards.restore(try archive.values("reward-moments", as: Double.self)) else {
      throw RunError.mismatch("reward-moments are not of \(environments.count) environments")
    }
    try restored.opponents.restore(from: archive, like: network)
    try restored.environments.restore(from: archive)
    self = restored
  }
}
