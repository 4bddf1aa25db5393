import ArenaCore
import Environments
import Glibc
import NeuralCore
import Training

/// Soft actor-critic: a random policy that is paid for its reward and for its entropy, learnt from
/// replayed steps.
///
/// Source: Haarnoja et al. 2018, Soft Actor-Critic Algorithms and Applications.
///
/// ## Deviations
/// | paper | here | why |
/// | --- | --- | --- |
/// | 256x256, batch 256 | 64x64, batch 64 by default | the tasks have up to six features |
/// | the temperature's loss is by α | by ln α | α stays positive |
final class SACLearner<World: ContinuousEnvironment>: Learner {
  private let options: ActorCriticOptions
  var counts = LearnerCounts()

  private let policy: SquashedPolicy
  /// π(a | s; φ).
  private let actor: Trainer
  private let actorPredictor: Predictor  // the same, as it acts
  /// Q(s, a; θ1), Q(s, a; θ2) and their targets.
  private let critic: TwinCritic
  /// α, the worth of a nat of entropy.
  private var temperature: Temperature

  private var collector: ReplayCollector<World>
  private var batch: Batch
  /// `iterate`, compiled for this world: made where its type is known, while `advance` is called
  /// where it is not.
  private let iteration: (SACLearner, Double) -> [Metric]
  /// The same of a player.
  private let newPlayer: (Network) throws(RunError) -> SquashedPlayer<World>

  /// The minibatch of one gradient step.
  private struct Batch {
    var slots: [Int]  // [batch]
    var noise: [Float]  // [batch, action]
    var logs: [Float]  // [batch]: ln π of the actions drawn
    var targets: [Float]  // [batch]

    init(count: Int, actionWidth: Int) {
      slots = [Int](repeating: 0, count: count)
      noise = [Float](repeating: 0, count: count * actionWidth)
      logs = [Float](repeating: 0, count: count)
      targets = logs
    }
  }

