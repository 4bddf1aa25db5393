public import ArenaCore
import Environments
public import NeuralCore
public import Training

/// Deep Q-learning: replay, a target network and greedy play with some random moves.
///
/// One learner serves control tasks and two-player games. Both seats of a game play with the same
/// network, which sees the board as the seat to move sees it; a position's value is then minus the
/// value of the best reply (negamax). Illegal actions are neither played nor bootstrapped from.
///
/// Source: Mnih et al. 2015; van Hasselt et al. 2015 (double); Wang et al. 2015 (dueling); Schaul et
/// al. 2015 (priorities); Hessel et al. 2017 (multi-step).
///
/// ## Deviations
/// | paper | here | why |
/// | --- | --- | --- |
/// | one world, an update every 4 steps | `num-envs` worlds, `gradient-steps` after each `train-frequency` | a batch through the network costs little more than one row |
/// | RMSProp | Adam | what later work settled on |
/// | target renewed by updates | by steps of the world, in whole rounds | independent of the number of worlds |
/// | exploration falls over a million frames | over a part of the run | runs differ in length |
/// | rewards clipped, frames stacked and skipped | not | the worlds are no pixels |
/// | weights of prioritised replay divided by the buffer's largest | by the batch's | needs no second tree |
/// | experiences as they were seen | of a board, as any of its images (`symmetry`) | each teaches up to eight |
/// | multi-step targets in a game: none | the sign changes with the turn | both seats learn from one stream |
///
/// What it learns, and in what time, is in RESULTS.md.
public final class DQNLearner<World: DiscreteEnvironment>: Learner {
  private let options: DQNOptions
  private let origin: World
  public var counts = LearnerCounts()

  private let values: ValueNetwork
  /// Q(s, a; θ), and what moves θ.
  let online: Trainer
  /// Q(s, a; θ⁻): the weights that targets are computed with.
  var target: Network { didSet { targetPredictor.replace(parameters: target.parameters) } }
  private let behaviour: Predictor  // the online network as it plays, a row an environment
  private let targetPredictor: Predictor  // the target network on a batch of next observations
  private let onlinePredictor: Predictor  // the online network on the same

  var environments: VectorEnvironment<World>
  var opponents: OpponentPool
  var memory: ReplayMemory
  var statistics = EpisodeStatistics()
  /// Exploration and random plies.
  var random: RandomSource
  private var batch: DQNBatch
  private let bufferBytes: Int
  private var legal: [Bool]  // [actions], of the environment looked at
  /// Of the board; one at most where they are not used.
  private let symmetries: [Symmetry]
  private var observation: [Float]  // [features], of the board looked at

  /// - Throws: `OptionError` for options that do not go together.
  public init(_ world: World, _ setting: LearnerSetting) throws {
    let options = try DQNOptions(setting.options)
    let experience = options.experience
    self.options = options
    origin = world
    var initial = RandomSource(seed: setting.seed, streams: 0)
    target = try ValueNetwork.network(
      options.value, options.network.layers(on: world.observationShape, initial: .he), for: world,
      using: &initial)
    values = try ValueNetwork(target, for: world)
    online = Trainer(
      target, optimiser: .adam(), capacity: experience.batchSize, threads: setting.threads)
    behaviour = Predictor(target, capacity: experience.environments)
    targetPredictor = Predictor(target, capacity: experience.batchSize)
    onlinePredictor = Predictor(target, capacity: experience.batchSize)

    environments = VectorEnvironment(
      world,
      randoms: (0..<experience.environments).map {
        RandomSource(seed: setting.seed, streams: 3, UInt32($0))
      }, recordsEpisodes: true)
    opponents = OpponentPool(
      options.opponents, environments: experience.environments,
      random: RandomSource(seed: setting.seed, streams: 4))
    let width = environments.featureCount
    bufferBytes = try Self.checkedBufferBytes(options, for: world)
    let window = MultiStepWindow(
      length: options.stepsPerReturn, discount: experience.discount, width: width)
    memory = ReplayMemory(
      windows: [MultiStepWindow](repeating: window, count: experience.environments),
      buffer: ReplayBuffer(
        capacity: options.bufferSize, width: width, actionCount: world.actionCount),
      sampler: Sampler(
        alpha: options.priorityExponent, capacity: options.bufferSize,
        random: RandomSource(seed: setting.seed, streams: 2)))
    random = RandomSource(seed: setting.seed, streams: 1)
    batch = DQNBatch(capacity: experience.batchSize, width: values.width)
    legal = [Bool](repeating: false, count: world.actionCount)
    symmetries = options.usesSymmetry ? (world as? any Symmetric)?.symmetries ?? [] : []
    observation = [Float](repeating: 0, count: width)
    for index in 0..<environments.count { beginEpisode(index) }
  }

