import ArenaCore
import NeuralCore
import Training

/// Proximal policy optimisation, advantage actor-critic and REINFORCE: a policy and a value function
/// that learn from rounds of their own play.
///
/// One learner serves control tasks and two-player games. Both seats of a game play with the same
/// network, which sees the board as the seat to move sees it; values and advantages change sign
/// with the turn. Some games may be played against frozen networks of earlier (`OpponentPool`).
/// Illegal actions have probability 0.
///
/// Source: Schulman et al. 2017 (PPO) and 2015 (GAE); Mnih et al. 2016 (A2C); Huang et al. 2022, The
/// 37 implementation details of PPO.
///
/// ## Deviations
/// | paper or its code | here | why |
/// | --- | --- | --- |
/// | a truncated episode ends like any other | its last observation's value is bootstrapped | a time limit is no failure |
/// | epochs stop before the step that diverges | after the epoch | a trainer's step is one piece |
/// | reward scaling ends a return at terminations only | at truncations too | the return of another episode is none of this one's |
/// | A3C's threads | environments in step | the same gradient, and repeatable |
/// | REINFORCE: a step after each episode | after a rollout, from its steps whose episodes have ended | environments in step |
/// | two players: none | values and advantages change sign with the turn | both seats learn from one stream |
///
/// Results are in RESULTS.md.
final class PPOLearner<P: Policy>: Learner {
  typealias World = P.World

  let options: PolicyGradientOptions
  var counts = LearnerCounts()

  private let policy: P
  let heads: PolicyNetwork<P>
  /// The network's weights θ, and what moves them.
  let trainer: Trainer
  /// The environments, and the rollout of the policy that was.
  var collector: RolloutCollector<P>
  /// The order of the steps in an epoch.
  var order: [Int]  // [environments * length]
  /// Shuffles it.
  var shuffle: RandomSource
  private(set) var batch: Minibatch
  /// `iterate`, compiled for this world: made where its type is known, while `advance` is called
  /// where it is not.
  private let iteration: (PPOLearner, Double) -> [Metric]
  /// The same of a player.
  private let newPlayer: (Network) throws(RunError) -> PolicyPlayer<P>

  /// - Throws: `OptionError` for options that do not go together.
  init(_ world: World, _ setting: LearnerSetting) throws {
    let options = try PolicyGradientOptions(setting.options)
    self.options = options
    policy = P(for: world, options)
    var initial = RandomSource(seed: setting.seed, streams: 0)
    let network = try Network(
      PolicyNetwork.architecture(options, policy, for: world), using: &initial)
    heads = try PolicyNetwork(network, policy, for: world)
    collector = RolloutCollector(world, policy, heads, network, options, seed: setting.seed)
    batch = Minibatch(
      capacity: min(options.experience.batchSize, collector.rollout.count), of: collector.rollout)
    trainer = Trainer(
      network, optimiser: options.method.optimiser, capacity: batch.capacity,
      threads: setting.threads)
    order = Array(0..<collector.rollout.count)
    shuffle = RandomSource(seed: setting.seed, streams: 2)
    newPlayer = { network throws(RunError) in try PolicyPlayer(network: network, for: world) }
    iteration = { learner, fraction in learner.iterate(fraction: fraction) }
  }

  var network: Network {
    var network = trainer.network
    heads.store(
      collector.observations.scale, rewardFactor: collector.rewards.factor, in: &network)
    return network
  }

  var lostNumbers: TrainingNumbers? { trainer.lostNumbers }

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

  /// One iteration of Schulman et al. 2017, algorithm 1: N environments run the policy for T steps,
  /// advantages are estimated, and the surrogate is optimised in K epochs of minibatches.
  private func iterate(fraction: Double) -> [Metric] {
    collector.collect(with: trainer.network, at: counts.steps)
    counts.steps += collector.rollout.count
    counts.episodes += collector.episodes
    guard lostReward == nil else { return [] }
    collector.rollout.estimateAdvantages(
      AdvantageEstimation(
        discount: Float(options.experience.discount), lambda: Float(options.lambda)))
    let explained = collector.rollout.explainedVariance
    return collector.statistics.metrics(forGame: World.self is any BoardGame.Type)
      + optimise(fraction: fraction) + [Metric("explained_variance", explained)]
      + collector.opponents.metrics
  }

  private func optimise(fraction: Double) -> [Metric] {
    let objective = ClippedObjective(
      clipRange: options.clipRange(at: fraction), valueClipRange: options.valueClipRange)
    let entropyCoefficient = options.entropyCoefficient(at: fraction)
    let learningRate = options.optimiser.learningRate(at: fraction)
    var sums = LossSums()
    var rows = 0
    for _ in 0..<options.epochs {
      shuffleOrder()
      let steps = learntSteps
      var kl = 0.0
      for start in stride(from: 0, to: steps.count, by: batch.capacity) {
        sample(steps[start..<min(start + batch.capacity, steps.count)])
        let losses = update(
          objective, entropyCoefficient: entropyCoefficient, learningRate: learningRate)
        sums += losses
        kl += losses[Figure.kl] / Double(steps.count)
      }
      rows += steps.count
      if let target = options.targetKL, kl > target { break }
    }
    let scale = 1 / Double(max(1, rows))
    return [
      Metric.loss("policy", sums[Figure.policy] * scale),
      Metric.loss("value", sums[Figure.value] * scale),
      Metric("entropy", sums[Figure.entropy] * scale),
      Metric("kl", sums[Figure.kl] * scale),
      Metric("clip_fraction", sums[Figure.clipped] * scale),
    ]
  }

