import Agents
import ArenaCore
import Environments
import Foundation
import NeuralCore
import Search
import Solvers
import TestKit
import Testing

@testable import Evaluation
@testable import Training

/// Exams against solvers: the positions, and the counting of mistakes in them.
@Suite struct SolverEvaluationTests {
  private func evaluation(_ columns: Int, _ rows: Int, count: Int) throws -> MistakeEvaluation<
    ConnectFour
  > {
    let start = try ConnectFour(["columns": String(columns), "rows": String(rows)])
    return try #require(GameSolution.connectFour.makeEvaluation(start, count))
  }

  /// Columns that keep the result, by a solver that knows nothing of the evaluation's.
  private func best(in game: ConnectFour, _ solver: inout ConnectFourSolver) throws -> [Int] {
    let position = try #require(
      ConnectFourPosition(
        columns: game.columns, rows: game.rows, observation: game.observation(as: game.turn!)))
    let scores = solver.scores(ofMovesIn: position).map { $0?.signum() }
    let top = scores.compactMap(\.self).max()
    return scores.indices.filter { scores[$0] == top }
  }

  @Test func `tic-tac-toe has 3191 positions in which a move can be wrong`() throws {
    #expect(GameSolution.criticalPositions(from: try MNK())?.count == 3191)
    let evaluation = try #require(GameSolution<MNK>.exhaustive.makeEvaluation(MNK(), 4000))
    #expect(evaluation.count == 3191)
    #expect(GameSolution<MNK>.exhaustive.makeEvaluation(try MNK(), 100)?.count == 100)
  }

  @Test func `games too large to solve have no evaluation`() throws {
    let big = try MNK(["columns": "5", "rows": "5", "length": "4"])
    #expect(GameSolution<MNK>.exhaustive.makeEvaluation(big, 10) == nil)
    let wide = try ConnectFour(["columns": "8", "rows": "8"])
    #expect(GameSolution.connectFour.makeEvaluation(wide, 10) == nil)
  }

  @Test func `the best columns on a small board are those of exhaustive search`() throws {
    let evaluation = try evaluation(4, 4, count: 40)
    var exhaustive = ExhaustiveSolver<ConnectFour>()
    var keys: Set<UInt64> = []
    for solved in evaluation.kinds.flatMap(\.positions) {
      let seat = try #require(solved.position.turn)
      let values = exhaustive.solveActions(of: solved.position)
      let actions = try #require(values).map { ($0.action, $0.solution.value(for: seat)) }
      let top = actions.map(\.1).max()
      #expect(solved.best == actions.filter { $0.1 == top }.map(\.0))
      #expect(keys.insert(solved.position.key).inserted)
    }
    #expect(keys.count > 60)
  }

  @Test func `the stored set is of the usual kinds and its late positions are solved rightly`()
    throws
  {
    let evaluation = try evaluation(7, 6, count: 100)
    #expect(evaluation.kinds.map(\.positions.count) == [100, 100, 100, 100, 100, 56])
    var solver = ConnectFourSolver(tableBits: 20)
    for (kind, expected) in zip(evaluation.kinds, ConnectFourPositions.kinds) {
      #expect(kind.name == expected.name)
      for (index, solved) in kind.positions.enumerated() {
        let discs = 42 - solved.position.observation(as: .first).prefix(84).count { $0 == 0 } + 42
        #expect((discs - 1) / 14 + 1 == expected.stage)
        if index < 2, expected.difficulty == 1 {
          let position = try #require(
            ConnectFourPosition(
              columns: 7, rows: 6,
              observation: solved.position.observation(as: solved.position.turn!)))
          let isEasy = solver.ends(position, within: 14)
          #expect(isEasy, "\(kind.name) \(index)")
        }
        // Openings take long; those of the middle game are samples.
        guard expected.stage == 3 || expected.stage == 2 && index % 10 == 0 else { continue }
        let known = try best(in: solved.position, &solver)
        #expect(solved.best == known)
      }
    }
  }

  @Test(.enabled(if: runsLongTests))
  func `the stored set is what the evaluation draws`() throws {
    var evaluation = try #require(ConnectFourPositions(ConnectFour()))
    let drawn = evaluation.drawKinds(100)
    #expect(drawn == ConnectFourTestSet.lines)
  }

  @Test func `whether a game ends within some moves agrees with its score`() throws {
    var solver = ConnectFourSolver(tableBits: 16)
    var exhaustive = ExhaustiveSolver<ConnectFour>()
    for solved in try evaluation(4, 4, count: 15).kinds.flatMap(\.positions) {
      let game = solved.position
      let position = try #require(
        ConnectFourPosition(columns: 4, rows: 4, observation: game.observation(as: game.turn!)))
      let solution = exhaustive.solve(game)
      let distance = try #require(solution).distance
      for moves in 0...16 {
        let ends = solver.ends(position, within: moves)
        #expect(ends == (moves >= distance))
      }
    }
  }

  @Test func `a perfect player makes no mistake and a random one many`() throws {
    let evaluation = try #require(GameSolution<MNK>.exhaustive.makeEvaluation(MNK(), 4000))
    let perfect = try #require(PerfectPlayer(for: try MNK()))
    #expect(try evaluation.mistakes(threads: 2) { perfect }.total.mistakes == 0)
    let random = try evaluation.mistakes(threads: 1) { RandomPlayer<MNK>() }
    #expect(random.total.positions == 3191)
    #expect((0.2...0.9).contains(random.total.rate))
    #expect(try evaluation.mistakes(threads: 2) { RandomPlayer<MNK>() } == random)
  }

  @Test func `a network's head alone is evaluated beside the player`() throws {
    let evaluation = try #require(GameSolution<MNK>.exhaustive.makeEvaluation(MNK(), 200))
    let start = try MNK()
    // All outputs are equal: the first legal action is played.
    let network = try Network(
      zeros: Architecture(
        input: .planes(channels: 2, rows: 3, columns: 3), trunk: [],
        heads: [Head(name: "policy", layers: [.dense(outputs: 9)])]))
    let expected = evaluation.kinds[0].positions.count { $0.best[0] != $0.position.legalActions[0] }
    let perfect = try #require(PerfectPlayer(for: start))
    let report = try SolverEvaluation(
      evaluation: evaluation, start: start, policyHead: 0, threads: 1
    )
    .evaluate(network) { perfect }
    #expect(report.policy?.total.mistakes == expected && expected > 20)
    #expect(report.player.total.mistakes == 0)
    #expect(report.metrics.map(\.name) == ["mistakes", "policy_mistakes"])
  }

  @Test func `kinds are thirds of the board's discs and of the moves to come`() throws {
    var exhaustive = ExhaustiveSolver<ConnectFour>()
    let evaluation = try evaluation(4, 4, count: 20)
    let expected = ConnectFourPositions.kinds.filter { kind in
      evaluation.kinds.contains { $0.name == kind.name }
    }
    #expect(evaluation.kinds.map(\.name) == expected.map(\.name) && expected.count >= 4)
    for (kind, expected) in zip(evaluation.kinds, expected) {
      for solved in kind.positions {
        let discs = 16 - solved.position.observation(as: .first).prefix(32).count { $0 == 0 } + 16
        #expect(discs * 3 <= expected.stage * 16 && discs * 3 > (expected.stage - 1) * 16)
        // A third of the 16 cells is 5, two thirds are 10.
        let solution = exhaustive.solve(solved.position)
        let distance = try #require(solution).distance
        #expect((distance <= 5 ? 1 : distance <= 10 ? 2 : 3) == expected.difficulty)
      }
    }
  }

  @Test func `mistakes are counted for each kind by itself and then together`() throws {
    let start = try MNK()
    let critical = try #require(GameSolution.criticalPositions(from: start))
    let trivial = Array(critical.filter { $0.best[0] == $0.position.legalActions[0] }.prefix(30))
    let hard = Array(critical.filter { $0.best[0] != $0.position.legalActions[0] }.prefix(20))
    let evaluation = MistakeEvaluation([
      SolvedPositions("hard", hard), SolvedPositions("trivial", trivial),
      SolvedPositions("mixed", trivial + hard.prefix(5)),
    ])
    for threads in 1...2 {
      let table = try evaluation.mistakes(threads: threads) { FirstAction() }
      #expect(table.rows.map(\.name) == ["hard", "trivial", "mixed"])
      #expect(table.rows.map(\.mistakes) == [20, 0, 5])
      #expect(table.rows.map(\.positions) == [20, 30, 35])
      #expect(table.total.mistakes == 25 && table.total.positions == 85)
    }
  }

  @Test func `reports tell every kind and the whole`() {
    let player = MistakeTable(rows: [
      .init(name: "end", positions: 40, mistakes: 1),
      .init(name: "begin", positions: 60, mistakes: 4),
    ])
    let policy = MistakeTable(rows: [
      .init(name: "end", positions: 40, mistakes: 4),
      .init(name: "begin", positions: 60, mistakes: 30),
    ])
    let report = SolverReport(player: player, policy: policy)
    #expect(report.summary == "mistakes 5.0 % (policy 34.0 %): end 2.5 (10.0), begin 6.7 (50.0)")
    #expect(
      report.metrics.map(\.name) == [
        "mistakes", "mistakes_end", "mistakes_begin", "policy_mistakes", "policy_mistakes_end",
        "policy_mistakes_begin",
      ])
    #expect(report.metrics.map(\.value) == [0.05, 0.025, 4.0 / 60, 0.34, 0.1, 0.5])
    #expect(report.text.split(separator: "\n").count == 3)
  }
}

/// Plays the first legal action of positions that it was sat down at.
private struct FirstAction: Player {
  private var place: MNK?

  mutating func begin(as seat: Seat, in world: MNK) { place = world.turn == seat ? world : nil }

  func choose(in world: MNK, within budget: Budget, using random: inout RandomSource) -> Int {
    let legal = world.legalActions
    return place?.key == world.key ? legal[0] : legal[legal.count - 1]
  }
}