  public var network: Network { online.network }

  public var lostNumbers: TrainingNumbers? { online.lostNumbers }

  public private(set) var lostReward: LostReward?

  public var notes: [String] {
    let megabytes = (Double(bufferBytes) / 1e6).rounded(.up)
    return [
      "the replay buffer of \(options.bufferSize) experiences takes \(Int(megabytes)) MB when full"
    ]
  }

  public func makePlayer() -> any Player<World> {
    do {
      return try DQNPlayer(network: network, for: origin)
    } catch {
      preconditionFailure("a learner's own network does not fit its world: \(error)")
    }
  }

  // MARK: The algorithm

  /// Mnih et al. 2015, algorithm 1, `trainFrequency` steps of its inner loop at a time.
  public func advance(fraction: Double) -> [Metric] {
    let explores = counts.steps >= options.learningStarts
    let epsilon = explores ? options.exploration(at: fraction) : 1
    collect(epsilon: epsilon)
    var (loss, value) = (0.0, 0.0)
    // A window longer than a phase may have handed over nothing yet.
    if counts.steps >= options.learningStarts && memory.buffer.count > 0 && lostReward == nil {
      for _ in 0..<options.gradientSteps {
        let sums = learn(fraction: fraction)
        loss += sums[0] / Double(options.gradientSteps)
        value += sums[1] / Double(options.gradientSteps)
      }
    }
    // θ⁻ is constant within a phase, and renewed when a multiple of the interval has been passed.
    let interval = options.targetUpdateInterval
    if options.tau == nil,
      counts.steps / interval > (counts.steps - options.trainFrequency) / interval
    {
      target.parameters = online.network.parameters
    }
    return statistics.metrics(forGame: World.self is any BoardGame.Type) + [
      Metric.loss("loss", loss), Metric("value", value), Metric("exploration", epsilon),
    ] + opponents.metrics
  }

  /// One gradient step on a minibatch of the replay buffer; the sums are the loss and the mean value.
  @discardableResult
  func learn(fraction: Double) -> LossSums {
    memory.sample(&batch, beta: options.importanceExponent(at: fraction))
    computeTargets()
    let sums = update(fraction: fraction)
    memory.updatePriorities(batch)
    if let tau = options.tau { followOnline(by: Float(tau)) }
    return sums
  }

  /// θ⁻ ← θ⁻ + τ (θ - θ⁻), Lillicrap et al. 2015.
  private func followOnline(by tau: Float) {
    let online = online.network.parameters
    target.parameters = zip(target.parameters, online).map { $0 + tau * ($1 - $0) }
  }

  /// Steps every environment for its share of a phase, ε-greedily, and stores each step.
  private func collect(epsilon: Double) {
    opponents.update(at: counts.steps, with: online.network)
    behaviour.replace(parameters: online.network.parameters)
    for _ in 0..<(options.trainFrequency / environments.count) {
      _ = behaviour.inputs.update(from: environments.observations)
      behaviour.run(count: environments.count)
      opponents.think(in: environments)
      for index in 0..<environments.count { step(index, epsilon: epsilon) }
    }
  }

  private func step(_ index: Int, epsilon: Double) {
    guard let seat = environments.environments[index].turn else {
      preconditionFailure("environment \(index) is over")
    }
    let action = chooseAction(index, epsilon: epsilon)
    let step = environments.step(action, at: index)
    counts.steps += 1
    lostReward = lostReward ?? LostReward(step.reward, at: counts.steps)
    store(index, seat, action, step)
    guard step.isLast else { return }
    opponents.end(at: index, reward: step.reward, for: seat)
    let episode = environments.episode(at: index)
    counts.episodes += 1
    statistics.record(total: episode.total, length: episode.actions.count)
    beginEpisode(index)
  }

  private func beginEpisode(_ index: Int) {
    environments.reset(at: index, openingPlies: options.experience.openingPlies, using: &random)
    opponents.begin(at: index)
  }

