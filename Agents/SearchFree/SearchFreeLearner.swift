public import ArenaCore
import Environments
public import NeuralCore
public import Training

/// Learns a board game from self-play without a search: by value iteration with a player that looks
/// one move ahead, or by a policy that moves in regularised steps (KLENT).
///
/// Many games go on side by side for some plies, all their positions evaluated together; then their
/// plies are learnt from, as any of their symmetric images, and forgotten.
///
/// Source: arXiv:2609.09094 (`avi`); Ota et al. 2026, arXiv:2602.10894, algorithm 1 (`klent`).
///
/// ## Deviations
/// | paper | here | why |
/// | --- | --- | --- |
/// | avi: only its summary was at hand | targets are the best move's value, mixed with what followed best moves (`lambda`) | results spread faster |
/// | klent: rounds of whole games | of some plies of each, the rest bootstrapped | rounds of one size |
/// | klent: a round is learnt from once | `epochs` times, as symmetric images | playing costs as much as learning |
/// | values: tanh, squared error | logits, cross-entropy with the win probability | steeper where the value is wrong |
/// | games begin at the start | after up to `opening-plies` random plies | variety |
///
/// Results are in RESULTS.md beside AlphaZero's, on the same ground.
public final class SearchFreeLearner<Game: Symmetric>: Learner {
  public typealias World = Game

  public var counts = LearnerCounts()
  private let options: SearchFreeOptions
  private let origin: Game
  private let heads: SearchFreeNetwork
  private let trainer: Trainer
  private var evaluator: ActionEvaluator<Game>
  private let improvement: RegularisedPolicy
  private var environments: VectorEnvironment<Game>
  private var statistics = EpisodeStatistics()
  /// Moves, random plies, symmetric images and the order of the plies in an epoch.
  private var random: RandomSource
  private(set) var round: SearchFreeRound
  private var batch: SearchFreeBatch
  private let symmetries: [Symmetry]  // the identity alone where they are not used
  /// `iterate`, compiled for this game: made where its type is known, while `advance` is called
  /// where it is not.
  private let iteration: (SearchFreeLearner, Double) -> [Metric]

  /// - Throws: `OptionError` for options that do not go together.
  public init(
    _ game: Game, _ algorithm: SearchFreeOptions.Algorithm, _ setting: LearnerSetting
  ) throws {
    let options = try SearchFreeOptions(algorithm, setting.options)
    let games = options.experience.environments
    self.options = options
    origin = game
    var initial = RandomSource(seed: setting.seed, streams: 0)
    let network = try Network(
      SearchFreeNetwork.architecture(options, for: game), using: &initial)
    heads = try SearchFreeNetwork(network, for: game)
    evaluator = try ActionEvaluator(network, for: game, positions: games)
    improvement = RegularisedPolicy(
      entropyCoefficient: Float(options.entropyCoefficient),
      klCoefficient: Float(options.klCoefficient))
    environments = VectorEnvironment(
      game,
      randoms: (0..<games).map { RandomSource(seed: setting.seed, streams: 3, UInt32($0)) },
      recordsEpisodes: true)
    round = SearchFreeRound(
      games: games, length: options.steps, width: environments.featureCount,
      actionCount: game.actionCount, hasPolicies: algorithm == .klent)
    let capacity = min(options.experience.batchSize, round.order.count)
    trainer = Trainer(
      network, optimiser: .adam(), capacity: capacity, threads: setting.threads)
    batch = SearchFreeBatch(capacity: capacity, of: round)
    random = RandomSource(seed: setting.seed, streams: 1)
    symmetries = options.usesSymmetry ? game.symmetries : Array(game.symmetries.prefix(1))
    iteration = { learner, fraction in learner.iterate(fraction: fraction) }
    for slot in 0..<games { beginGame(slot) }
  }

  public var network: Network { trainer.network }

  public var lostNumbers: TrainingNumbers? { trainer.lostNumbers }

  public func makePlayer() -> any Player<Game> {
    do {
      return try SearchFreePlayer(network: network, for: origin)
    } catch {
      preconditionFailure("a learner's own network does not fit its game: \(error)")
    }
  }

  // MARK: The algorithm

  public func advance(fraction: Double) -> [Metric] { iteration(self, fraction) }

  private func iterate(fraction: Double) -> [Metric] {
    let epsilon = options.exploration(at: fraction)
    collect(epsilon: epsilon)
    round.computeTargets(options.algorithm, lambda: Float(options.lambda))
    let sums = optimise(rate: options.optimiser.learningRate(at: fraction))
    let scale = 1 / Double(options.epochs * round.order.count)
    return statistics.metrics(forGame: true) + [Metric.loss("value", sums[0] * scale)]
      + (options.algorithm == .avi
        ? [Metric("exploration", epsilon)]
        : [Metric.loss("policy", sums[1] * scale), Metric("entropy", sums[2] * scale)])
  }

