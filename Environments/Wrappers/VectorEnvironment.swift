import ArenaCore

/// Many copies of one environment that step together, each with a random stream of its own.
///
/// Environment number i behaves as a single one seeded with `seed + i`. Results are arrays that
/// every step overwrites; nothing is allocated after the first step. For tasks with one seat.
///
/// Source: Gymnasium 1.4 `vector/sync_vector_env.py`, SyncVectorEnv.
public struct VectorEnvironment<Base: Environment>: Sendable {
  /// How many environments there are.
  public let count: Int
  public let mode: AutoresetMode
  /// Floats of one observation.
  public let featureCount: Int
  /// `[count]`
  public private(set) var environments: [Base]
  /// `[count]`: what each did on the last step.
  public private(set) var steps: [Step]
  /// `[count, features]`: what each observes now.
  public private(set) var observations: [Float]
  /// `[count, features]` in the mode SAME_STEP, else empty: for those that ended on the last step,
  /// the last observation of that episode; other rows are stale.
  public private(set) var finalObservations: [Float]
  private var randoms: [RandomSource]  // [count]

  /// - Precondition: `count` is positive.
  public init(_ base: Base, count: Int, mode: AutoresetMode = .nextStep) {
    precondition(count > 0, "a vector needs at least one environment, not \(count)")
    self.count = count
    self.mode = mode
    featureCount = base.observationShape.count
    environments = [Base](repeating: base, count: count)
    steps = [Step](repeating: Step(reward: 0), count: count)
    observations = [Float](repeating: 0, count: count * featureCount)
    finalObservations = mode == .sameStep ? observations : []
    randoms = (0..<count).map { RandomSource(seed: UInt64($0)) }
  }

  /// Starts a new episode everywhere, environment i from the seed `seed + i`.
  public mutating func reset(seed: UInt64) {
    for index in 0..<count {
      randoms[index] = RandomSource(seed: seed &+ UInt64(index))
      reset(at: index)
    }
  }

  /// Starts a new episode in one environment, from where its random stream stands.
  public mutating func reset(at index: Int) {
    environments[index].reset(using: &randoms[index])
    steps[index] = Step(reward: 0)
    environments[index].observe(as: .first, intoRow: index, of: &observations)
  }

  /// Steps every environment; the results are in `steps` and `observations`.
  ///
  /// - Parameter actions: `[count]`; where NEXT_STEP resets, the action is ignored.
  /// - Precondition: reset before; with DISABLED, none has ended.
  public mutating func step(_ actions: [Base.Action]) {
    precondition(actions.count == count, "\(count) environments need \(count) actions")
    Self.advance(actions, &environments, &randoms, &steps, restarting: mode == .nextStep)
    Self.show(&environments, &randoms, steps, &observations, &finalObservations, mode)
  }

  // These are apart from `self`, so that a loop may hold a span over each array: no check of
  // uniqueness inside it.

  private static func advance(
    _ actions: [Base.Action], _ environments: inout [Base], _ randoms: inout [RandomSource],
    _ steps: inout [Step], restarting: Bool
  ) {
    var environments = environments.mutableSpan
    var randoms = randoms.mutableSpan
    var steps = steps.mutableSpan
    for index in 0..<actions.count {
      if restarting && steps[index].isLast {
        environments[index].reset(using: &randoms[index])
        steps[index] = Step(reward: 0)
      } else {
        steps[index] = environments[index].step(actions[index], using: &randoms[index])
      }
    }
  }

  /// Observes all; with SAME_STEP, resets those that have ended and observes them again.
  private static func show(
    _ environments: inout [Base], _ randoms: inout [RandomSource], _ steps: [Step],
    _ observations: inout [Float], _ finalObservations: inout [Float], _ mode: AutoresetMode
  ) {
    var environments = environments.mutableSpan
    var randoms = randoms.mutableSpan
    var observations = observations.mutableSpan
    let width = observations.count / environments.count
    for index in 0..<environments.count {
      var row = observations._mutatingExtracting(index * width..<(index + 1) * width)
      observe(&environments[index], into: &row)
      guard mode == .sameStep && steps[index].isLast else { continue }
      for feature in 0..<width { finalObservations[index * width + feature] = row[feature] }
      environments[index].reset(using: &randoms[index])
      observe(&environments[index], into: &row)
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

/// What a vector of environments does with one whose episode has ended.
public enum AutoresetMode: String, Sendable, Hashable, CaseIterable {
  /// The next step resets it: that step ignores its action and pays 0.
  case nextStep = "NEXT_STEP"
  /// The step that ends the episode resets it: it shows the new episode's observation, and the last
  /// one apart from it.
  case sameStep = "SAME_STEP"
  /// Nothing: the caller resets it before the next step.
  case disabled = "DISABLED"
}
