import ArenaCore
import NeuralCore
import Training

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
/// | one world, an update every 4 steps | `lanes` worlds, `updates` after each `round` | a batch through the network costs little more than one row |
/// | RMSProp | Adam | what later work settled on |
/// | target renewed by updates | by steps of the world, in whole rounds | independent of the number of lanes |
/// | exploration falls over a million frames | over a part of the run | runs differ in length |
/// | rewards clipped, frames stacked and skipped | not | the worlds are no pixels |
/// | weights of prioritised replay divided by the buffer's largest | by the batch's | needs no second tree |
/// | multi-step targets in a game: none | the sign changes with the turn | both seats learn from one stream |
///
/// ## Results
/// Default options; final greedy policy.
///
/// | task | steps | seeds | result |
/// | --- | --- | --- | --- |
/// | CartPole-v1 | until 475 over 20 episodes | 1 | 500.0 over 100 fresh episodes, 9 s: `arena train CartPole-v1 --agent dqn --minutes 0.9 --target 475`, `arena evaluate` |
/// | CartPole-v1 | 50,000 | 1-9, 11 | mean 499.8 of 100 unseen episodes, worst seed 498.1; 7 s of one core |
/// | tic-tac-toe, `gradient-steps=16` | 200,000 | 1-10 | against every line of play: 9 seeds lose none, seed 10 loses 2 of 625; 14 s |
///
/// `ARENA_LONG_TESTS=1 swift test -c release --filter LongTrainingTests` runs seeds 1 to 5 of the last
/// two rows, with default options.
public final class DQNLearner<World: DiscreteEnvironment>: Learner {
  let options: DQNOptions
  public var counts = LearnerCounts()

  let values: ValueNetwork
  let trainer: Trainer
  /// Weights that targets are computed with.
  var target: Network

  let actingPredictor: Predictor  // plays: a row a lane
  let targetPredictor: Predictor  // the target network on a batch of next observations
  let onlinePredictor: Predictor  // the online network on the same

  var lanes: [Lane<World>]
  var windows: [MultiStepWindow]
  var buffer: ReplayBuffer
  var sampler: Sampler
  var statistics = EpisodeStatistics()
  /// Exploration and random plies.
  var chance: RandomSource

  let origin: World
  let width: Int
  // Reused for every step.
  var legal: [Bool]
  var next: [Float]
  var nextLegal: [Bool]
  var rowValues: [Float]
  var otherRowValues: [Float]
  var slots: [Int]
  var targets: [Float]
  var weights: [Float]
  var errors: [Float]

  /// - Throws: `OptionError` for options that do not go together.
  public init(_ world: World, _ setting: LearnerSetting) throws {
    let options = try DQNOptions(setting.options)
    self.options = options
    origin = world
    width = world.observationShape.count
    let actionCount = world.actionCount
    var initial = RandomSource(seed: setting.seed, streams: 0)
    target = try Network(
      ValueNetwork.architecture(options.network, isDueling: options.isDueling, for: world),
      using: &initial)
    values = try ValueNetwork(target, for: world)
    trainer = Trainer(
      target, optimiser: .adam(), capacity: options.batchSize, threads: setting.threads)
    actingPredictor = Predictor(target, capacity: options.environments)
    targetPredictor = Predictor(target, capacity: options.batchSize)
    onlinePredictor = Predictor(target, capacity: options.batchSize)

    chance = RandomSource(seed: setting.seed, streams: 1)
    lanes = []
    for index in 0..<options.environments {
      var lane = Lane(
        world, random: RandomSource(seed: setting.seed, streams: 3, UInt32(index)))
      lane.begin(openingPlies: options.openingPlies, using: &chance)
      lanes.append(lane)
    }
    let window = MultiStepWindow(
      length: options.stepsPerReturn, discount: options.discount, width: width)
    windows = [MultiStepWindow](repeating: window, count: options.environments)
    buffer = ReplayBuffer(capacity: options.bufferSize, width: width, actionCount: actionCount)
    sampler = Sampler(
      exponent: options.priorityExponent, capacity: options.bufferSize,
      random: RandomSource(seed: setting.seed, streams: 2))

    legal = [Bool](repeating: false, count: actionCount)
    next = [Float](repeating: 0, count: width)
    nextLegal = legal
    rowValues = [Float](repeating: 0, count: actionCount)
    otherRowValues = rowValues
    slots = [Int](repeating: 0, count: options.batchSize)
    targets = [Float](repeating: 0, count: options.batchSize)
    weights = targets
    errors = targets
  }

  public var network: Network { trainer.network }

  public var lostNumbers: TrainingNumbers? { trainer.lostNumbers }

  public func makePlayer() -> any Player<World> {
    do {
      return try DQNPlayer(network: network, for: origin)
    } catch {
      preconditionFailure("a learner's own network does not fit its world: \(error)")
    }
  }

  public func advance(fraction: Double) -> [Metric] {
    let isWarm = counts.steps >= options.learningStarts
    let exploration = isWarm ? options.exploration(at: fraction) : 1
    gather(exploration: exploration)
    var loss = 0.0
    var value = 0.0
    // A window longer than a round may have handed over nothing yet.
    if counts.steps >= options.learningStarts && buffer.count > 0 {
      for _ in 0..<options.gradientSteps {
        let sums = learn(fraction: fraction)
        loss += sums[0] / Double(options.gradientSteps)
        value += sums[1] / Double(options.gradientSteps)
      }
    }
    // In whole rounds: the target is constant within one, and renewed when a multiple of `sync`
    // steps has been passed.
    if counts.steps / options.targetUpdateInterval > (counts.steps - options.trainFrequency)
      / options.targetUpdateInterval
    {
      target.parameters = trainer.network.parameters
      useTarget()
    }
    return statistics.metrics(forGame: World.self is any BoardGame.Type) + [
      Metric.loss("loss", loss), Metric("value", value), Metric("exploration", exploration),
    ]
  }

  /// Hands the target weights to the predictor that judges by them.
  func useTarget() { targetPredictor.replace(parameters: target.parameters) }
}
