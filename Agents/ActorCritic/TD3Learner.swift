import ArenaCore
import Environments
import Glibc
import NeuralCore
import Training

/// Twin delayed deep deterministic policy gradient: a policy without chance, which explores by noise
/// on its actions and follows the slope of an action-value function learnt from replayed steps.
///
/// Source: Fujimoto et al. 2018, Addressing Function Approximation Error in Actor-Critic Methods.
///
/// ## Deviations
/// | paper | here | why |
/// | --- | --- | --- |
/// | 400x300, batch 100 | 64x64, batch 64 by default | the tasks have up to six features |
/// | noise in units of the environment | of a range of 2, whatever the bounds | one default for all tasks |
final class TD3Learner<World: ContinuousEnvironment>: Learner {
  private let options: ActorCriticOptions
  var counts = LearnerCounts()

  private let policy: SquashedPolicy
  /// π(s; φ).
  private let actor: Trainer
  private let actorPredictor: Predictor  // the same, as it acts
  /// φ', which follows φ.
  private var actorTarget: [Float]
  private let targetPredictor: Predictor  // π(s; φ')
  /// Q(s, a; θ1), Q(s, a; θ2) and their targets.
  private let critic: TwinCritic

  private var collector: ReplayCollector<World>
  private var batch: Batch
  /// `iterate`, compiled for this world: made where its type is known, while `advance` is called
  /// where it is not.
  private let iteration: (TD3Learner, Double) -> [Metric]
  /// The same of a player.
  private let newPlayer: (Network) throws(RunError) -> SquashedPlayer<World>

  /// The minibatch of one gradient step.
  private struct Batch {
    var slots: [Int]  // [batch]
    var targets: [Float]  // [batch]
  }

  /// - Throws: `OptionError` for options that do not go together.
  init(_ world: World, _ setting: LearnerSetting) throws {
    let options = try ActorCriticOptions(setting.options)
    let experience = options.experience
    self.options = options
    var initial = RandomSource(seed: setting.seed, streams: 0)
    let network = try Network(
      SquashedPolicy.architecture(options.network, isDeterministic: true, for: world),
      using: &initial)
    policy = try SquashedPolicy(network, for: world)
    actor = Trainer(network, optimiser: .adam(), capacity: experience.batchSize, threads: 1)
    actorPredictor = Predictor(network, capacity: experience.environments)
    actorTarget = network.parameters
    targetPredictor = Predictor(network, capacity: experience.batchSize)
    critic = try TwinCritic(
      options.network, width: world.observationShape.count,
      actionWidth: world.actionBounds.count, batch: experience.batchSize, using: &initial)
    collector = ReplayCollector(world, policy, options, seed: setting.seed)
    batch = Batch(
      slots: [Int](repeating: 0, count: experience.batchSize),
      targets: [Float](repeating: 0, count: experience.batchSize))
    newPlayer = { network throws(RunError) in try SquashedPlayer(network: network, for: world) }
    iteration = { learner, fraction in learner.iterate(fraction: fraction) }
  }

  var network: Network { actor.network }

  var lostNumbers: TrainingNumbers? { actor.lostNumbers ?? critic.trainer.lostNumbers }

  var lostReward: LostReward? { collector.lostReward }

  func makePlayer() -> any Player<World> {
    do {
      return try newPlayer(network)
    } catch {
      preconditionFailure("a learner's own network does not fit its world: \(error)")
    }
  }

  // MARK: The algorithm

  func advance(fraction: Double) -> [Metric] { iteration(self, fraction) }

  /// Fujimoto et al. 2018, algorithm 1, for a number of environment steps.
  private func iterate(fraction: Double) -> [Metric] {
    let learningRate = options.optimiser.learningRate(at: fraction)
    var (loss, value, updates) = (0.0, 0.0, 0.0)
    for _ in 0..<Self.phases {
      for _ in 0..<options.trainFrequency { collect() }
      guard lostReward == nil else { break }
      guard counts.steps >= options.learningStarts else { continue }
      for _ in 0..<options.gradientSteps {
        for row in batch.slots.indices {
          batch.slots[row] = collector.random.below(collector.replay.count)
        }
        computeTargets()
        let result = updateCritics(learningRate)
        counts.updates += 1
        if counts.updates % options.policyDelay == 0 {
          updateActor(learningRate)
          critic.updateTarget(rate: Float(options.tau))
          updateActorTarget()
        }
        loss += result.loss
        value += result.value
        updates += 1
      }
    }
    updates = max(1, updates)
    return collector.statistics.metrics(forGame: false) + [
      Metric.loss("loss", loss / updates), Metric("value", value / updates),
    ]
  }

  /// Phases of a round, between which a run looks neither at the clock nor at its user.
  private static var phases: Int { 32 }

