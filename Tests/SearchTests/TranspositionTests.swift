import ArenaCore
import Environments
import Solvers
import TestKit
import Testing

@testable import Search

/// Lines that lead to the same position share what is found out about it.
@Suite struct TranspositionTests {
  static func options(merging: Bool) -> SearchOptions {
    var options = SearchOptions()
    options.mergesTranspositions = merging
    return options
  }

  // MARK: Values, worked out by hand

  /// Knows the value of stairs by moves made and height, from the first seat's view; others are 0.
  struct StairsEvaluator: Evaluator {
    let values: [[Int]: Float]
    private(set) var asked: [[Int]] = []

    init(_ values: [[Int]: Float]) { self.values = values }

    mutating func evaluate(_ batch: inout EvaluationBatch<Stairs>) {
      for (row, position) in batch.positions.enumerated() {
        let place = [position.plies, position.height]
        asked.append(place)
        let value = values[place] ?? 0
        batch.values[row] = position.turn == .first ? value : -value
        for index in batch.logitRange(of: row) { batch.logits[index] = 0 }
      }
    }
  }

  /// Five simulations that visit, in this order, 1, 2, 2-1, 1-1 and 1-2, which is 2-1 again.
  ///
  /// With c = 1.25 and priors of 1/2 the scores at the root are, for one and two stairs: none; .64
  /// and .98; .74 and .94; .83 and .32; .97 and .37. The last walk finds -.36 for 1-1 and .38 for
  /// 1-2, and goes on behind it to the fresh 2-1-1.
  private func fiveSimulations(
    merging: Bool
  ) throws -> (tree: SearchTree<Stairs>, asked: [[Int]]) {
    var options = Self.options(merging: merging)
    options.explorationGrowth = 0
    options.firstPlayReduction = 0
    var random = RandomSource(seed: 1)
    var tree = SearchTree(root: try Stairs(), capacity: 1000, options: options)
    let evaluator = StairsEvaluator([
      [1, 1]: 0.2, [1, 2]: 0.4, [2, 2]: 0.8, [2, 3]: -0.6, [3, 4]: 0.3,
    ])
    var search = BatchedSearch(evaluator: evaluator, batchSize: 1, actionCount: 2)
    tree.begin(simulations: 5, noise: false, using: &random)
    search.finish(&tree)
    tree.checkInvariants()
    return (tree, search.evaluator.asked)
  }

  private func expect(_ tree: SearchTree<Stairs>, value: Double, visits: [Int], nodes: Int) {
    tree.checkInvariants()
    #expect(abs(tree.value - value) < 1e-6)
    #expect(tree.visitCounts == visits)
    #expect(tree.nodeCount == nodes)
  }

  @Test func `an action is worth what its position is worth, whoever found it out`() throws {
    let (tree, asked) = try fiveSimulations(merging: true)
    #expect(asked == [[0, 0], [1, 1], [1, 2], [2, 3], [2, 2], [3, 4]])
    // 2-1 is (-.6 + .3) / 2 = -.15; one stair is (.2 + .8 - .15) / 3; two stairs had (.4 - .6) / 2
    // when it was visited last; the root is the mean of 0, three times one stair and twice two.
    let one = 0.85 / 3
    expect(tree, value: (3 * one + 2 * -0.1) / 6, visits: [3, 2], nodes: 6)
    #expect(abs(tree.actionReports[0].value! - one) < 1e-6)
    #expect(abs(tree.actionReports[1].value! + 0.1) < 1e-6)
    #expect(tree.policyTarget == [0.6, 0.4])

    // Without merging the last simulation asks for 1-2 again and learns nothing behind it.
    let (plain, again) = try fiveSimulations(merging: false)
    #expect(again == [[0, 0], [1, 1], [1, 2], [2, 3], [2, 2], [2, 3]])
    expect(plain, value: (0.4 - 0.2) / 6, visits: [3, 2], nodes: 6)
  }

  @Test func `the played line keeps what other lines found out`() throws {
    var (tree, _) = try fiveSimulations(merging: true)
    var other = tree
    // From the second seat's view, and up to date: 2-1 became better for the first seat.
    tree.advance(by: 1)
    expect(tree, value: -(0.4 - 0.15) / 2, visits: [1, 0], nodes: 3)
    tree.advance(by: 0)
    expect(tree, value: -0.15, visits: [1, 0], nodes: 2)

    other.advance(by: 0)
    expect(other, value: -0.85 / 3, visits: [1, 1], nodes: 4)
    other.advance(by: 1)
    expect(other, value: -0.15, visits: [1, 0], nodes: 2)
  }

  @Test func `a change of the option forgets the tree`() throws {
    var (tree, _) = try fiveSimulations(merging: false)
    var random = RandomSource(seed: 1)
    var search = BatchedSearch(
      evaluator: UniformEvaluator<Stairs>(), batchSize: 1, actionCount: 2)
    for merging in [true, false] {
      tree.options.mergesTranspositions = merging
      tree.begin(simulations: 50, noise: false, using: &random)
      search.finish(&tree)
      #expect(tree.visitCounts.reduce(0, +) == 50)
      tree.checkInvariants()
    }
  }

