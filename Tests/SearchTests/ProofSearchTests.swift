import ArenaCore
import Environments
import Solvers
import TestKit
import Testing

@testable import Search

/// Small exact searches, against solvers that look at everything.
@Suite struct ProofSearchTests {
  /// Compares findings with the solver over random positions; returns how many there were.
  private func compare<Game: Keyed>(
    _ start: Game, plies: ClosedRange<Int>, limit: Int, alternating: Bool = true
  ) throws -> Int {
    var solver = ExhaustiveSolver<Game>()
    var search = ProofSearch<Game>(limit: limit)
    var random = RandomSource(seed: 3)
    var found = 0
    for _ in 0..<200 {
      let game = draw(from: start, plies: plies, using: &random)
      let before = search.nodes
      let finding = search.prove(game)
      #expect(search.nodes - before <= limit)
      guard let finding else { continue }
      let solved = solver.solve(game)
      let truth = try #require(solved)
      #expect(finding.proof.value(for: .first) == Double(truth.value(for: .first)))
      if alternating && finding.proof != .draw { #expect(finding.distance == truth.distance) }
      found += 1
    }
    return found
  }

  @Test func `with room for everything every position is solved, by the shortest way`() throws {
    #expect(try compare(try mnk(3, 3, 3), plies: 0...7, limit: 1_000_000) == 200)
    #expect(try compare(try mnk(4, 3, 3), plies: 3...9, limit: 1_000_000) == 200)
    let board = try connectFour(columns: 4, rows: 4)
    #expect(try compare(board, plies: 4...12, limit: 1_000_000) == 200)
  }

  @Test func `what a small budget finds is right`() throws {
    for limit in [1, 10, 100] {
      let found = try compare(try mnk(4, 4, 3), plies: 6...12, limit: limit)
      #expect(found > 0 && found < 200)
    }
    let board = try connectFour(columns: 4, rows: 4)
    let found = try compare(board, plies: 6...12, limit: 50)
    #expect(found > 20 && found < 200)
  }

  @Test func `a seat may move twice`() throws {
    let found = try compare(
      try Othello(["size": "4"]), plies: 5...10, limit: 1_000_000, alternating: false)
    #expect(found == 200)
  }

  @Test(arguments: [(5, 4, 7...14), (6, 4, 6...16)])
  func `in a game that lists threats what is found is right, and most wins by threats are`(
    _ size: Int, _ length: Int, _ plies: ClosedRange<Int>
  ) throws {
    let start = try Gomoku(["size": "\(size)", "length": "\(length)"])
    let board = try #require(KInARowBoard(columns: size, rows: size, length: length))
    var solver = KInARowSolver(tableBits: 16)
    var search = ProofSearch<Gomoku>(limit: 300)
    var random = RandomSource(seed: 9)
    var (found, won) = (0, 0)
    for _ in 0..<200 {
      let game = draw(from: start, plies: plies, using: &random)
      let seat = try #require(game.turn)
      let position = try #require(KInARowPosition(board, observation: game.observation(as: seat)))
      let solved = solver.solve(position)
      let truth = try #require(solved)
      won += truth.value != 0 ? 1 : 0
      let before = search.nodes
      let finding = search.prove(game)
      #expect(search.nodes - before <= 300)
      guard let finding else { continue }
      #expect(finding.proof.value(for: seat) == Double(truth.value), "\(game.diagram)")
      if truth.value != 0 {
        #expect(finding.distance >= truth.distance)
        found += 1
      }
    }
    #expect(found * 10 > won * 7, "\(found) of \(won)")
  }

  @Test func `a win by threats is found at once`() throws {
    // Each of black's fours leaves white one answer. To look at everything takes 200^5 positions.
    let black = "b1 c1 d1 f2 g2 h2 b3 c3 d3 f4 g4 h4".split(separator: " ")
    let white = "a1 i2 a3 i4 k15 m13 o11 b9 d11 f13 h15 m8".split(separator: " ")
    var game = try Gomoku(["size": "15"])
    for move in zip(black, white).flatMap({ [$0, $1] }) {
      game.play(try #require(game.action(from: String(move))))
    }
    var search = ProofSearch<Gomoku>(limit: 100)
    let finding = search.prove(game)
    #expect(finding?.proof == .firstWins)
    #expect(finding?.distance == 5)
  }

  @Test func `the answer depends on the position alone`() throws {
    var random = RandomSource(seed: 4)
    let start = try connectFour(columns: 5, rows: 4)
    let games = (0..<100).map { _ in draw(from: start, plies: 6...14, using: &random) }
    var shared = ProofSearch<ConnectFour>(limit: 200)
    let inOrder = games.map { shared.prove($0) }
    let reversed = games.reversed().map { shared.prove($0) }
    let alone = games.map { game in
      var own = ProofSearch<ConnectFour>(limit: 200)
      return own.prove(game)
    }
    #expect(inOrder == alone)
    #expect(reversed.reversed() == alone)
    #expect(alone.contains(nil) && alone.contains { $0 != nil })
  }

  // MARK: In tree search

  @Test func `only what is not proven is asked, and answered as before`() throws {
    var random = RandomSource(seed: 5)
    let start = try mnk(3, 3, 3)
    var batch = EvaluationBatch<MNK>(capacity: 40, actionCount: 9)
    for _ in 0..<40 { batch.append(draw(from: start, plies: 0...7, using: &random)) }
    var evaluator = ProvingEvaluator(CountingEvaluator(Quarter()), nodes: 20)
    evaluator.evaluate(&batch)
    #expect(evaluator.proven > 5 && evaluator.asked > 5)
    #expect(evaluator.proven + evaluator.asked == 40)
    #expect(evaluator.inner.positionsSeen == evaluator.asked)
    for row in 0..<40 {
      if let finding = batch.findings[row] {
        let seat = try #require(batch.positions[row].turn)
        #expect(Double(batch.values[row]) == finding.proof.value(for: seat))
      } else {
        #expect(batch.values[row] == 0.25)
      }
    }
    // A batch that is used again knows nothing of what it held.
    batch.removeAll()
    batch.append(start)
    #expect(batch.findings == [nil])
  }

  /// Values everything at a quarter.
  private struct Quarter: Evaluator {
    mutating func evaluate(_ batch: inout EvaluationBatch<MNK>) {
      for row in 0..<batch.count {
        batch.values[row] = 0.25
        for index in batch.logitRange(of: row) { batch.logits[index] = 0 }
      }
    }
  }

  @Test(arguments: SearchOptions.Method.allCases)
  func `proofs at leaves shorten a search and leave its result`(_ method: SearchOptions.Method)
    throws
  {
    var options = SearchOptions()
    options.method = method
    var random = RandomSource(seed: 7)
    var solver = ConnectFourSolver(tableBits: 16)
    var simulations = (without: 0, with: 0)
    let start = try connectFour(columns: 5, rows: 4)
    for _ in 0..<30 {
      let game = draw(from: start, plies: 6...12, using: &random)
      let without = searched(game, UniformEvaluator(), simulations: 3000, leaves: 3, options)
      let with = searched(
        game, ProvingEvaluator(UniformEvaluator(), nodes: 100), simulations: 3000,
        leaves: 3, options)
      with.checkInvariants()
      simulations.without += without.simulationCount
      simulations.with += with.simulationCount
      let seat = try #require(game.turn)
      let position = try #require(
        ConnectFourPosition(columns: 5, rows: 4, observation: game.observation(as: seat)))
      let truth = solver.result(of: position)
      if let proven = with.proof.value(for: seat) { #expect(proven == Double(truth)) }
      for report in with.actionReports {
        guard let proven = report.proof.value(for: seat) else { continue }
        #expect(proven == Double(solver.results(ofMovesIn: position)[report.action]!))
      }
      let chosen = with.chooseAction(atPly: 0, using: &random)
      if with.proof != .unknown {
        #expect(solver.results(ofMovesIn: position)[chosen] == truth)
      }
    }
    #expect(simulations.with * 3 < simulations.without * 2)
  }

  @Test func `a position proven before it is searched still has an action to choose`() throws {
    let game = try mnk(3, 3, 3, ["a1", "a2", "b1", "b2"])
    let tree = searched(
      game, ProvingEvaluator(UniformEvaluator(), nodes: 1000), simulations: 100)
    var random = RandomSource(seed: 1)
    #expect(tree.proof == .firstWins)
    #expect(game.notation(of: tree.chooseAction(atPly: 0, using: &random)) == "c1")
    #expect(tree.proofDistance == 1)
  }

  @Test func `where search may not use proofs they are values and no more`() throws {
    var options = SearchOptions()
    options.solves = false
    let tree = searched(
      try mnk(3, 3, 3, ["a1", "a2", "b1", "b2"]),
      ProvingEvaluator(UniformEvaluator(), nodes: 1000), simulations: 200, options)
    #expect(tree.proof == .unknown)
    #expect(tree.simulationCount == 200)
  }
}
