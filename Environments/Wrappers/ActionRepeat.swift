import ArenaCore

/// An environment that plays each action several times and adds up the rewards.
///
/// It stops in the middle when the episode ends. For tasks with one seat.
public struct ActionRepeat<Base: Environment>: EnvironmentWrapper {
  public private(set) var base: Base
  /// How often each action is played.
  public let count: Int

  /// - Precondition: `count` is positive.
  public init(_ base: Base, count: Int) {
    precondition(count > 0, "an action must be played at least once, not \(count) times")
    self.base = base
    self.count = count
  }

  public mutating func reset(using random: inout RandomSource) { base.reset(using: &random) }

  public mutating func step(_ action: Base.Action, using random: inout RandomSource) -> Step {
    var total = base.step(action, using: &random)
    for _ in 1..<count where !total.isLast {
      let step = base.step(action, using: &random)
      total.reward += step.reward
      total.terminated = step.terminated
      total.truncated = step.truncated
    }
    return total
  }
}

extension ActionRepeat: DiscreteEnvironment where Base: DiscreteEnvironment {}
extension ActionRepeat: ContinuousEnvironment where Base: ContinuousEnvironment {}