  /// A fresh order of all steps, by Fisher and Yates.
  func shuffleOrder() {
    for last in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(last, shuffle.below(last + 1))
    }
  }

  /// The order of the steps that are learnt from: all but those of frozen opponents and, for
  /// REINFORCE, those whose return is not known because their episode has not ended.
  private var learntSteps: [Int] {
    let rollout = collector.rollout
    guard options.wholeEpisodes || options.opponents.count > 0 else { return order }
    return order.filter {
      !rollout.steps[$0].isFrozen && (!options.wholeEpisodes || rollout.isComplete[$0])
    }
  }

  /// Fills the minibatch with steps of the rollout.
  func sample(_ steps: ArraySlice<Int>) {
    batch.fill(from: collector.rollout, steps, observations: trainer.inputs)
    if options.normalisesAdvantages { batch.normaliseAdvantages() }
  }

  /// A gradient step on the minibatch's loss: the clipped surrogate, the value's error and the
  /// entropy. The sums are over its rows, not means.
  private func update(
    _ objective: ClippedObjective, entropyCoefficient: Float, learningRate: Float
  ) -> LossSums {
    let scale = 1 / Float(batch.count)
    let valueScale = options.valueCoefficient * scale
    counts.updates += 1
    return trainer.step(
      count: batch.count, learningRate: learningRate, clip: options.optimiser.maxGradNorm
    ) { [policy, heads, batch] shard in
      var sums = LossSums()
      batch.withChoices { legal, actions in
        for row in shard.rows {
          let legal = legal.row(row, width: batch.maskWidth)
          let action = actions.row(row, width: batch.actionWidth)
          var surrogate = ClippedObjective.PolicyTerm()
          let entropy = policy.backpropagate(
            action, row: row, in: shard, heads: heads.policy, legal: legal,
            entropyCoefficient: entropyCoefficient * scale
          ) { log in
            surrogate = objective.policy(
              log: log, oldLog: batch.logProbabilities[row], advantage: batch.advantages[row])
            return surrogate.gradient * scale
          }
          let value = objective.value(
            shard.output(heads.value, row: row)[0], oldValue: batch.values[row],
            target: batch.returns[row])
          shard.gradient(heads.value, row: row)[0] += value.gradient * valueScale
          sums[Figure.policy] += Double(surrogate.loss)
          sums[Figure.value] += Double(value.loss)
          sums[Figure.entropy] += Double(entropy)
          sums[Figure.kl] += Double(surrogate.kl)
          sums[Figure.clipped] += surrogate.isClipped ? 1 : 0
        }
      }
      return sums
    }
  }

  // MARK: Saving

  /// Goes on from a checkpoint's weights and the normalisation that they were learnt under, with a
  /// fresh optimiser.
  func loadWeights(_ network: Network) throws {
    guard network.parameters.count == trainer.network.parameters.count else {
      throw RunError.mismatch(
        "\(network.parameters.count) weights of a checkpoint against "
          + "\(trainer.network.parameters.count)")
    }
    trainer.state.loadWeights(network.parameters)
    collector.rollBack(to: network)
  }

  func save(to archive: inout Safetensors) {
    archive.add(counts, as: "counts")
    archive.add(trainer.state, prefix: "trainer.")
    archive.add(shuffle, as: "shuffle")
    // Each shuffle starts from the last order.
    archive.set("order", order.map { UInt64($0) })
    collector.save(to: &archive)
  }

  func restore(from archive: Safetensors) throws {
    // Everything is read before anything changes: a bad archive leaves the learner as it was.
    let counts = try archive.counts("counts")
    let state = try archive.trainerState(prefix: "trainer.", like: trainer.state)
    let shuffle = try archive.random("shuffle")
    let order = try archive.array("order", as: UInt64.self, count: self.order.count)
    guard order.sorted() == (0..<UInt64(order.count)).map({ $0 }) else {
      throw RunError.mismatch("order is not one of \(order.count) steps")
    }
    try collector.restore(from: archive, like: trainer.network)
    (self.counts, self.shuffle, self.order) = (counts, shuffle, order.map { Int($0) })
    trainer.state = state
  }
}

/// What the sums of a batch hold.
private enum Figure {
  static let policy = 0
  static let value = 1
  static let entropy = 2
  static let kl = 3
  static let clipped = 4
}
