import Glibc

/// PPO's loss of one step, policy and value.
///
/// Source: Schulman et al. 2017, equations 7 and 9; the value's clipping as in the authors' code.
struct ClippedObjective: Hashable, Sendable {
  /// How far the probability ratio may go from 1 and still be rewarded; nil for no bound.
  var clipRange: Float?
  /// How far the value may move from what it was and still be corrected; nil for no bound.
  var valueClipRange: Float?

  /// What one step makes of the policy.
  struct PolicyTerm: Hashable {
    /// -min(ratio * advantage, clipped ratio * advantage).
    var loss: Float = 0
    /// The loss's derivative by the action's log probability.
    var gradient: Float = 0
    /// Whether the bound holds the step back.
    var isClipped = false
    /// The step's part of the estimated KL divergence from the old policy, never negative. Source:
    /// Schulman 2020, Approximating KL Divergence, k3.
    var kl: Float = 0
  }

  func policy(log: Float, oldLog: Float, advantage: Float) -> PolicyTerm {
    let ratio = exp(log - oldLog)
    let kl = ratio - 1 - (log - oldLog)
    guard let clipRange else {
      return PolicyTerm(
        loss: -ratio * advantage, gradient: -ratio * advantage, isClipped: false,
        kl: kl)
    }
    let bounded = max(1 - clipRange, min(1 + clipRange, ratio))
    let isHeld = bounded * advantage < ratio * advantage
    return PolicyTerm(
      loss: -min(ratio * advantage, bounded * advantage), gradient: isHeld ? 0 : -ratio * advantage,
      isClipped: abs(ratio - 1) > clipRange, kl: kl)
  }

  /// Half the squared error, or that of the clipped value where it is larger; and its derivative.
  func value(_ value: Float, oldValue: Float, target: Float) -> (loss: Float, gradient: Float) {
    let error = value - target
    guard let valueClipRange else { return (0.5 * error * error, error) }
    let clipped = oldValue + max(-valueClipRange, min(valueClipRange, value - oldValue))
    let clippedError = clipped - target
    guard clippedError * clippedError > error * error else { return (0.5 * error * error, error) }
    // Where the clipped value counts and differs from the value, the value cannot change it.
    return (0.5 * clippedError * clippedError, clipped == value ? error : 0)
  }
}
