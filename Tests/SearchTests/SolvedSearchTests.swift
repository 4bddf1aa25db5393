import ArenaCore
import Environments
import Solvers
import TestKit
import Testing

@testable import Search

/// Proven values in tree search: what is solved is solved, and play is steered by it.
@Suite struct SolvedSearchTests {
  static func options(_ method: SearchOptions.Method) -> SearchOptions {
    var options = SearchOptions()
    options.method = method
    return options
  }

  @Test(arguments: SearchOptions.Method.allCases, [0, 20])
  func `search without knowledge proves tic-tac-toe positions right`(
    _ method: SearchOptions.Method, _ proofNodes: Int
  ) throws {
    var solver = ExhaustiveSolver<MNK>()
    var random = RandomSource(seed: 8)
    for round in 0..<60 {
      var game = try mnk(3, 3, 3)
      for _ in 0..<3 + random.below(4) where game.turn != nil {
        _ = game.playRandomAction(using: &random)
      }
      guard let seat = game.turn else { continue }
      var options = Self.options(method)
      // Gumbel may settle on a proven draw below the root as well: only PUCT must prove these merged.
      options.mergesTranspositions = method == .puct && round % 2 == 0
      let tree = searched(
        game, ProvingEvaluator(UniformEvaluator(), nodes: proofNodes), simulations: 20_000, options)
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

  @Test(arguments: [false, true])
  func `no proof is ever wrong on Connect Four 5x4`(_ merging: Bool) throws {
    var options = SearchOptions()
    options.mergesTranspositions = merging
    var solver = ConnectFourSolver(tableBits: 16)
    var random = RandomSource(seed: 12)
    var proofs = 0
    for _ in 0..<60 {
      var game = try connectFour(columns: 5, rows: 4)
      for _ in 0..<4 + random.below(8) where game.turn != nil {
        _ = game.playRandomAction(using: &random)
      }
      guard let seat = game.turn else { continue }
      let tree = searched(
        game, PlayoutEvaluator(random: random), simulations: 1500, leaves: 3, options)
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

    // Lost whatever it does, at once or later: it must choose later.
    let evaluator = ProvingEvaluator(UniformEvaluator<MNK>(), nodes: 20)
    var solver = ExhaustiveSolver<MNK>()
    var seen: Set<UInt64> = []
    var decided = 0
    func visit(_ game: MNK) {
      guard let seat = game.turn, seen.insert(game.key).inserted else { return }
      let solved = solver.solveActions(of: game)!
      let distances = solved.map(\.solution.distance)
      if solved.allSatisfy({ $0.solution.value(for: seat) == -1 }), distances.contains(2),
        distances.max()! > 2
      {
        let tree = searched(game, evaluator, simulations: 5000)
        let chosen = tree.chooseAction(atPly: 0, using: &random)
        #expect(solved.first { $0.action == chosen }!.solution.distance > 2)
        #expect(solved.allSatisfy { tree.policyTarget[$0.action] == 0 || $0.solution.distance > 2 })
        decided += 1
      }
      for action in game.legalActions {
        var next = game
        next.play(action)
        visit(next)
      }
    }
    visit(try mnk(3, 3, 3))
    #expect(decided > 50)
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

  /// Sees no difference in positions but would play one action nearly always.
  struct Stubborn: Evaluator {
    let favourite: Int

    func evaluate(_ batch: inout EvaluationBatch<MNK>) {
      for row in 0..<batch.count {
        batch.values[row] = 0
        for (action, index) in batch.logitRange(of: row).enumerated() {
          batch.logits[index] = action == favourite ? 6 : 0
        }
      }
    }
  }

  @Test(arguments: SearchOptions.Method.allCases)
  func `actions proven lost get no more visits and no weight`(_ method: SearchOptions.Method) throws
  {
    // The second seat must stop the row at c1; the evaluator wants a3 instead.
    let game = try mnk(3, 3, 3, ["a1", "b2", "b1"])
    let favourite = game.action(from: "a3")!
    var options = Self.options(method)
    // Without a limit Gumbel's root is PUCT's; with one its schedule decides about visits.
    options.gumbelActions = 9
    func report(_ simulations: Int) -> SearchTree<MNK>.ActionReport {
      let tree = searched(
        game, Stubborn(favourite: favourite), simulations: simulations, options)
      #expect(tree.policyTarget[favourite] == 0)
      return tree.actionReports.first { $0.action == favourite }!
    }
    let early = report(60)
    #expect(early.proof == .firstWins)
    if method == .puct { #expect(report(150).visits == early.visits) }
  }
}
