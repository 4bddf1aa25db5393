import ArenaCore
import Environments
import Foundation
import Testing

@testable import Search

/// The Gumbel root: its schedule, its bounds and its promise of improvement.
@Suite struct GumbelTests {
  private func options(actions: Int = 16) -> SearchOptions {
    var options = SearchOptions()
    options.method = .gumbel
    options.gumbelActions = actions
    return options
  }

  @Test func `sequential halving visits as planned`() {
    // 16 simulations over 4 of 8 arms: 2 each, then 4 more each for the better two.
    let values: [Float] = [0.1, 0.2, 0.3, 0.4, 0.9, 0.9, 0.9, 0.9]
    let evaluator = BanditEvaluator(logits: [3, 3, 3, 3, 0, 0, 0, 0], armValues: values)
    let tree = searched(Bandit(arms: 8), evaluator, simulations: 16, options(actions: 4))
    #expect(tree.visitCounts == [2, 2, 6, 6, 0, 0, 0, 0])
    var random = RandomSource(seed: 1)
    #expect(tree.chooseAction(atPly: 0, using: &random) == 3)
  }

  @Test(arguments: [1, 2, 3, 5, 16, 17, 64])
  func `any budget over any number of actions stays in bounds`(_ arms: Int) {
    let logits = (0..<arms).map { Float($0 % 5) }
    let values = (0..<arms).map { Float($0 % 7) / 7 - 0.5 }
    for considered in [1, 2, 16, 100] {
      for simulations in [0, 1, 2, 3, 8, 31, 100] {
        for leaves in [1, 4] {
          let tree = searched(
            Bandit(arms: arms), BanditEvaluator(logits: logits, armValues: values),
            simulations: simulations, noise: true, leaves: leaves, options(actions: considered))
          #expect(tree.visitCounts.reduce(0, +) == tree.simulationCount)
          #expect(tree.visitCounts.filter { $0 > 0 }.count <= max(1, considered))
          var random = RandomSource(seed: 1)
          #expect((0..<arms).contains(tree.chooseAction(atPly: 0, using: &random)))
          tree.checkInvariants()
        }
      }
    }
  }

  @Test func `the policy improves in expectation with a handful of simulations`() {
    // The theorem of the paper: E[q(chosen)] >= sum of prior * q, already with few simulations.
    let values: [Float] = [-0.6, 0.4, 0, 0.2, -0.1, 0.5]
    let logits: [Float] = [2, 0, 1, 0.5, 1, -1]
    let evaluator = BanditEvaluator(logits: logits, armValues: values)
    let weights = logits.map { Double(exp($0)) }
    let total = weights.reduce(0, +)
    let prior = zip(weights, values).map { $0 / total * Double($1) }.reduce(0, +)
    for simulations in [2, 4, 16] {
      var sum = 0.0
      for seed in 0..<400 {
        let tree = searched(
          Bandit(arms: 6), evaluator, simulations: simulations, noise: true, seed: UInt64(seed),
          options(actions: 4))
        var random = RandomSource(seed: 1)
        sum += Double(values[tree.chooseAction(atPly: 0, using: &random)])
        let policy = tree.policyTarget
        #expect(zip(policy, values).map { $0 * $1 }.reduce(0, +) > Float(prior))
      }
      #expect(sum / 400 > prior + 0.1)
    }
  }

  @Test func `without visits the target is the prior`() {
    let evaluator = BanditEvaluator(logits: [1, 0, 0, 0], armValues: [0, 0, 0, 0])
    let tree = searched(Bandit(arms: 4), evaluator, simulations: 0, options())
    for (target, report) in zip(tree.policyTarget, tree.actionReports) {
      #expect(abs(target - report.prior) < 1e-6)
    }
  }
}
