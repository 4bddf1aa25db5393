import ArenaCore
import Foundation
import Testing

@testable import Search

/// How far a search went from the evaluator's own policy, worked out by hand.
@Suite struct PolicySurpriseTests {
  private let logits: [Float] = [2, 0, 0, 0, -1]

  private func surprise(_ policy: [Float], of tree: SearchTree<Bandit>) -> Float {
    tree.policySurprise(of: policy.span)
  }

  private var prior: [Float] {
    let weights = logits.map { exp($0) }
    return weights.map { $0 / weights.reduce(0, +) }
  }

  @Test(arguments: SearchOptions.Method.allCases)
  func `surprise is the divergence from the prior without noise`(
    _ method: SearchOptions.Method
  ) throws {
    var options = SearchOptions()
    options.method = method
    let tree = searched(
      Bandit(arms: 5), BanditEvaluator(logits: logits, armValues: [-0.5, 0.5, 0, 0, 0]),
      simulations: 60, noise: true, options)
    for policy in [[0, 1, 0, 0, 0], [0.5, 0.25, 0.25, 0, 0], tree.policyTarget] {
      let expected = zip(policy, prior).reduce(Float(0)) { sum, term in
        term.0 > 0 ? sum + term.0 * log(term.0 / term.1) : sum
      }
      #expect(abs(surprise(policy, of: tree) - expected) < 1e-4)
    }
    #expect(abs(surprise(prior, of: tree)) < 1e-5)
    #expect(surprise(tree.policyTarget, of: tree) > 0.1)
  }

  @Test func `a root that was not evaluated surprises nobody`() {
    let tree = SearchTree(root: Bandit(arms: 5), capacity: 100, options: SearchOptions())
    #expect(surprise([1, 0, 0, 0, 0], of: tree) == 0)
  }
}
