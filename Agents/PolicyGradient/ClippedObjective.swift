#if canImport(Glibc)
import Glibc
#else
import Foundation
#endif

/// PPO's loss of one step, policy and value.
///
/// Source: Schulman et al. 2017, equations 7 and 9; the value's clipping as in the authors' code.
struct ClippedObjective: Hashable, Sendable {
  /// How far the probability ratio may go from 1 and still be rewarded; nil for no bound.
  var clip: Float?
  /// How far the value may move from what it was and still be corrected; nil for no bound.
  var valueClip: Float?

  /// What one step makes of the policy.
  struct PolicyTerm: Hashable {
    /// -min(ratio * advantage, clipped ratio * advantage).
    var loss: Float
    /// How fast the loss falls with the action's log probability.
    var pull: Float
    /// Whether the bound holds the step back.
    var isClipped: Bool
    /// The step's part of the estimated KL divergence from the old policy, never negative.
    var divergence: Float
  }

  func policy(log: Float, oldLog: Float, advantage: Float) -> PolicyTerm {
    let ratio = exp(log - oldLog)
    let divergence = ratio - 1 - (log - oldLog)
    guard let clip else {
      return PolicyTerm(
        loss: -ratio * advantage, pull: ratio * advantage, isClipped: false,
        divergence: divergence)
    }
    let bounded = max(1 - clip, min(1 + clip, ratio))
    let isHeld = bounded * advantage < ratio * advantage
    return PolicyTerm(
      loss: -min(ratio * advantage, bounded * advantage), pull: isHeld ? 0 : ratio * advantage,
      isClipped: abs(ratio - 1) > clip, divergence: divergence)
  }

  /// Half the squared error, or that of the clipped value where it is larger; and its derivative.
  func value(_ value: Float, oldValue: Float, goal: Float) -> (loss: Float, slope: Float) {
    let error = value - goal
    guard let valueClip else { return (0.5 * error * error, error) }
    let clipped = oldValue + max(-valueClip, min(valueClip, value - oldValue))
    let clippedError = clipped - goal
    guard clippedError * clippedError > error * error else { return (0.5 * error * error, error) }
    // Where the clipped value counts and differs from the value, the value cannot change it.
    return (0.5 * clippedError * clippedError, clipped == value ? error : 0)
  }
}
