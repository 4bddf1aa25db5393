public import ArenaCore
import Environments
public import NeuralCore
public import Training

/// Parallelised Q-learning: many environments side by side, λ-returns and layer normalisation in
/// place of a replay buffer and a target network.
///
/// Both seats of a game play with the same network, which sees the board as the seat to move sees
/// it; what the opponent moves on is worth minus its value to the opponent. Illegal actions are
/// neither played nor bootstrapped from. Some games may be played against frozen networks of earlier
/// (`OpponentPool`).
///
/// Source: Gallici et al. 2024, "Simplifying Deep Temporal Difference Learning", algorithm 1.
///
/// ## Deviations
/// | paper | here | why |
/// | --- | --- | --- |
/// | a truncated episode ends like any other | its last observation's value is bootstrapped | a time limit is no failure |
/// | rectified Adam | Adam | one optimiser for all agents |
/// | two players: none | returns change sign with the turn | both seats learn from one stream |
public final class PQNLearner<World: DiscreteEnvironment>: Learner {
  public var counts = LearnerCounts()
  private let options: PQNOptions
  private let origin: World
  private let values: ValueNetwork
  private let trainer: Trainer
  private let behaviour: Predictor  // plays: a row an environment
  private let critic: Predictor  // rates the last observations of episodes that were cut
  private var environments: VectorEnvironment<World>
  private(set) var opponents: OpponentPool
  private var statistics = EpisodeStatistics()
  /// Exploration, random plies and the order of the steps in an epoch.
  private var random: RandomSource
  private var round: PQNRound
  private var legal: [Bool]  // [actions], of the environment looked at

  /// - Throws: `OptionError` for options out of range.
  public init(_ world: World, _ setting: LearnerSetting) throws {
    // Tasks have no opponents.
    let options = try PQNOptions().applying(setting.options.allValues)
    let experience = options.experience
    self.options = options
    origin = world
    var initial = RandomSource(seed: setting.seed, streams: 0)
    let network = try ValueNetwork.network(
      ValueOptions(), options.trunk(on: world.observationShape), for: world, using: &initial)
    values = try ValueNetwork(network, for: world)
    environments = VectorEnvironment(
      world,
      randoms: (0..<experience.environments).map {
        RandomSource(seed: setting.seed, streams: 3, UInt32($0))
      }, recordsEpisodes: true)
    opponents = OpponentPool(
      options.opponents, environments: experience.environments,
      random: RandomSource(seed: setting.seed, streams: 4))
    round = PQNRound(
      count: experience.environments * options.steps, width: environments.featureCount)
    trainer = Trainer(
      network, optimiser: .adam(), capacity: min(experience.batchSize, round.order.count),
      threads: setting.threads)
    behaviour = Predictor(network, capacity: experience.environments)
    critic = Predictor(network, capacity: experience.environments)
    random = RandomSource(seed: setting.seed, streams: 1)
    legal = [Bool](repeating: false, count: world.actionCount)
    for slot in 0..<environments.count { beginEpisode(slot) }
  }

  public var network: Network { trainer.network }

  public var lostNumbers: TrainingNumbers? { trainer.lostNumbers }

  public private(set) var lostReward: LostReward?

  public func makePlayer() -> any Player<World> {
    do {
      return try DQNPlayer(network: network, for: origin)
    } catch {
      preconditionFailure("a learner's own network does not fit its world: \(error)")
    }
  }

  // MARK: The algorithm

  public func advance(fraction: Double) -> [Metric] {
    let epsilon = options.exploration(at: fraction)
    collect(epsilon: epsilon)
    computeReturns()
    let rate = options.optimiser.learningRate(at: fraction)
    let sums = lostReward == nil ? optimise(rate: rate) : LossSums()
    let learnt = round.steps.count(where: { !$0.isFrozen })
    let rows = Double(options.epochs * max(1, learnt))
    return statistics.metrics(forGame: World.self is any BoardGame.Type) + [
      Metric.loss("loss", sums[0] / rows), Metric("value", sums[1] / rows),
      Metric("exploration", epsilon),
    ] + opponents.metrics
  }

  /// Every environment goes on for its steps, ε-greedily.
  private func collect(epsilon: Double) {
    opponents.update(at: counts.steps, with: trainer.network)
    behaviour.replace(parameters: trainer.network.parameters)
    critic.replace(parameters: trainer.network.parameters)
    for time in 0..<options.steps {
      _ = behaviour.inputs.update(from: environments.observations)
      behaviour.run(count: environments.count)
      opponents.think(in: environments)
      var truncated: [Int] = []
      for slot in 0..<environments.count {
        let index = slot * options.steps + time
        step(slot, index, epsilon: epsilon)
        if round.steps[index].continuation == .truncated {
          // Before the environment goes on: this is the observation the episode was cut at.
          critic.inputs.set(
            truncated.count, to: environments.observations, row: slot,
            width: environments.featureCount)
          truncated.append(index)
        }
        if environments.environments[slot].turn == nil { finish(slot) }
      }
      guard !truncated.isEmpty else { continue }
      critic.run(count: truncated.count)
      // A time limit no longer says what would be legal.
      let legal = [Bool](repeating: true, count: legal.count)
      for (row, index) in truncated.enumerated() {
        round.steps[index].nextValue = values.best(row: row, of: critic, legal: legal.span).value
      }
    }
    _ = behaviour.inputs.update(from: environments.observations)
    behaviour.run(count: environments.count)
    for slot in 0..<environments.count {
      setNextValue(of: slot * options.steps + options.steps - 1) { best(in: slot).value }
    }
  }

