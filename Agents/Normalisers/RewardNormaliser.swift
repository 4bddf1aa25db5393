/// Divides rewards by the deviation of the discounted return, so that a value function finds targets
/// of about 1 whatever the task pays.
///
/// Each environment's return is kept from the start of its episode, `R = discount R + reward`, and
/// begins again at 0 after either kind of end; Gymnasium begins again after terminations only, and
/// mixes two episodes at a truncation. Scaled rewards are cut to ±10.
///
/// Source: Gymnasium 1.4 `wrappers/stateful_reward.py`, NormalizeReward.
struct RewardNormaliser: Hashable, Sendable {
  private let discount: Double
  private(set) var returns: [Double]  // [environments]
  private(set) var moments = RunningMoments(width: 1)

  private static let limit = 10.0

  init(environments: Int, discount: Double) {
    returns = [Double](repeating: 0, count: environments)
    self.discount = discount
  }

  /// What rewards are multiplied by now.
  var factor: Double { 1 / (moments.variance(0) + 1e-8).squareRoot() }

  /// Goes back to the factor of a checkpoint, and moves on from there as slowly as before.
  mutating func roll(back factor: Double) {
    moments = RunningMoments(
      means: moments.means, variances: [1 / (factor * factor) - 1e-8],
      count: max(2, moments.count))
  }

  /// The scaled reward of one step of an environment.
  mutating func scale(_ reward: Double, environment: Int, isLast: Bool) -> Double {
    returns[environment] = returns[environment] * discount + reward
    moments.insert(returns[environment])
    if isLast { returns[environment] = 0 }
    let scaled = reward / (moments.variance(0) + 1e-8).squareRoot()
    return max(-Self.limit, min(Self.limit, scaled))
  }

  // MARK: Saving

  var state: [Double] { returns + moments.state }

  /// Restores saved state; false when they are none of so many environments.
  mutating func restore(_ state: [Double]) -> Bool {
    guard state.count == returns.count + 3, state.allSatisfy(\.isFinite),
      let moments = RunningMoments(state: Array(state[returns.count...]), width: 1)
    else { return false }
    returns = Array(state[..<returns.count])
    self.moments = moments
    return true
  }
}
