import ArenaCore
import Environments
import TestKit
import Testing

@testable import Search

/// Many trees in one batch, or many leaves of one tree.
@Suite struct BatchedSearchTests {
  @Test(arguments: SearchOptions.Method.allCases)
  func `many trees together are searched as each alone`(_ method: SearchOptions.Method) throws {
    let starts = try ["", "4", "44", "1234", "112233", "4444"].map { try connectFour($0) }
    var options = SearchOptions()
    options.method = method
    options.forcedPlayouts = 2
    for batchSize in [1, 2, 4, 6, 100] {
      var trees = starts.map { SearchTree(root: $0, capacity: 5000, options: options) }
      var random = RandomSource(seed: 7)
      for index in trees.indices {
        trees[index].begin(simulations: 60, noise: true, using: &random)
      }
      var search = BatchedSearch(
        evaluator: LengthEvaluator(), batchSize: batchSize, actionCount: 7)
      var rounds = 0
      while trees.contains(where: { !$0.isFinished }) && rounds < 10_000 {
        search.advance(&trees)
        rounds += 1
      }
      #expect(rounds < 10_000)

      random = RandomSource(seed: 7)
      for (index, start) in starts.enumerated() {
        var alone = SearchTree(root: start, capacity: 5000, options: options)
        alone.begin(simulations: 60, noise: true, using: &random)
        var single = BatchedSearch(evaluator: LengthEvaluator(), batchSize: 1, actionCount: 7)
        single.finish(&alone)
        #expect(alone.visitCounts == trees[index].visitCounts)
        #expect(alone.value == trees[index].value)
      }
    }
  }

  /// Prefers columns and values by a formula of what is on the board.
  struct LengthEvaluator: Evaluator {
    func evaluate(_ batch: inout EvaluationBatch<ConnectFour>) {
      for (row, position) in batch.positions.enumerated() {
        let key = position.key &* 0x9E37_79B9_7F4A_7C15
        batch.values[row] = Float(key >> 48) / 65536 - 0.5
        for (action, index) in batch.logitRange(of: row).enumerated() {
          batch.logits[index] = Float((key >> UInt64(action * 7)) & 15) / 8
        }
      }
    }
  }

  @Test func `leaves of one tree are gathered without repeats`() {
    let evaluator = BanditEvaluator(
      logits: [Float](repeating: 0, count: 32), armValues: [Float](repeating: 0.1, count: 32))
    var tree = SearchTree(root: Bandit(arms: 32), capacity: 5000)
    var search = BatchedSearch(
      evaluator: evaluator, batchSize: 8, actionCount: 32, leavesPerTree: 8)
    var random = RandomSource(seed: 1)
    tree.begin(simulations: 200, noise: false, using: &random)
    search.finish(&tree)
    #expect(tree.simulationCount == 200)
    tree.checkInvariants()
    // The root alone, then full batches as long as the simulations last.
    #expect(search.evaluator.batchSizes.first == 1)
    let average = Double(search.evaluator.positionsSeen) / Double(search.evaluator.batchSizes.count)
    #expect(average > 6)
    // Virtual losses are taken back: only true values remain.
    for report in tree.actionReports { #expect(abs(report.value! - 0.1) < 1e-6) }
  }

  @Test func `a deadline stops a search without a limit`() throws {
    var tree = SearchTree(root: try connectFour(), capacity: 1_000_000)
    var search = BatchedSearch(
      evaluator: UniformEvaluator<ConnectFour>(), batchSize: 1, actionCount: 7)
    var random = RandomSource(seed: 1)
    tree.begin(simulations: nil, noise: false, using: &random)
    search.finish(&tree, by: Deadline(after: .milliseconds(5)))
    #expect(tree.simulationCount > 0 && !tree.isFinished)
  }
}
