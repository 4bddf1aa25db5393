import ArenaCore
import Environments
import Solvers
import TestKit
import Testing

@testable import Search

/// The look ahead at the root of a search.
@Suite struct RootProofTests {
  private func options(nodes: Int, _ method: SearchOptions.Method = .puct) -> SearchOptions {
    var options = SearchOptions()
    options.method = method
    options.rootProofNodes = nodes
    return options
  }

  private func position(of game: ConnectFour) throws -> ConnectFourPosition {
    let observation = game.observation(as: try #require(game.turn))
    return try #require(ConnectFourPosition(columns: 5, rows: 4, observation: observation))
  }

  @Test(arguments: SearchOptions.Method.allCases)
  func `the target of a proven root is every best action`(_ method: SearchOptions.Method) throws {
    var random = RandomSource(seed: 3)
    var solver = ConnectFourSolver(tableBits: 16)
    let start = try connectFour(columns: 5, rows: 4)
    var proven = 0
    for _ in 0..<60 {
      let game = draw(from: start, plies: 8...8, using: &random)
      let tree = searched(
        game, UniformEvaluator(), simulations: 8, noise: true, options(nodes: 20_000, method))
      tree.checkInvariants()
      let seat = try #require(game.turn)
      let position = try position(of: game)
      let truth = solver.result(of: position)
      guard let value = tree.proof.value(for: seat) else { continue }
      proven += 1
      #expect(tree.simulationCount == 0)
      #expect(value == Double(truth))
      let results = solver.results(ofMovesIn: position)
      for (action, probability) in tree.policyTarget.enumerated() where probability > 0 {
        #expect(results[action] == truth)
      }
      if truth == 0 {
        #expect(tree.policyTarget.map { $0 > 0 } == results.map { $0 == 0 })
      }
    }
    #expect(proven > 50)
  }

  @Test func `a proven root is decided in the round that evaluates it`() throws {
    var random = RandomSource(seed: 1)
    var search = BatchedSearch(
      evaluator: UniformEvaluator<ConnectFour>(), batchSize: 4, actionCount: 5, leavesPerTree: 4)
    var tree = SearchTree(
      root: draw(from: try connectFour(columns: 5, rows: 4), plies: 8...8, using: &random),
      capacity: 20_000)
    for _ in 0..<2 {
      tree.begin(simulations: 30, noise: false, using: &random)
      search.finish(&tree)
      tree.advance(by: tree.chooseAction(atPly: 0, using: &random))
    }
    try #require(tree.proof == .unknown)
    tree.options.rootProofNodes = 20_000
    tree.begin(simulations: 30, noise: false, using: &random)
    #expect(search.advance(&tree) == 1)
    #expect(tree.proof != .unknown && tree.isFinished)
    tree.checkInvariants()
  }

  @Test func `wins are the shortest and losses the longest`() throws {
    // x wins at once with c1; a1, a2, b1, b2 are taken.
    let won = try mnk(3, 3, 3, ["a1", "a2", "b1", "b2"])
    let tree = searched(won, UniformEvaluator(), simulations: 8, options(nodes: 1000))
    #expect(tree.proofDistance == 1)
    #expect(tree.policyTarget[won.action(from: "c1")!] == 1)
  }

  @Test func `without enough positions it searches on as if it had not looked`() throws {
    let game = try connectFour("4444")
    let plain = searched(game, UniformEvaluator(), simulations: 200)
    let tree = searched(game, UniformEvaluator(), simulations: 200, options(nodes: 50))
    #expect(tree.visitCounts == plain.visitCounts)
    #expect(tree.value == plain.value)
  }

  @Test func `it looks again after every move, over what was kept`() throws {
    var random = RandomSource(seed: 5)
    var solver = ConnectFourSolver(tableBits: 16)
    var proven = 0
    for _ in 0..<20 {
      var search = BatchedSearch(
        evaluator: UniformEvaluator<ConnectFour>(), batchSize: 4, actionCount: 5,
        leavesPerTree: 4)
      var tree = SearchTree(
        root: try connectFour(columns: 5, rows: 4), capacity: 20_000, options: options(nodes: 500))
      while let seat = tree.root.turn {
        tree.begin(simulations: 60, noise: true, using: &random)
        search.finish(&tree)
        tree.checkInvariants()
        if let value = tree.proof.value(for: seat) {
          #expect(value == Double(solver.result(of: try position(of: tree.root))))
          proven += 1
        }
        tree.advance(by: tree.chooseAction(atPly: 0, using: &random))
      }
    }
    #expect(proven > 100)
  }

  @Test func `where search may not use proofs it does not look`() throws {
    var options = options(nodes: 1000)
    options.solves = false
    let tree = searched(
      try mnk(3, 3, 3, ["a1", "a2", "b1", "b2"]), UniformEvaluator(), simulations: 20, options)
    #expect(tree.proof == .unknown)
    #expect(tree.simulationCount == 20)
  }
}
