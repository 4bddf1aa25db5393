import ArenaCore
import Environments
import Testing

@testable import Search

/// Evaluators whose answers are no numbers.
@Suite struct NonFiniteEvaluationTests {
  /// Answers every position with the same numbers.
  private struct Broken: Evaluator {
    let value: Float
    let logits: [Float]

    mutating func evaluate(_ batch: inout EvaluationBatch<ConnectFour>) {
      for row in 0..<batch.count {
        batch.values[row] = value
        for (action, index) in batch.logitRange(of: row).enumerated() {
          batch.logits[index] = logits[action % logits.count]
        }
      }
    }
  }

  @Test(
    arguments: [
      (.nan, [0]), (.infinity, [0]), (0, [0, .nan]), (0, [.infinity, 0]), (.nan, [.nan]),
      (0, [-.infinity]),
    ] as [(Float, [Float])], SearchOptions.Method.allCases)
  func `a search goes through and reports that it is worth nothing`(
    _ answer: (Float, [Float]), _ method: SearchOptions.Method
  ) throws {
    for merges in [false, true] {
      var options = SearchOptions()
      options.method = method
      options.mergesTranspositions = merges
      let start = try ConnectFour()
      var tree = SearchTree(root: start, capacity: 5000, options: options)
      var random = RandomSource(seed: 1)
      for noise in [false, true] {
        tree.begin(simulations: 50, noise: noise, using: &random)
        var search = BatchedSearch(
          evaluator: Broken(value: answer.0, logits: answer.1), batchSize: 4, actionCount: 7)
        search.finish(&tree)
        #expect(tree.nonFiniteEvaluations > 0 && tree.simulationCount == 50)
        #expect(tree.value.isFinite && tree.policyTarget.allSatisfy(\.isFinite))
        #expect(start.isLegal(tree.chooseAction(atPly: 0, using: &random)))
        tree.checkInvariants()
      }
    }
  }

  @Test func `one action without any prospect is no fault`() throws {
    let start = try ConnectFour()
    var tree = SearchTree(root: start, capacity: 5000)
    var random = RandomSource(seed: 1)
    tree.begin(simulations: 50, noise: false, using: &random)
    var search = BatchedSearch(
      evaluator: Broken(value: 0, logits: [-.infinity, 0, 0, 0, 0, 0, 0]), batchSize: 4,
      actionCount: 7)
    search.finish(&tree)
    #expect(tree.nonFiniteEvaluations == 0)
    tree.checkInvariants()
  }
}
