public import ArenaCore
public import Environments
public import NeuralCore
public import Training

/// Learns the value of every action in every state from experience, without a network.
///
/// An episode is played ε-greedily. After each step the value of its action moves towards a target:
/// the reward and what the next state is worth (temporal differences), or, once the episode is over,
/// all rewards that followed (Monte Carlo). With `time-aware` there are values for each number of
/// steps left, and a step teaches all of them, since the dynamics do not know the clock.
///
/// Source: Watkins 1989 (Q-learning); Rummery and Niranjan 1994 (SARSA); van Seijen et al. 2009
/// (expected SARSA); Sutton and Barto 2018, chapters 5 and 6; De Asis et al. 2020 (values by
/// horizon).
///
/// ## Deviations
/// | source | here | why |
/// | --- | --- | --- |
/// | a constant learning rate | falls over the run | converges where chance decides |
/// | episodes without end | cut after 10,000 steps | a table may lead round in circles |
/// | values by horizon: one update a step taken | one for every horizon | the same experience teaches them all |
public final class TabularLearner<World: FiniteEnvironment>: Learner {
  public var counts = LearnerCounts()
  private let origin: World
  private var rule: TabularRule
  private var statistics = EpisodeStatistics()
  /// Chance of the world, and that of the agent.
  private var worldRandom: RandomSource
  private var random: RandomSource

  /// Steps of a round, which ends with the episode under way: between two rounds there is none.
  private static var stepsPerRound: Int { 4096 }
  private static var longestEpisode: Int { 10_000 }

  /// - Throws: `OptionError` for options out of range.
  public init(
    _ world: World, _ algorithm: TabularOptions.Algorithm, _ setting: LearnerSetting
  ) throws {
    let options = try TabularOptions().applying(setting.options)
    origin = world
    rule = TabularRule(
      algorithm, options,
      ActionTable(for: world, countsSteps: options.countsSteps, value: options.initialValue))
    worldRandom = RandomSource(seed: setting.seed, streams: 3)
    random = RandomSource(seed: setting.seed, streams: 1)
  }

  var table: ActionTable { rule.table }

  public var network: Network { table.network }

  public var lostNumbers: TrainingNumbers? { table.values.allSatisfy(\.isFinite) ? nil : .weights }

  public private(set) var lostReward: LostReward?

  public func makePlayer() -> any Player<World> { TabularPlayer<World>(table) }

  // MARK: The algorithm

  public func advance(fraction: Double) -> [Metric] {
    let epsilon = rule.options.exploration(at: fraction)
    rule.rate = rule.options.learningRate(at: fraction)
    let end = counts.steps + Self.stepsPerRound
    var chance = (world: worldRandom, agent: random)
    while counts.steps < end && lostReward == nil {
      playEpisode(&rule, epsilon: epsilon, &chance.world, &chance.agent)
    }
    (worldRandom, random) = chance
    return statistics.metrics(forGame: false) + [Metric("exploration", epsilon)]
  }

  /// One episode, ε-greedily, and what is learnt from it.
  private func playEpisode(
    _ rule: inout TabularRule, epsilon: Double, _ worldRandom: inout RandomSource,
    _ random: inout RandomSource
  ) {
    var world = origin
    world.reset(using: &worldRandom)
    var episode: [TabularRule.Moment] = []
    var (state, total, length) = (world.state, 0.0, 0)
    var horizon = rule.table.horizon(in: world)
    var action =
      random.uniform() < epsilon
      ? random.below(world.actionCount)
      : rule.table.anyBest(state, horizon: horizon, using: &random)
    while true {
      let step = world.step(action, using: &worldRandom)
      total += step.reward
      length += 1
      lostReward = lostReward ?? LostReward(step.reward, at: counts.steps + length)
      let moment = TabularRule.Moment(
        state: state, action: action, horizon: horizon, reward: step.reward)
      state = world.state
      horizon = rule.table.horizon(in: world)
      let explores = random.uniform() < epsilon
      if !step.terminated {
        action =
          explores
          ? random.below(world.actionCount)
          : rule.table.anyBest(state, horizon: horizon, using: &random)
      }
      if rule.algorithm == .monteCarlo {
        episode.append(moment)
      } else {
        let next = TabularRule.Next(
          state: state, action: action, explores: explores, epsilon: epsilon)
        rule.learn(moment, next: step.terminated ? nil : next)
      }
      if step.isLast || length == Self.longestEpisode { break }
    }
    if rule.algorithm == .monteCarlo { rule.learn(fromEpisode: episode) }
    counts.steps += length
    counts.updates += length
    counts.episodes += 1
    statistics.record(total: total, length: length)
  }

  // MARK: Saving

  public func save(to archive: inout Safetensors) {
    archive.add(counts, as: "counts")
    archive.set("values", rule.table.values)
    archive.set("statistics", statistics.state)
    archive.add(worldRandom, as: "world")
    archive.add(random, as: "random")
  }

  public func restore(from archive: Safetensors) throws {
    // Everything is read before anything changes: a bad archive leaves the learner as it was.
    let counts = try archive.counts("counts")
    let values = try archive.finite("values", as: Double.self)
    guard values.count == table.values.count else {
      throw RunError.mismatch("values are of another table")
    }
    let statistics = try archive.statistics("statistics")
    let (world, random) = (try archive.random("world"), try archive.random("random"))
    (self.counts, self.statistics) = (counts, statistics)
    (worldRandom, self.random) = (world, random)
    rule.table.values = values
  }

  public func loadWeights(_ network: Network) throws {
    let loaded = try ActionTable(network, for: origin)
    guard loaded.horizons == table.horizons else {
      throw RunError.mismatch("a table of \(loaded.horizons) horizons against \(table.horizons)")
    }
    rule.table = loaded
  }
}
