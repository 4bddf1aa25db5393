import ArenaCore

/// An environment whose rewards are scaled so that the discounted sum of them has about variance 1.
///
/// The rewards are divided by the standard deviation of that sum, and not moved. The moments survive
/// resets, and so does the sum, except after a termination; set `isLearning` to false to keep them.
///
/// Source: Gymnasium 1.4 `wrappers/stateful_reward.py`, NormalizeReward.
public struct NormalisedReward<Base: Environment>: EnvironmentWrapper {
  public private(set) var base: Base
  /// Whether rewards still change the moments.
  public var isLearning = true
  /// The moments of the discounted sum.
  public private(set) var moments = RunningMoments()
  private var sum = 0.0
  private let discount: Double
  private let epsilon: Double

  /// - Parameters:
  ///   - discount: within 0 ... 1.
  ///   - epsilon: added to the variance; positive.
  public init(_ base: Base, discount: Double = 0.99, epsilon: Double = 1e-8) {
    precondition(discount >= 0 && discount <= 1, "discount must be within 0...1, not \(discount)")
    precondition(epsilon > 0, "epsilon must be positive, not \(epsilon)")
    self.base = base
    self.discount = discount
    self.epsilon = epsilon
  }

  public mutating func reset(using random: inout RandomSource) { base.reset(using: &random) }

  public mutating func step(_ action: Base.Action, using random: inout RandomSource) -> Step {
    var step = base.step(action, using: &random)
    sum = (step.terminated ? 0 : sum * discount) + step.reward
    if isLearning { moments.add(sum) }
    step.reward /= (moments.variance + epsilon).squareRoot()
    return step
  }
}

extension NormalisedReward: DiscreteEnvironment where Base: DiscreteEnvironment {}
extension NormalisedReward: ContinuousEnvironment where Base: ContinuousEnvironment {}
