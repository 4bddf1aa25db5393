import ArenaCore
import Environments
import TestKit
import Testing

@testable import Solvers

/// Games whose value is known, solved by looking at everything.
@Suite struct ExhaustiveSolverTests {
  @Test func `tic-tac-toe is a draw with 4520 positions to decide in`() throws {
    var solver = ExhaustiveSolver<MNK>()
    let solved = solver.solve(try mnk(3, 3, 3))
    let solution = try #require(solved)
    #expect(solution.value(for: .first) == 0)
    #expect(solution.distance == 9)
    // 5,478 positions less the finished ones: 2,423 for the first seat and 2,097 for the second.
    #expect(solver.count == 4520)
  }

  @Test func `tic-tac-toe has 3191 positions where an action loses value`() throws {
    var solver = ExhaustiveSolver<MNK>()
    var critical = 0
    var seen: Set<UInt64> = []
    func visit(_ game: MNK) {
      guard let seat = game.turn, seen.insert(game.key).inserted else { return }
      let values = solver.solveActions(of: game)!.map { $0.solution.value(for: seat) }
      if Set(values).count > 1 { critical += 1 }
      for action in game.legalActions {
        var next = game
        next.play(action)
        visit(next)
      }
    }
    visit(try mnk(3, 3, 3))
    #expect(critical == 3191)
  }

  @Test(arguments: [(4, 4, 0), (5, 4, 0), (4, 5, 0), (6, 3, 0)])
  func `small Connect Four boards have their known values`(
    _ columns: Int, _ rows: Int, _ value: Int
  ) throws {
    // Exhaustion proves the bitboard solver right on the smallest and it the rest.
    let position = ConnectFourPosition(columns: columns, rows: rows)
    var fast = ConnectFourSolver(tableBits: 16)
    #expect(fast.result(of: position) == value)
    guard columns * rows <= 16 else { return }
    var solver = ExhaustiveSolver<ConnectFour>()
    let solution = solver.solve(try connectFour(columns: columns, rows: rows))
    #expect(solution?.value(for: .first) == value)
  }

  @Test func `a solver that may not remember enough says so`() throws {
    var solver = ExhaustiveSolver<MNK>(limit: 100)
    #expect(solver.solve(try mnk(3, 3, 3)) == nil)
    #expect(solver.count <= 100)
  }

  @Test func `the winner hurries and the loser delays`() throws {
    var solver = ExhaustiveSolver<MNK>()
    // The first seat has two in a row and wins with the next stone.
    let quick = solver.solve(try mnk(3, 3, 3, ["a1", "a2", "b1", "b2"]))
    let win = try #require(quick)
    #expect(win.value(for: .first) == 1 && win.distance == 1)
    // The second seat is to move and faces two threats: it can only delay by blocking one.
    let delayed = solver.solve(try mnk(3, 3, 3, ["a1", "b1", "a3", "a2", "c3"]))
    let lost = try #require(delayed)
    #expect(lost.value(for: .first) == 1 && lost.distance == 2)
  }
}
