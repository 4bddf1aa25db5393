import Glibc

extension SearchTree {
  /// How far a policy is from the evaluator's own at the root, without noise: KL(policy || prior) in
  /// nats, >= 0; 0 before the root is evaluated.
  ///
  /// - Parameter policy: `[actionCount]`, such as `policyTarget`.
  public func policySurprise(of policy: Span<Float>) -> Float {
    var divergence: Float = 0
    for edge in nodes.edges(of: 0) {
      let probability = policy[Int(nodes.edges.action[edge])]
      guard probability > 0 else { continue }
      divergence += probability * log(probability / max(nodes.edges.prior[edge], 1e-9))
    }
    // Rounding may leave a policy like the prior slightly below.
    return max(0, divergence)
  }
}
