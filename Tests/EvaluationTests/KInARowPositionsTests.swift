import Agents
import ArenaCore
import Environments
import Search
import Solvers
import Testing
import Training

@testable import Evaluation

/// Exams in m,n,k-games and Gomoku.
@Suite struct KInARowPositionsTests {
  private func gomoku(_ options: [String: String]) throws -> Gomoku { try Gomoku(options) }

  private func evaluation(count: Int) throws -> MistakeEvaluation<Gomoku> {
    let start = try gomoku(["size": "6", "length": "4"])
    return try #require(GameSolution<Gomoku>.rows.makeEvaluation(start, count))
  }

  @Test func `each stage has positions of its third, with something to decide`() throws {
    let evaluation = try evaluation(count: 8)
    #expect(evaluation.kinds.map(\.name) == ["begin", "middle", "end"])
    let board = try #require(KInARowBoard(columns: 6, rows: 6, length: 4))
    var solver = KInARowSolver()
    var keys: Set<UInt64> = []
    for (stage, kind) in evaluation.kinds.enumerated() {
      #expect(kind.positions.count == 8)
      for solved in kind.positions {
        let game = solved.position
        let seat = try #require(game.turn)
        let position = try #require(KInARowPosition(board, observation: game.observation(as: seat)))
        let thirds = stage == 0 ? 6...12 : stage == 1 ? 13...24 : 25...34
        #expect(thirds.contains(position.moves))
        #expect(keys.insert(game.key).inserted)
        // The moves that keep the result, one by one.
        let whole = solver.solve(position)
        let value = try #require(whole).value
        for action in game.legalActions {
          #expect(!position.wins(action))
          var next = position
          next.play(action)
          let reply = next.isFull ? 0 : solver.solve(next)?.value
          #expect((reply == -value) == solved.best.contains(action))
        }
      }
    }
  }

  @Test func `the evaluation is the same every time`() throws {
    let (one, two) = (try evaluation(count: 3), try evaluation(count: 3))
    for (kind, other) in zip(one.kinds, two.kinds) {
      #expect(kind.positions.map(\.position.key) == other.positions.map(\.position.key))
      #expect(kind.positions.map(\.best) == other.positions.map(\.best))
    }
  }

  @Test func `a perfect player makes no mistake`() throws {
    let start = try gomoku(["size": "6", "length": "4"])
    let solver = try #require(GameSolution<Gomoku>.rows.makeSolver(start))
    for style in PerfectStyle.allCases {
      let perfect = PerfectPlayer(asking: solver, style: style)
      #expect(try evaluation(count: 5).mistakes(threads: 2) { perfect }.total.mistakes == 0)
    }
  }

  @Test(arguments: [
    ["size": "6", "rule": "standard"], ["size": "6", "opening": "swap2"], ["size": "7"],
    ["size": "5", "rule": "renju"],
  ])
  func `other rules and larger boards have no evaluation`(_ options: [String: String]) throws {
    let start = try gomoku(options)
    #expect(GameSolution<Gomoku>.rows.makeEvaluation(start, 5) == nil)
  }

  @Test func `what the solver of rows cannot solve is not tried by exhaustion`() throws {
    let start = try gomoku(["size": "6", "length": "5"])
    #expect(GameSolution<Gomoku>.rows.makeSolver(start) == nil)
  }

  @Test func `as small as tic-tac-toe all positions are looked at`() throws {
    #expect(GameSolution<MNK>.rows.makeEvaluation(try MNK(), nil)?.count == 3191)
    #expect(GameSolution<MNK>.rows.makeSolver(try MNK()) is ExhaustiveSolver<MNK>)
  }
}