  private func store(_ index: Int, _ seat: Seat, _ action: Int, _ step: Step) {
    let next = environments.environments[index]
    var mask = legal.mutableSpan
    next.writeLegal(into: &mask)
    let width = environments.featureCount
    let before = UnsafeBufferPointer(behaviour.inputs.row(index, width: width))
    let (observations, legal) = (environments.observations, self.legal)
    memory.store(
      index, observation: before.span, action: action, reward: step.reward,
      passesTurn: (next.turn ?? seat) != seat,
      end: step.terminated ? .terminated : step.truncated ? .truncated : .none,
      next: observations.span.extracting(index * width..<(index + 1) * width),
      nextLegal: legal.span, isLearnt: opponents.choice(at: index) == nil)
  }

  /// With probability ε any legal action, else the best one; a frozen opponent's best one always.
  private func chooseAction(_ index: Int, epsilon: Double) -> Int {
    var mask = legal.mutableSpan
    environments.environments[index].writeLegal(into: &mask)
    let legal = legal
    if let (predictor, row) = opponents.choice(at: index) {
      return values.best(row: row, of: predictor, legal: legal.span).action
    }
    if random.uniform() < epsilon { return legal.span.randomTrue(using: &random) }
    return values.best(row: index, of: behaviour, legal: legal.span).action
  }

  /// y = r + γ Q(s', argmax Q(s', a; θ); θ⁻), the inner θ being θ⁻ too unless learning is double;
  /// of distributions the same, outcome by outcome.
  private func computeTargets() {
    let buffer = memory.buffer
    for (row, slot) in batch.slots.enumerated() {
      buffer.nextObservations.copy(
        slot, to: targetPredictor.inputs.row(row, width: buffer.width))
    }
    targetPredictor.run(count: batch.count)
    if options.isDouble {
      onlinePredictor.replace(parameters: online.network.parameters)
      _ = onlinePredictor.inputs.update(from: targetPredictor.inputs)
      onlinePredictor.run(count: batch.count)
    }
    let width = values.width
    for (row, slot) in batch.slots.enumerated() {
      batch.targets.withUnsafeMutableBufferPointer { targets in
        values.writeTarget(
          row: row, online: options.isDouble ? onlinePredictor : targetPredictor,
          target: targetPredictor, legal: buffer.nextLegal.span.extracting(buffer.legal(slot)),
          nStepReturn: buffer.returns[slot], discount: buffer.discounts[slot],
          into: targets.row(row, width: width))
      }
    }
  }

  /// A gradient step on the loss of Q(s, a; θ) - y: the sums are the loss and the mean value.
  private func update(fraction: Double) -> LossSums {
    let buffer = memory.buffer
    for (row, slot) in batch.slots.enumerated() {
      let input = online.inputs.row(row, width: buffer.width)
      guard symmetries.count > 1 else {
        buffer.observations.copy(slot, to: input)
        continue
      }
      observation.withUnsafeMutableBufferPointer { buffer.observations.copy(slot, to: $0) }
      showImage(in: row, input)
    }
    let (values, loss, scale) = (values, options.loss, 1 / Float(batch.count))
    let (count, actions) = (batch.count, batch.actions)
    let (targets, weights) = (batch.targets, batch.weights)
    let sums = batch.errors.withUnsafeMutableBufferPointer { errors in
      // Every row belongs to one shard, so no two threads write the same element.
      nonisolated(unsafe) let errors = errors
      return online.step(
        count: count, learningRate: options.optimiser.learningRate(at: fraction),
        clip: options.optimiser.maxGradNorm
      ) { shard in
        var sums = LossSums()
        for row in shard.rows {
          let found = targets.withUnsafeBufferPointer {
            values.learn(
              actions[row], row: row, in: shard, target: $0.row(row, width: values.width),
              weight: weights[row] * scale, loss: loss)
          }
          errors[row] = found.error
          sums[0] += found.loss
          sums[1] += Double(found.value * scale)
        }
        return sums
      }
    }
    counts.updates += 1
    return sums
  }

  /// Turns or mirrors an observed board and its action at random: the action is worth the same.
  private func showImage(in row: Int, _ input: UnsafeMutableBufferPointer<Float>) {
    let symmetry = symmetries[random.below(symmetries.count)]
    let observation = observation
    var image = input.mutableSpan
    symmetry.apply(toPlanes: observation.span, into: &image)
    batch.actions[row] = symmetry.actions[batch.actions[row]]
  }
}
