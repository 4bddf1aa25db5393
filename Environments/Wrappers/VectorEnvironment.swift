public import ArenaCore

/// Many copies of one environment that run side by side, each with a random stream of its own.
///
/// Learners step and reset each slot by itself, and look at its last observation before they reset
/// it. `step(_:)` advances all of them with Gymnasium's NEXT_STEP resets. Nothing is allocated in
/// the long run.
///
/// Source: Gymnasium 1.4 `vector/sync_vector_env.py`, SyncVectorEnv.
public struct VectorEnvironment<Base: Environment>: Sendable {
  /// How many environments there are.
  public let count: Int
  /// Floats of one observation.
  public let featureCount: Int
  public private(set) var environments: [Base]  // [count]
  /// What each did on the last step.
  public private(set) var steps: [Step]  // [count]
  /// What the seat to move observes; of an episode that is over, what the first seat observes.
  public private(set) var observations: [Float]  // [count, features]
  private let origin: Base
  private var randoms: [RandomSource]  // [count]
  private var episodes: [Episode]  // [count]; empty unless episodes are recorded

  /// What a running episode can be rebuilt from, for environments have no saved form: the random
  /// stream that it began with and the actions since.
  public struct Episode: Sendable {
    public internal(set) var start: RandomSource
    public internal(set) var actions: [Base.Action] = []
    /// The sum of rewards, each from the view of the seat that acted.
    public internal(set) var total = 0.0
  }

  /// An environment for each random stream, its first episode begun.
  ///
  /// - Parameter recordsEpisodes: whether `episode(at:)` may be asked for.
  /// - Precondition: there is a stream.
  public init(_ base: Base, randoms: [RandomSource], recordsEpisodes: Bool = false) {
    precondition(!randoms.isEmpty, "a vector needs at least one environment")
    origin = base
    count = randoms.count
    featureCount = base.observationShape.count
    environments = [Base](repeating: base, count: count)
    steps = [Step](repeating: Step(reward: 0), count: count)
    observations = [Float](repeating: 0, count: count * featureCount)
    self.randoms = randoms
    episodes = recordsEpisodes ? randoms.map { Episode(start: $0) } : []
    for slot in 0..<count { reset(at: slot) }
  }

  /// Environment i behaves as a single one seeded with `seed + i`.
  public init(_ base: Base, count: Int, seed: UInt64) {
    self.init(base, randoms: (0..<count).map { RandomSource(seed: seed &+ UInt64($0)) })
  }

  // MARK: One slot

  /// Starts a new episode in one slot, from where its random stream stands.
  public mutating func reset(at slot: Int) {
    if !episodes.isEmpty {
      episodes[slot].start = randoms[slot]
      episodes[slot].actions.removeAll(keepingCapacity: true)
      episodes[slot].total = 0
    }
    // A fresh copy: nothing of the last episode can leak into the replay of this one.
    environments[slot] = origin
    environments[slot].reset(using: &randoms[slot])
    steps[slot] = Step(reward: 0)
    observe(slot)
  }

  /// Acts in one slot, whose episode is running.
  @discardableResult
  public mutating func step(_ action: Base.Action, at slot: Int) -> Step {
    let step = environments[slot].step(action, using: &randoms[slot])
    steps[slot] = step
    if !episodes.isEmpty {
      episodes[slot].actions.append(action)
      episodes[slot].total += step.reward
    }
    observe(slot)
    return step
  }

  private mutating func observe(_ slot: Int) {
    let seat = environments[slot].turn ?? .first
    environments[slot].observe(as: seat, intoRow: slot, of: &observations)
  }

  /// The running episode of one slot.
  ///
  /// - Precondition: episodes are recorded.
  public func episode(at slot: Int) -> Episode { episodes[slot] }

  /// Rebuilds a recorded episode in one slot; false, changing nothing, when an action is not one
  /// that a running episode allows, or the episode is over.
  public mutating func replay(
    _ actions: [Base.Action], from start: RandomSource, at slot: Int,
    allows: (Base, Base.Action) -> Bool
  ) -> Bool {
    var rebuilt = VectorEnvironment(origin, randoms: [start], recordsEpisodes: true)
    for action in actions {
      guard rebuilt.environments[0].turn != nil, allows(rebuilt.environments[0], action) else {
        return false
      }
      rebuilt.step(action, at: 0)
    }
    guard rebuilt.environments[0].turn != nil else { return false }
    environments[slot] = rebuilt.environments[0]
    randoms[slot] = rebuilt.randoms[0]
    steps[slot] = rebuilt.steps[0]
    if !episodes.isEmpty { episodes[slot] = rebuilt.episodes[0] }
    observe(slot)
    return true
  }

  // MARK: All at once

  /// Steps every environment; where the last step ended an episode, resets it instead, and the
  /// action is ignored.
  ///
  /// For tasks with one seat whose episodes are not recorded. The results are in `steps` and
  /// `observations`.
  ///
  /// - Parameter actions: `[count]`.
  public mutating func step(_ actions: [Base.Action]) {
    precondition(actions.count == count, "\(count) environments need \(count) actions")
    precondition(episodes.isEmpty, "recorded environments are stepped one by one")
    Self.advance(actions, &environments, &randoms, &steps)
    Self.show(&environments, &observations)
  }

  // These are apart from `self`, so that a loop may hold a span over each array: no check of
  // uniqueness inside it.

  private static func advance(
    _ actions: [Base.Action], _ environments: inout [Base], _ randoms: inout [RandomSource],
    _ steps: inout [Step]
  ) {
    var environments = environments.mutableSpan
    var randoms = randoms.mutableSpan
    var steps = steps.mutableSpan
    for slot in 0..<actions.count {
      if steps[slot].isLast {
        environments[slot].reset(using: &randoms[slot])
        steps[slot] = Step(reward: 0)
      } else {
        steps[slot] = environments[slot].step(actions[slot], using: &randoms[slot])
      }
    }
  }

  private static func show(_ environments: inout [Base], _ observations: inout [Float]) {
    var environments = environments.mutableSpan
    var observations = observations.mutableSpan
    let width = observations.count / environments.count
    for slot in 0..<environments.count {
      var row = observations._mutatingExtracting(slot * width..<(slot + 1) * width)
      observe(&environments[slot], into: &row)
    }
  }

  // The environment as `inout`: reading it through the span would copy it first.
  @inline(__always)
  private static func observe(
    _ environment: inout Base, into features: inout MutableSpan<Float>
  ) {
    environment.observe(as: .first, into: &features)
  }
}

extension VectorEnvironment where Base: DiscreteEnvironment {
  /// Starts a new episode in one slot that is still running after up to `plies` random actions,
  /// their number drawn evenly.
  ///
  /// Self-play between copies of one policy would otherwise see few lines of a game. The rewards of
  /// those actions do not count.
  public mutating func reset(
    at slot: Int, openingPlies plies: Int, using random: inout RandomSource
  ) {
    reset(at: slot)
    guard plies > 0 else { return }
    var legal: [Int] = []
    while true {
      for _ in 0..<random.below(plies + 1) where environments[slot].turn != nil {
        legal.removeAll(keepingCapacity: true)
        environments[slot].appendLegalActions(to: &legal)
        step(legal[random.below(legal.count)], at: slot)
      }
      if environments[slot].turn != nil { break }
      reset(at: slot)
    }
    if !episodes.isEmpty { episodes[slot].total = 0 }
  }
}