  /// One step of every environment: the policy's with noise or, at first, from all actions alike.
  private func collect() {
    let isRandom = counts.steps < options.learningStarts
    if !isRandom { actorPredictor.replace(parameters: actor.network.parameters) }
    let deviation = Float(options.explorationNoise)
    counts.episodes += collector.step(at: counts.steps, by: isRandom ? nil : actorPredictor) {
      slot, dimension, random in
      let u = policy.draw(dimension, row: slot, of: actorPredictor, noise: 0).u
      return max(-1, min(1, tanh(u) + deviation * Float(random.normal())))
    }
    counts.steps += collector.environments.count
  }

  /// y = r + γ min Q'(s', a'), a' the target policy's with noise that is cut.
  private func computeTargets() {
    let replay = collector.replay
    let (width, actionWidth) = (replay.width, replay.actionWidth)
    let (deviation, clip) = (Float(options.targetNoise), Float(options.targetNoiseClip))
    for (row, slot) in batch.slots.enumerated() {
      targetPredictor.inputs.set(row, to: replay.nextObservations, row: slot, width: width)
    }
    targetPredictor.run(count: batch.slots.count)
    for (row, slot) in batch.slots.enumerated() {
      let input = critic.targetRow(row)
      for index in 0..<width { input[index] = replay.nextObservations[slot * width + index] }
      for dimension in 0..<actionWidth {
        let noise = max(-clip, min(clip, deviation * Float(collector.random.normal())))
        let u = policy.draw(dimension, row: row, of: targetPredictor, noise: 0).u
        input[width + dimension] = max(-1, min(1, tanh(u) + noise))
      }
    }
    critic.targetValues(of: batch.slots.count, into: &batch.targets)
    for (row, slot) in batch.slots.enumerated() {
      batch.targets[row] = replay.rewards[slot] + replay.discounts[slot] * batch.targets[row]
    }
  }

  private func updateCritics(_ learningRate: Float) -> (loss: Double, value: Double) {
    for (row, slot) in batch.slots.enumerated() {
      collector.replay.copyStep(slot, to: critic.onlineRow(row))
    }
    return critic.update(
      to: batch.targets, learningRate: learningRate, clip: options.optimiser.maxGradNorm)
  }

  /// A gradient step on the mean of -Q1(s, π(s)).
  private func updateActor(_ learningRate: Float) {
    let (width, actionWidth) = (collector.replay.width, collector.replay.actionWidth)
    for (row, slot) in batch.slots.enumerated() {
      actor.inputs.set(row, to: collector.replay.observations, row: slot, width: width)
    }
    let (policy, scale) = (policy, 1 / Float(batch.slots.count))
    // The trainer has one thread: nothing here runs at the same time as anything else.
    nonisolated(unsafe) let (critic, inputs) = (critic, actor.inputs)
    actor.step(
      count: batch.slots.count, learningRate: learningRate, clip: options.optimiser.maxGradNorm
    ) { shard in
      let first = shard.rows.lowerBound
      for row in shard.rows {
        let input = critic.onlineRow(row - first)
        let observation = inputs.row(row, width: width)
        for index in 0..<width { input[index] = observation[index] }
        for dimension in 0..<actionWidth {
          input[width + dimension] = tanh(policy.draw(dimension, row: row, in: shard, noise: 0).u)
        }
      }
      _ = critic.differentiate(count: shard.rows.count, weight: -scale, firstOnly: true)
      for row in shard.rows {
        let byAction = critic.actionGradient(row - first)
        let input = critic.onlineRow(row - first)
        for dimension in 0..<actionWidth {
          let action = input[width + dimension]
          policy.backpropagate(
            dimension, row: row, in: shard, byU: byAction[dimension] * (1 - action * action),
            byLogDeviation: 0, noise: 0)
        }
      }
      return LossSums()
    }
  }

  private func updateActorTarget() {
    actorTarget.follow(actor.network.parameters, rate: Float(options.tau))
    targetPredictor.replace(parameters: actorTarget)
  }

  // MARK: Saving

  func save(to archive: inout Safetensors) {
    archive.add(counts, as: "counts")
    archive.add(actor.state, prefix: "trainer.")
    archive.set("target", actorTarget)
    critic.save(to: &archive)
    collector.save(to: &archive)
  }

  func restore(from archive: Safetensors) throws {
    // Everything is read before anything changes: a bad archive leaves the learner as it was.
    let counts = try archive.counts("counts")
    let state = try archive.trainerState(prefix: "trainer.", like: actor.state)
    let actorTarget = try archive.finiteArray(
      "target", as: Float.self, count: self.actorTarget.count)
    let criticState = try critic.read(archive)
    try collector.restore(from: archive)
    (self.counts, self.actorTarget) = (counts, actorTarget)
    actor.state = state
    targetPredictor.replace(parameters: actorTarget)
    critic.restore(criticState)
  }
}
