import ArenaCore
import Environments
import Testing

@testable import Search

/// Proven values in tree search: what is solved is solved, and play is steered by it.
@Suite struct SolvedSearchTests {
  static func options(_ method: SearchOptions.Method, ahead: Bool) -> SearchOptions {
    var options = SearchOptions()
    options.method = method
    options.looksOnePlyAhead = ahead
    return options
  }

  @Test(
    "search without knowledge proves tic-tac-toe positions right",
    arguments: SearchOptions.Method.allCases, [false, true])
  func provesTicTacToe(_ method: SearchOptions.Method, _ ahead: Bool) throws {
    var solver = ExhaustiveSolver<MNK>()
    var random = RandomSource(seed: 8)
    for _ in 0..<60 {
      var game = try mnk(3, 3, 3)
      for _ in 0..<3 + random.below(4) where game.turn != nil {
        _ = game.playRandomAction(using: &random)
      }
      guard let seat = game.turn else { continue }
      let tree = searched(
        game, UniformEvaluator(), simulations: 20_000,
        Self.options(method, ahead: ahead))
      let truth = solver.solve(game)!.value(for: seat)
      // Gumbel may settle on a proven draw and leave worse actions unproven.
      if method == .puct || truth != 0 {
        #expect(tree.proof.value(for: seat) == Double(truth))
        #expect(tree.simulationCount < 20_000)
      }
      #expect(abs(tree.value - Double(truth)) < 0.01)
      let chosen = tree.chooseAction(atPly: 0, using: &random)
      let after = solver.solveActions(of: game)!.first { $0.action == chosen }!
      #expect(after.solution.value(for: seat) == truth)
      // All of the target's weight is on actions that keep the value.
      for (action, solution) in solver.solveActions(of: game)! where tree.policyTarget[action] > 0 {
        #expect(solution.value(for: seat) == truth)
      }
      tree.checkInvariants()
    }
  }

  @Test func `no proof is ever wrong on Connect Four 5x4`() throws {
    var solver = ConnectFourSolver(tableBits: 16)
    var random = RandomSource(seed: 12)
    var proofs = 0
    for _ in 0..<60 {
      var game = try connectFour(columns: 5, rows: 4)
      for _ in 0..<4 + random.below(8) where game.turn != nil {
        _ = game.playRandomAction(using: &random)
      }
      guard let seat = game.turn else { continue }
      let tree = searched(game, RolloutEvaluator(random: random), simulations: 1500, leaves: 3)
      let position = try #require(
        ConnectFourPosition(columns: 5, rows: 4, observation: game.observation(as: seat)))
      let results = solver.results(ofMovesIn: position)
      for report in tree.actionReports {
        guard let proven = report.proof.value(for: seat) else { continue }
        #expect(proven == Double(results[report.action]!))
        proofs += 1
      }
    }
    #expect(proofs > 50)
  }

  @Test func `the shortest win and the longest loss are played`() throws {
    // The first seat can win at once or in some slower way.
    let fast = searched(
      try mnk(3, 3, 3, ["a1", "a2", "b1", "b2"]), UniformEvaluator(), simulations: 2000)
    var random = RandomSource(seed: 1)
    #expect(fast.root.notation(of: fast.chooseAction(atPly: 0, using: &random)) == "c1")
    #expect(fast.proofDistance == 1)

    // Lost whatever it does: only a block makes the loss take three plies instead of one.
    var options = SearchOptions()
    options.looksOnePlyAhead = true
    let lost = searched(
      try mnk(3, 3, 3, ["a1", "b1", "a3", "c1", "c3"]), UniformEvaluator(), simulations: 5000,
      options)
    #expect(lost.proof == .firstWins)
    let chosen = lost.root.notation(of: lost.chooseAction(atPly: 0, using: &random))
    #expect(["a2", "b2", "b3"].contains(chosen))
  }

  @Test func `without the solver nothing is proven but ends`() throws {
    var options = SearchOptions()
    options.solves = false
    let tree = searched(
      try mnk(3, 3, 3, ["a1", "a2", "b1", "b2"]), UniformEvaluator(), simulations: 500, options)
    #expect(tree.proof == .unknown)
    #expect(tree.simulationCount == 500)
    #expect(tree.visitCounts.firstIndex(of: tree.visitCounts.max()!) == 2)
  }

  @Test func `actions proven lost get no more visits and no weight`() throws {
    // The first seat threatens both ends of its three: the second can only block one, and every
    // other action loses to the next move.
    let game = try connectFour("4151")
    let short = searched(game, UniformEvaluator(), simulations: 200)
    let long = searched(game, UniformEvaluator(), simulations: 2000)
    var lost = 0
    for (early, late) in zip(short.actionReports, long.actionReports)
    where early.proof.value(for: game.turn!) == -1 {
      lost += 1
      #expect(late.visits == early.visits)
      #expect(long.policyTarget[late.action] == 0)
    }
    #expect(lost > 0 || long.proof != .unknown)
  }
}