  private func step(_ slot: Int, _ index: Int, epsilon: Double) {
    guard let seat = environments.environments[slot].turn else {
      preconditionFailure("environment \(slot) is over")
    }
    let width = environments.featureCount
    let shown = behaviour.inputs.row(slot, width: width)
    for column in 0..<width { round.observations[index * width + column] = shown[column] }
    let best = best(in: slot)
    if index % options.steps > 0 { setNextValue(of: index - 1) { best.value } }
    let legal = legal
    let frozen = opponents.choice(at: slot)
    let action: Int
    if let (predictor, row) = frozen {
      action = values.best(row: row, of: predictor, legal: legal.span).action
    } else {
      action = random.uniform() < epsilon ? legal.span.randomTrue(using: &random) : best.action
    }
    let step = environments.step(action, at: slot)
    counts.steps += 1
    lostReward = lostReward ?? LostReward(step.reward, at: counts.steps)
    let goesOn: ValuedStep.Continuation =
      environments.environments[slot].turn == seat ? .sameSeat : .opponent
    round.actions[index] = action
    round.steps[index] = ValuedStep(
      reward: Float(step.reward), value: best.value, nextValue: 0,
      continuation: step.terminated ? .terminated : step.truncated ? .truncated : goesOn,
      isFrozen: frozen != nil)
    if step.isLast { opponents.end(at: slot, reward: step.reward, for: seat) }
  }

  /// The best legal action of an environment by the behaviour's last run.
  private func best(in slot: Int) -> (action: Int, value: Float) {
    var mask = legal.mutableSpan
    environments.environments[slot].writeLegal(into: &mask)
    let legal = legal
    return values.best(row: slot, of: behaviour, legal: legal.span)
  }

  /// Hands the value of the observation after a step to it, where its episode goes on.
  private func setNextValue(of index: Int, to value: () -> Float) {
    guard round.steps[index].continuation.advantageSign != 0 else { return }
    round.steps[index].nextValue = value()
  }

  private func finish(_ slot: Int) {
    let episode = environments.episode(at: slot)
    counts.episodes += 1
    statistics.record(total: episode.total, length: episode.actions.count)
    beginEpisode(slot)
  }

  private func beginEpisode(_ slot: Int) {
    environments.reset(at: slot, openingPlies: options.experience.openingPlies, using: &random)
    opponents.begin(at: slot)
  }

  /// G = r + γ ((1 - λ) max Q(s', a) + λ G'), which is the value plus the λ-advantage.
  private func computeReturns() {
    let estimation = AdvantageEstimation(
      discount: Float(options.experience.discount), lambda: Float(options.lambda))
    for environment in 0..<environments.count {
      let range = environment * options.steps..<(environment + 1) * options.steps
      let advantages = estimation.advantages(of: round.steps[range])
      for (index, advantage) in zip(range, advantages) {
        round.targets[index] = round.steps[index].value + advantage
      }
    }
  }

  /// Some epochs of minibatches over the round, in a fresh order each; the sums are the losses and
  /// the values.
  private func optimise(rate: Float) -> LossSums {
    var sums = LossSums()
    for _ in 0..<options.epochs {
      for last in stride(from: round.order.count - 1, to: 0, by: -1) {
        round.order.swapAt(last, random.below(last + 1))
      }
      let order =
        options.opponents.count > 0
        ? round.order.filter { !round.steps[$0].isFrozen } : round.order
      for start in stride(from: 0, to: order.count, by: trainer.capacity) {
        sums += update(order[start..<min(start + trainer.capacity, order.count)], rate: rate)
      }
    }
    return sums
  }

  /// A gradient step on the loss of Q(s, a) - G over some steps.
  private func update(_ steps: ArraySlice<Int>, rate: Float) -> LossSums {
    for (row, index) in steps.enumerated() {
      trainer.inputs.set(
        row, to: round.observations, row: index, width: environments.featureCount)
    }
    let (values, loss, scale) = (values, options.loss, 1 / Float(steps.count))
    let (actions, targets) = (steps.map { round.actions[$0] }, steps.map { round.targets[$0] })
    counts.updates += 1
    return trainer.step(
      count: steps.count, learningRate: rate, clip: options.optimiser.maxGradNorm
    ) { shard in
      var sums = LossSums()
      targets.withUnsafeBufferPointer { targets in
        for row in shard.rows {
          let found = values.learn(
            actions[row], row: row, in: shard, target: targets.row(row, width: 1), weight: scale,
            loss: loss)
          sums[0] += found.loss / Double(scale)
          sums[1] += Double(found.value)
        }
      }
      return sums
    }
  }

  // MARK: Saving

  public func save(to archive: inout Safetensors) {
    archive.add(counts, as: "counts")
    archive.add(trainer.state, prefix: "trainer.")
    archive.set("statistics", statistics.state)
    archive.add(random, as: "chance")
    archive.set("order", round.order.map(Int64.init))
    opponents.save(to: &archive)
    environments.save(to: &archive)
  }

  public func restore(from archive: Safetensors) throws {
    // Everything is read before anything changes: a bad archive leaves the learner as it was.
    let counts = try archive.counts("counts")
    let state = try archive.trainerState(prefix: "trainer.", like: trainer.state)
    let statistics = try archive.statistics("statistics")
    let random = try archive.random("chance")
    let order = try archive.values("order", as: Int64.self).map(Int.init)
    guard order.sorted() == Array(round.order.indices) else {
      throw RunError.mismatch("order is no order of \(round.order.count) steps")
    }
    var opponents = opponents
    try opponents.restore(from: archive, like: trainer.network)
    var environments = environments
    try environments.restore(from: archive)
    (self.counts, self.statistics, self.random) = (counts, statistics, random)
    (self.environments, self.opponents, round.order) = (environments, opponents, order)
    trainer.state = state
  }
}