  /// Every game goes on for its plies, through its end and the beginning of the next.
  private func collect(epsilon: Double) {
    evaluator.replace(parameters: trainer.network.parameters)
    for time in 0..<options.steps {
      evaluator.evaluate(environments.environments)
      for slot in 0..<environments.count { step(slot, at: time, epsilon: epsilon) }
    }
    guard options.algorithm == .klent else { return }
    evaluator.evaluate(environments.environments)
    for slot in 0..<environments.count {
      let last = (slot + 1) * options.steps - 1
      if round.steps[last].continuation.advantageSign != 0 {
        round.steps[last].nextValue = improve(slot)
      }
    }
  }

  private func step(_ slot: Int, at time: Int, epsilon: Double) {
    guard let seat = environments.environments[slot].turn else {
      preconditionFailure("game \(slot) is over")
    }
    let index = slot * options.steps + time
    round.setObservation(index, to: environments.observations, row: slot)
    let (action, value) = choose(slot, index, epsilon: epsilon)
    if time > 0, round.steps[index - 1].continuation.advantageSign != 0 {
      round.steps[index - 1].nextValue = value
    }
    let step = environments.step(action, at: slot)
    counts.steps += 1
    let goesOn: ValuedStep.Continuation =
      environments.environments[slot].turn == seat ? .sameSeat : .opponent
    round.actions[index] = action
    round.steps[index] = ValuedStep(
      reward: Float(step.reward), value: value, nextValue: 0,
      continuation: step.terminated ? .terminated : goesOn)
    guard step.isLast else { return }
    let episode = environments.episode(at: slot)
    counts.episodes += 1
    statistics.record(total: episode.total, length: episode.actions.count)
    beginGame(slot)
  }

  /// The move of a game and the value of its position, by the last evaluation.
  private func choose(_ slot: Int, _ index: Int, epsilon: Double) -> (action: Int, value: Float) {
    let actions = round.actionCount
    let range = slot * actions..<(slot + 1) * actions
    switch options.algorithm {
    case .avi:
      let best = evaluator.best(in: slot)
      let explores = random.uniform() < epsilon
      let action =
        explores
        ? evaluator.legal.span.extracting(range).randomTrue(using: &random) : best.action
      round.isGreedy[index] = action == best.action
      return (action, best.value)
    case .klent:
      let value = improve(slot)
      round.setPolicy(index, to: batch.policy, legal: evaluator.legal[range])
      return (batch.draw(using: &random), value)
    }
  }

  /// Leaves π' of a game in the batch's scratch; the result is the mean of the values under it.
  private func improve(_ slot: Int) -> Float {
    let actions = round.actionCount
    evaluator.values.withUnsafeBufferPointer { values in
      evaluator.logits.withUnsafeBufferPointer { logits in
        evaluator.legal.withUnsafeBufferPointer { legal in
          batch.policy.withUnsafeMutableBufferPointer { policy in
            improvement.write(
              values: values.row(slot, width: actions), logits: logits.row(slot, width: actions),
              legal: legal.row(slot, width: actions), into: policy)
          }
        }
      }
    }
    var mean: Float = 0
    for action in 0..<actions where batch.policy[action] > 0 {
      mean += batch.policy[action] * evaluator.values[slot * actions + action]
    }
    return mean
  }

  private func beginGame(_ slot: Int) {
    environments.reset(at: slot, openingPlies: options.experience.openingPlies, using: &random)
  }

  /// Some epochs of minibatches over the round, in a fresh order each; the sums are the losses.
  private func optimise(rate: Float) -> LossSums {
    var sums = LossSums()
    for _ in 0..<options.epochs {
      for last in stride(from: round.order.count - 1, to: 0, by: -1) {
        round.order.swapAt(last, random.below(last + 1))
      }
      for start in stride(from: 0, to: round.order.count, by: trainer.capacity) {
        let indices = round.order[start..<min(start + trainer.capacity, round.order.count)]
        for (row, index) in indices.enumerated() {
          batch.set(
            row, to: index, of: round, as: symmetries[random.below(symmetries.count)],
            observation: trainer.inputs.row(row, width: round.width))
        }
        sums += update(count: indices.count, rate: rate)
      }
    }
    return sums
  }

  /// A gradient step on the batch; the sums are over its rows.
  private func update(count: Int, rate: Float) -> LossSums {
    let scale = 1 / Float(count)
    counts.updates += 1
    return trainer.step(
      count: count, learningRate: rate, clip: options.optimiser.maxGradNorm
    ) { [batch, heads] shard in
      var sums = LossSums()
      for row in shard.rows { sums += batch.loss(of: row, in: shard, heads, weight: scale) }
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
      throw RunError.mismatch("order is no order of \(round.order.count) plies")
    }
    var environments = environments
    try environments.restore(from: archive)
    (self.counts, self.statistics, self.random) = (counts, statistics, random)
    (self.environments, round.order) = (environments, order)
    trainer.state = state
  }
}