  @Test(arguments: SearchOptions.Method.allCases, [1, 4])
  func `without transpositions merging changes nothing`(
    _ method: SearchOptions.Method, _ leaves: Int
  ) {
    let evaluator = BanditEvaluator(logits: [1, 0.3, 0, -1], armValues: [-0.37, 0.21, 0.11, 0.93])
    let trees = [false, true].map { merging in
      var options = Self.options(merging: merging)
      options.method = method
      return searched(
        Bandit(arms: 4), evaluator, simulations: 300, noise: true, leaves: leaves, options)
    }
    #expect(trees[0].visitCounts == trees[1].visitCounts)
    #expect(abs(trees[0].value - trees[1].value) < 1e-9)
    trees[1].checkInvariants()
  }

  // MARK: Whole searches

  @Test(arguments: SearchOptions.Method.allCases, [1, 6])
  func `a whole game of searches obeys the laws, with many leaves too`(
    _ method: SearchOptions.Method, _ leaves: Int
  ) throws {
    var options = Self.options(merging: true)
    options.method = method
    options.forcedPlayouts = 2
    var random = RandomSource(seed: 3)
    var game = SearchTree(
      root: try connectFour(columns: 5, rows: 4), capacity: 30_000, options: options)
    var search = BatchedSearch(
      evaluator: PlayoutEvaluator<ConnectFour>(random: random), batchSize: leaves, actionCount: 5,
      leavesPerTree: leaves)
    var merged = 0
    while game.root.turn != nil {
      let kept = game.visitCounts.reduce(0, +)
      game.begin(simulations: 300, noise: true, using: &random)
      search.finish(&game)
      game.checkInvariants()
      #expect(game.visitCounts.reduce(0, +) == kept + game.simulationCount)
      #expect(abs(game.policyTarget.reduce(0, +) - 1) < 1e-5)
      #expect(abs(game.value) <= 1)
      let taken = game.nodes.edges.target.prefix(game.nodes.edges.count).count { $0 >= 0 }
      merged += taken - (game.nodeCount - 1)
      let visits = game.visitCounts
      let action = game.chooseAction(atPly: 0, using: &random)
      game.advance(by: action)
      game.checkInvariants()
      // At least what was done here is still known; other lines may have added to it.
      if game.proof == .unknown { #expect(game.visitCounts.reduce(0, +) >= visits[action] - 1) }
    }
    #expect(merged > 100)
  }

  /// Solves a position with and without merging; the evaluations of both, where both succeed.
  private func evaluations<Game: Keyed>(
    toSolve game: Game, value: Double?, leaves: Int = 1, simulations: Int = 20_000
  ) -> (plain: Int, merged: Int)? {
    let counts = [false, true].map { merging -> Int? in
      var random = RandomSource(seed: 1)
      var tree = SearchTree(
        root: game, capacity: 200_000, options: Self.options(merging: merging))
      var search = BatchedSearch(
        evaluator: CountingEvaluator(UniformEvaluator<Game>()), batchSize: leaves,
        actionCount: game.actionCount, leavesPerTree: leaves)
      tree.begin(simulations: simulations, noise: false, using: &random)
      search.finish(&tree)
      let proof = tree.proof.value(for: .first)
      if let value, let proof { #expect(proof == value) }
      return proof == nil ? nil : search.evaluator.positionsSeen
    }
    guard let plain = counts[0], let merged = counts[1] else { return nil }
    return (plain, merged)
  }

  @Test(arguments: [1, 8])
  func `small games are solved with fewer evaluations`(_ leaves: Int) throws {
    let fourThree = try #require(
      evaluations(toSolve: try mnk(4, 4, 3), value: 1, leaves: leaves))
    #expect(fourThree.merged < fourThree.plain)
    let othello = try #require(
      evaluations(toSolve: try Othello(["size": "4"]), value: -1, leaves: leaves))
    #expect(othello.merged < othello.plain)
  }

  @Test(arguments: [4, 5])
  func `Connect Four is solved right with fewer evaluations`(_ columns: Int) throws {
    var solver = ConnectFourSolver(tableBits: 16)
    var random = RandomSource(seed: 5)
    var (solved, plain, merged) = (0, 0, 0)
    for _ in 0..<20 {
      var game = try connectFour(columns: columns, rows: 4)
      for _ in 0..<8 where game.turn != nil { _ = game.playRandomAction(using: &random) }
      guard let seat = game.turn else { continue }
      let position = try #require(
        ConnectFourPosition(columns: columns, rows: 4, observation: game.observation(as: seat)))
      let best = try #require(solver.results(ofMovesIn: position).compactMap(\.self).max())
      let value = Double(seat == .first ? best : -best)
      guard let counts = evaluations(toSolve: game, value: value) else { continue }
      solved += 1
      plain += counts.plain
      merged += counts.merged
    }
    #expect(solved > 8)
    #expect(merged < plain)
  }
}
