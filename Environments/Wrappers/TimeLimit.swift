public import ArenaCore

/// An environment whose episodes are cut after a number of steps.
///
/// The step that reaches the limit is truncated; it may be terminated as well. Without a limit the
/// wrapper changes nothing, so that tasks with and without one have the same type.
///
/// Source: Gymnasium 1.4 `wrappers/common.py`, TimeLimit.
public struct TimeLimit<Base: Environment>: EnvironmentWrapper {
  /// The environment under the limit; it does not know that an episode was cut.
  public private(set) var base: Base
  /// Steps taken in this episode.
  public private(set) var elapsed = 0
  private let limit: Int

  /// - Precondition: `steps` is positive, or nil for no limit.
  public init(_ base: Base, steps: Int?) {
    precondition(steps ?? 1 > 0, "a time limit must be positive, not \(steps ?? 0)")
    self.base = base
    limit = steps ?? .max
  }

  /// The limit in steps; nil when there is none.
  public var steps: Int? { limit == .max ? nil : limit }

  public var turn: Seat? { elapsed < limit ? base.turn : nil }

  public mutating func reset(using random: inout RandomSource) {
    base.reset(using: &random)
    elapsed = 0
  }

  public mutating func step(_ action: Base.Action, using random: inout RandomSource) -> Step {
    precondition(elapsed < limit, "the episode was cut after \(limit) steps: reset it first")
    var step = base.step(action, using: &random)
    elapsed += 1
    if elapsed >= limit { step.truncated = true }
    return step
  }
}

extension TimeLimit: DiscreteEnvironment where Base: DiscreteEnvironment {}
extension TimeLimit: ContinuousEnvironment where Base: ContinuousEnvironment {}

extension TimeLimit: TextObserved where Base: TextObserved {
  public func observationText(as seat: Seat) -> String { base.observationText(as: seat) }
  public var tupleSizes: [Int]? { base.tupleSizes }
}
