import NeuralCore

/// The best policy under regularisation: π' maximises
///
///     Σ π'(a) Q(a) - β KL(π' || π) + α H(π')
///
/// which is the softmax of (Q + β log π) / (α + β).
///
/// Source: Ota et al. 2026, arXiv:2602.10894, section 4.
struct RegularisedPolicy: Hashable, Sendable {
  /// α, what a nat of entropy is worth.
  var entropyCoefficient: Float
  /// β, what a nat of divergence from π costs.
  var klCoefficient: Float

  /// Writes π' of one position; illegal actions get exactly 0.
  ///
  /// - Parameters:
  ///   - values: Q, `[actions]`.
  ///   - logits: of π, `[actions]`; what they lack to be logarithms is the same for all actions.
  func write(
    values: UnsafeBufferPointer<Float>, logits: UnsafeBufferPointer<Float>,
    legal: UnsafeBufferPointer<Bool>, into policy: UnsafeMutableBufferPointer<Float>
  ) {
    let scale = 1 / (entropyCoefficient + klCoefficient)
    for action in policy.indices {
      policy[action] = (values[action] + klCoefficient * logits[action]) * scale
    }
    Softmax.probabilities(UnsafeBufferPointer(policy), legal: legal, into: policy)
  }
}