  /// - Throws: `OptionError` for options that do not go together.
  init(_ world: World, _ setting: LearnerSetting) throws {
    let options = try ActorCriticOptions(setting.options)
    let experience = options.experience
    self.options = options
    let width = world.observationShape.count
    let actionWidth = world.actionBounds.count
    var initial = RandomSource(seed: setting.seed, streams: 0)
    let network = try Network(
      SquashedPolicy.architecture(options.network, for: world), using: &initial)
    policy = try SquashedPolicy(network, for: world)
    actor = Trainer(network, optimiser: .adam(), capacity: experience.batchSize, threads: 1)
    actorPredictor = Predictor(
      network, capacity: max(experience.batchSize, experience.environments))
    critic = try TwinCritic(
      options.network, width: width, actionWidth: actionWidth, batch: experience.batchSize,
      using: &initial)
    temperature = Temperature(
      options.initialTemperature, targetEntropy: options.targetEntropy * Double(actionWidth))
    collector = ReplayCollector(world, policy, options, seed: setting.seed)
    batch = Batch(count: experience.batchSize, actionWidth: actionWidth)
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

  /// Haarnoja et al. 2018, algorithm 1, for a number of environment steps.
  private func iterate(fraction: Double) -> [Metric] {
    let learningRate = options.optimiser.learningRate(at: fraction)
    var (loss, value, updates) = (0.0, 0.0, 0.0)
    for _ in 0..<Self.phases {
      for _ in 0..<options.trainFrequency { collect() }
      guard lostReward == nil else { break }
      guard counts.steps >= options.learningStarts else { continue }
      for _ in 0..<options.gradientSteps {
        sample()
        computeTargets()
        let result = updateCritics(learningRate)
        updateActor(learningRate)
        temperature.update(batch.logs, learningRate: Double(learningRate))
        critic.updateTarget(rate: Float(options.tau))
        counts.updates += 1
        loss += result.loss
        value += result.value
        updates += 1
      }
    }
    updates = max(1, updates)
    return collector.statistics.metrics(forGame: false) + [
      Metric.loss("loss", loss / updates), Metric("value", value / updates),
      Metric("temperature", temperature.value),
    ]
  }

  /// Phases of a round, between which a run looks neither at the clock nor at its user.
  private static var phases: Int { 32 }

  /// One step of every environment: drawn from the policy or, at first, from all actions alike.
  private func collect() {
    let isRandom = counts.steps < options.learningStarts
    if !isRandom { actorPredictor.replace(parameters: actor.network.parameters) }
    counts.episodes += collector.step(at: counts.steps, by: isRandom ? nil : actorPredictor) {
      slot, dimension, random in
      tanh(
        policy.draw(dimension, row: slot, of: actorPredictor, noise: Float(random.normal())).u)
    }
    counts.steps += collector.environments.count
  }

  private func sample() {
    for row in batch.slots.indices {
      batch.slots[row] = collector.random.below(collector.replay.count)
    }
    drawNoise()
  }

  private func drawNoise() {
    for index in batch.noise.indices { batch.noise[index] = Float(collector.random.normal()) }
  }

  /// y = r + γ (min Q'(s', a') - α ln π(a' | s')), a' drawn by the policy of now.
  private func computeTargets() {
    let replay = collector.replay
    let (width, actionWidth) = (replay.width, replay.actionWidth)
    actorPredictor.replace(parameters: actor.network.parameters)
    for (row, slot) in batch.slots.enumerated() {
      actorPredictor.inputs.set(row, to: replay.nextObservations, row: slot, width: width)
    }
    actorPredictor.run(count: batch.slots.count)
    for (row, slot) in batch.slots.enumerated() {
      let input = critic.targetRow(row)
      for index in 0..<width { input[index] = replay.nextObservations[slot * width + index] }
      batch.logs[row] = 0
      for dimension in 0..<actionWidth {
        let draw = policy.draw(
          dimension, row: row, of: actorPredictor,
          noise: batch.noise[row * actionWidth + dimension])
        input[width + dimension] = tanh(draw.u)
        batch.logs[row] += draw.log
      }
    }
    critic.targetValues(of: batch.slots.count, into: &batch.targets)
    let alpha = Float(temperature.value)
    for (row, slot) in batch.slots.enumerated() {
      batch.targets[row] =
        replay.rewards[slot] + replay.discounts[slot]
        * (batch.targets[row] - alpha * batch.logs[row])
    }
  }

  private func updateCritics(_ learningRate: Float) -> (loss: Double, value: Double) {
    for (row, slot) in batch.slots.enumerated() {
      collector.replay.copyStep(slot, to: critic.onlineRow(row))
    }
    return critic.update(
      to: batch.targets, learningRate: learningRate, clip: options.optimiser.maxGradNorm)
  }

  /// A gradient step on the mean of α ln π(a | s) - min Q(s, a), a = tanh(μ + σ ε) drawn anew.
  ///
  /// Leaves ln π of the new actions in the batch.
  private func updateActor(_ learningRate: Float) {
    let (width, actionWidth) = (collector.replay.width, collector.replay.actionWidth)
    for (row, slot) in batch.slots.enumerated() {
      actor.inputs.set(row, to: collector.replay.observations, row: slot, width: width)
    }
    drawNoise()
    let count = batch.slots.count
    let (policy, alpha, scale) = (policy, Float(temperature.value), 1 / Float(count))
    // The trainer has one thread: nothing here runs at the same time as anything else.
    nonisolated(unsafe) let (critic, inputs) = (critic, actor.inputs)
    let noise = batch.noise
    batch.logs.withUnsafeMutableBufferPointer { logs in
      nonisolated(unsafe) let logs = logs
      actor.step(count: count, learningRate: learningRate, clip: options.optimiser.maxGradNorm) {
        shard in
        let first = shard.rows.lowerBound
        for row in shard.rows {
          let input = critic.onlineRow(row - first)
          let observation = inputs.row(row, width: width)
          for index in 0..<width { input[index] = observation[index] }
          logs[row] = 0
          for dimension in 0..<actionWidth {
            let draw = policy.draw(
              dimension, row: row, in: shard, noise: noise[row * actionWidth + dimension])
            input[width + dimension] = tanh(draw.u)
            logs[row] += draw.log
          }
        }
        _ = critic.differentiate(count: shard.rows.count, weight: -scale)
        for row in shard.rows {
          let byAction = critic.actionGradient(row - first)
          let input = critic.onlineRow(row - first)
          for dimension in 0..<actionWidth {
            let action = input[width + dimension]
            // ln π holds - ln σ - ln(1 - a²), whose derivative by u is 2 a.
            let byU = byAction[dimension] * (1 - action * action) + alpha * scale * 2 * action
            policy.backpropagate(
              dimension, row: row, in: shard, byU: byU, byLogDeviation: -alpha * scale,
              noise: noise[row * actionWidth + dimension])
          }
        }
        return LossSums()
      }
    }
  }

  // MARK: Saving

  func save(to archive: inout Safetensors) {
    archive.add(counts, as: "counts")
    archive.add(actor.state, prefix: "trainer.")
    critic.save(to: &archive)
    archive.set("temperature", temperature.state)
    collector.save(to: &archive)
  }

  func restore(from archive: Safetensors) throws {
    // Everything is read before anything changes: a bad archive leaves the learner as it was.
    let counts = try archive.counts("counts")
    let state = try archive.trainerState(prefix: "trainer.", like: actor.state)
    let criticState = try critic.read(archive)
    var temperature = temperature
    guard temperature.restore(try archive.values("temperature", as: Double.self)) else {
      throw RunError.mismatch("temperature is not that of an entropy")
    }
    try collector.restore(from: archive)
    (self.counts, self.temperature) = (counts, temperature)
    actor.state = state
    critic.restore(criticState)
  }
}
