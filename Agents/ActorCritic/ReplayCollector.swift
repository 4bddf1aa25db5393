import ArenaCore
import Environments
import NeuralCore
import Training

/// Plays continuous actions in all environments and remembers every step.
struct ReplayCollector<World: ContinuousEnvironment> {
  private(set) var environments: VectorEnvironment<World>
  private(set) var replay: ContinuousReplay
  private(set) var statistics = EpisodeStatistics()
  /// Exploration, and what is drawn from the replay buffer.
  var random: RandomSource
  /// The first reward that was no number.
  private(set) var lostReward: LostReward?
  private let policy: SquashedPolicy
  private let discount: Float
  private var before: [Float]  // [features]
  private var action: [Float]  // [dimensions], within -1 ... 1

  init(
    _ world: World, _ policy: SquashedPolicy, _ options: ActorCriticOptions, seed: UInt64
  ) {
    self.policy = policy
    discount = Float(options.experience.discount)
    environments = VectorEnvironment(
      world,
      randoms: (0..<options.experience.environments).map {
        RandomSource(seed: seed, streams: 3, UInt32($0))
      }, recordsEpisodes: true)
    action = [Float](repeating: 0, count: world.actionBounds.count)
    before = [Float](repeating: 0, count: environments.featureCount)
    replay = ContinuousReplay(
      capacity: options.bufferSize, width: before.count, actionWidth: action.count)
    random = RandomSource(seed: seed, streams: 1)
  }

  /// One step of every environment.
  ///
  /// - Parameters:
  ///   - steps: those of the run before.
  ///   - actor: acts; nil draws every action alike.
  ///   - noise: drawn anew for each dimension.
  ///   - choose: the action of an environment in one dimension, within -1 ... 1.
  /// - Returns: the episodes that ended.
  mutating func step(
    at steps: Int, by actor: Predictor?,
    choose: (_ slot: Int, _ dimension: Int, _ random: inout RandomSource) -> Float
  ) -> Int {
    if let actor {
      _ = actor.inputs.update(from: environments.observations)
      actor.run(count: environments.count)
    }
    var episodes = 0
    for slot in 0..<environments.count {
      for dimension in action.indices {
        action[dimension] =
          actor == nil ? Float(random.uniform(-1, 1)) : choose(slot, dimension, &random)
      }
      for index in before.indices {
        before[index] = environments.observations[slot * before.count + index]
      }
      let step = environments.step(policy.action(action), at: slot)
      lostReward = lostReward ?? LostReward(step.reward, at: steps + slot + 1)
      replay.append(
        observation: before, action: action, reward: Float(step.reward),
        discount: step.terminated ? 0 : discount, next: environments.observations, row: slot)
      guard step.isLast else { continue }
      let episode = environments.episode(at: slot)
      statistics.record(total: episode.total, length: episode.actions.count)
      episodes += 1
      environments.reset(at: slot)
    }
    return episodes
  }

  // MARK: Saving

  func save(to archive: inout Safetensors) {
    archive.set("statistics", statistics.state)
    archive.add(random, as: "chance")
    replay.save(to: &archive)
    environments.save(to: &archive)
  }

  /// - Throws: `RunError`, changing nothing, for what is no such collector.
  mutating func restore(from archive: Safetensors) throws {
    var restored = self
    restored.statistics = try archive.statistics("statistics")
    restored.random = try archive.random("chance")
    try restored.replay.restore(from: archive)
    try restored.environments.restore(from: archive)
    self = restored
  }
}
