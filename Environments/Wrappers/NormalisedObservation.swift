import ArenaCore

/// An environment whose observations are moved and scaled to mean 0 and variance 1 by feature, over
/// all it has shown so far.
///
/// The moments live in the value and survive resets; set `isLearning` to false to keep them. For
/// tasks with one seat.
///
/// Source: Gymnasium 1.4 `wrappers/stateful_observation.py`, NormalizeObservation, which keeps its
/// moments in float32.
public struct NormalisedObservation<Base: Environment>: EnvironmentWrapper {
  public private(set) var base: Base
  /// Whether observations still change the moments.
  public var isLearning = true
  /// `[features]`: the moments of each feature.
  public private(set) var moments: [RunningMoments]
  private let epsilon: Double
  private var raw: [Float]  // [features]

  /// - Parameter epsilon: added to each variance; positive.
  public init(_ base: Base, epsilon: Double = 1e-8) {
    precondition(epsilon > 0, "epsilon must be positive, not \(epsilon)")
    self.base = base
    self.epsilon = epsilon
    let count = base.observationShape.count
    moments = [RunningMoments](repeating: RunningMoments(), count: count)
    raw = [Float](repeating: 0, count: count)
  }

  public mutating func reset(using random: inout RandomSource) {
    base.reset(using: &random)
    look()
  }

  public mutating func step(_ action: Base.Action, using random: inout RandomSource) -> Step {
    let step = base.step(action, using: &random)
    look()
    return step
  }

  public func observe(as seat: Seat, into features: inout MutableSpan<Float>) {
    for index in raw.indices {
      let distance = Double(raw[index]) - moments[index].mean
      features[index] = Float(distance / (moments[index].variance + epsilon).squareRoot())
    }
  }

  private mutating func look() {
    base.observe(as: .first, intoRow: 0, of: &raw)
    guard isLearning else { return }
    for index in raw.indices { moments[index].add(Double(raw[index])) }
  }
}

extension NormalisedObservation: DiscreteEnvironment where Base: DiscreteEnvironment {}
extension NormalisedObservation: ContinuousEnvironment where Base: ContinuousEnvironment {}
