import ArenaCore
import NeuralCore
import Training

/// Proximal policy optimisation and advantage actor-critic: an actor and a critic that learn from
/// rounds of their own play.
///
/// One learner serves control tasks and two-player games. Both seats of a game play with the same
/// network, which sees the board as the seat to move sees it; values and advantages change sign
/// with the turn. Illegal actions have probability 0.
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
/// | A3C's threads | lanes in step | the same gradient, and repeatable |
/// | two players: none | values and advantages change sign with the turn | both seats learn from one stream |
///
/// ## Results
/// Default options; final greedy policy.
///
/// | task | agent | steps | seeds | result |
/// | --- | --- | --- | --- | --- |
/// | CartPole-v1 | ppo | until 475 over 20 episodes | 1 | 500.0 over 100 fresh episodes, 5 s: `arena train CartPole-v1 --agent ppo --minutes 0.9 --target 475`, `arena evaluate` |
/// | CartPole-v1 | ppo | 80,000 | 1-7 | 500.0 over 100 unseen episodes, every seed; 6 s of one core |
/// | CartPole-v1 | a2c | 300,000 | 1-3 | 491, 380 and 208: not solved; 2 s |
/// | tic-tac-toe | ppo | 600,000 | 1-10 | against every line of play: no seed loses any; 8 s |
///
/// `ARENA_LONG_TESTS=1 swift test -c release --filter LongTrainingTests` runs PPO's seeds 1 to 5.
final class PolicyGradientLearner<P: Policy>: Learner {
  typealias World = P.World

  let options: PolicyGradientOptions
  var counts = LearnerCounts()

  let origin: World
  let policy: P
  let heads: PolicyNetwork<P>
  let trainer: Trainer

  /// Plays: a row a lane.
  let actor: Predictor
  /// Judges the last observations of episodes that were cut.
  let judge: Predictor

  var lanes: [Lane<World>]
  var rollout: Rollout
  var statistics = EpisodeStatistics()
  /// Actions and random plies.
  var chance: RandomSource
  /// The order of the steps in an epoch.
  var shuffle: RandomSource
  var moments: RunningMoments
  var rewardScale: RewardScale

  // Reused by every round.
  var mask: [Bool]
  var scratch: [Float]
  var stored: [Float]
  var order: [Int]
  var advantages: [Float]

  /// - Throws: `OptionError` for options that do not go together.
  init(_ world: World, _ setting: LearnerSetting) throws {
    let options = try PolicyGradientOptions(setting.options)
    self.options = options
    origin = world
    policy = P(for: world)
    var initial = RandomSource(seed: setting.seed, streams: 0)
    let network = try Network(
      PolicyNetwork.architecture(options, policy, for: world), using: &initial)
    heads = try PolicyNetwork(network, policy, for: world)

    let width = world.observationShape.count
    rollout = Rollout(
      environments: options.environments, length: options.steps, width: width,
      actionWidth: policy.actionWidth, maskWidth: policy.maskWidth)
    let batch = min(options.batchSize, rollout.count)
    trainer = Trainer(
      network, optimiser: Self.optimiser(options.method), capacity: batch,
      threads: setting.threads)
    actor = Predictor(network, capacity: options.environments)
    judge = Predictor(network, capacity: options.environments)

    chance = RandomSource(seed: setting.seed, streams: 1)
    shuffle = RandomSource(seed: setting.seed, streams: 2)
    lanes = (0..<options.environments).map { index in
      Lane(world, random: RandomSource(seed: setting.seed, streams: 3, UInt32(index)))
    }
    moments = RunningMoments(width: width)
    rewardScale = RewardScale(lanes: options.environments, discount: options.discount)
    mask = [Bool](repeating: true, count: policy.maskWidth)
    scratch = [Float](repeating: 0, count: policy.scratchWidth)
    stored = [Float](repeating: 0, count: policy.actionWidth)
    order = Array(0..<rollout.count)
    advantages = [Float](repeating: 0, count: batch)
    for lane in lanes.indices { begin(lane) }
  }

  private static func optimiser(_ name: PolicyGradientOptions.Method) -> Optimiser {
    switch name {
    case .adam: .adam(epsilon: 1e-5)
    case .rmsprop: .rmsProp(epsilon: 1e-5, epsilonInsideRoot: true)
    }
  }

  var network: Network {
    var network = trainer.network
    if options.normalisesObservations {
      heads.store(ObservationScale(moments), in: &network)
    }
    return network
  }

  var lostNumbers: TrainingNumbers? { trainer.lostNumbers }

  func makePlayer() -> any Player<World> {
    do {
      return try PolicyPlayer<P>(network: network, for: origin)
    } catch {
      preconditionFailure("a learner's own network does not fit its world: \(error)")
    }
  }

  func advance(fraction: Double) -> [Metric] {
    gather()
    rollout.estimateAdvantages(
      AdvantageEstimation(discount: Float(options.discount), lambda: Float(options.lambda)))
    let foreseen = rollout.explainedVariance
    return statistics.metrics(forGame: World.self is any BoardGame.Type)
      + learn(fraction: fraction) + [Metric("explained", foreseen)]
  }
}
