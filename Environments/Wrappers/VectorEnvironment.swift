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
    Self.step(
      actions, &environments, &randoms, &steps, &observations, &finalObservations, mode: mode,
      featureCount: featureCount)
  }

  // Apart from `self`, so that the loop may hold a span over each array: no check of uniqueness
  // inside it.
  private static func step(
    _ actions: [Base.Action], _ environments: inout [Base], _ randoms: inout [RandomSource],
    _ steps: inout [Step], _ observations: inout [Float], _ finalObservations: inout [Float],
    mode: AutoresetMode, featureCount: Int
  ) {
    var environments = environments.mutableSpan
    var randoms = randoms.mutableSpan
    var steps = steps.mutableSpan
    var observations = observations.mutableSpan
    for index in 0..<actions.count {
      let features = index * featureCount..<(index + 1) * featureCount
      var row = observations._mutatingExtracting(features)
      let restarts = mode == .nextStep && steps[index].isLast
      steps[index] = advance(
        &environments[index], restarts ? nil : actions[index], &randoms[index], &row)
      if mode == .sameStep && steps[index].isLast {
        for feature in 0..<featureCount {
          finalObservations[features.lowerBound + feature] = row[feature]
        }
        _ = advance(&environments[index], nil, &randoms[index], &row)
      }
    }
  }

  // The environment as `inout`: reading it through the span would copy it first.
  @inline(__always)
  private static func advance(
    _ environment: inout Base, _ action: Base.Action?, _ random: inout RandomSource,
    _ features: inout MutableSpan<Float>
  ) -> Step {
    var step = Step(reward: 0)
    if let action {
      step = environment.step(action, using: &random)
    } else {
      environment.reset(using: &random)
    }
    environment.observe(as: .first, into: &features)
    return step
  }
}
