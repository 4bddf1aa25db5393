import ArenaCore
import Environments
import Foundation
import TestKit
import Testing

@testable import Solvers

/// The bitboard solver against exhaustion and published values.
@Suite struct ConnectFourSolverTests {
  private func position(_ moves: String, columns: Int = 7, rows: Int = 6) -> ConnectFourPosition {
    ConnectFourPosition(
      columns: columns, rows: rows, playing: moves.map { $0.wholeNumberValue! - 1 })!
  }

  /// Pons' score from exhaustion: which of its own discs the winner wins with.
  private func score(_ solution: ExhaustiveSolver<ConnectFour>.Solution, _ game: ConnectFour) -> Int
  {
    let cells = game.columns * game.rows
    let plies = game.observation(as: .first).filter { $0 > 0 }.count
    let last = plies + solution.distance - 1  // discs before the winning one
    return solution.value(for: game.turn!) * ((cells + 1 - last) / 2)
  }

  @Test(arguments: [(4, 4), (4, 3), (5, 3), (3, 5)])
  func `scores of all moves agree with exhaustive search on small boards`(
    _ columns: Int, _ rows: Int
  ) throws {
    var exhaustive = ExhaustiveSolver<ConnectFour>()
    var fast = ConnectFourSolver(tableBits: 12)  // small, so that entries are replaced
    var random = RandomSource(seed: 5)
    var compared = 0
    for _ in 0..<40 {
      var game = try connectFour(columns: columns, rows: rows)
      while game.turn != nil {
        let observed = try #require(
          ConnectFourPosition(
            columns: columns, rows: rows, observation: game.observation(as: game.turn!)))
        for (column, found) in fast.scores(ofMovesIn: observed).enumerated() {
          #expect((found != nil) == game.isLegal(column))
          guard let found else { continue }
          var next = game
          next.play(column)
          let solved = exhaustive.solve(next)
          let known = try #require(solved)
          let expected =
            next.turn == nil
            ? (next.outcome!.winner == nil ? 0 : (columns * rows + 1 - observed.moves) / 2)
            : -score(known, next)
          #expect(found == expected)
          compared += 1
        }
        let results = fast.results(ofMovesIn: observed)
        #expect(results == fast.scores(ofMovesIn: observed).map { $0?.signum() })
        _ = game.playRandomAction(using: &random)
      }
    }
    #expect(compared > 500)
  }

  @Test(arguments: [
    (4, 4, 0), (4, 5, 0), (5, 4, 0), (5, 5, 0), (4, 6, 0), (5, 6, 0), (6, 5, 0), (6, 4, -1),
    (7, 4, 0),
  ])
  func `boards up to 6x5 have their known values`(_ columns: Int, _ rows: Int, _ value: Int) {
    var solver = ConnectFourSolver(tableBits: 20)
    #expect(solver.result(of: ConnectFourPosition(columns: columns, rows: rows)) == value)
  }

  @Test func `only the centre holds 7x4, and the edges lose 5x4`() {
    var solver = ConnectFourSolver(tableBits: 20)
    let wide = solver.results(ofMovesIn: ConnectFourPosition(columns: 7, rows: 4))
    #expect(wide == [-1, -1, -1, 0, -1, -1, -1])
    let small = solver.results(ofMovesIn: ConnectFourPosition(columns: 5, rows: 4))
    #expect(small == [-1, 0, 0, 0, -1])
  }

  @Test(.enabled(if: runsLongTests))
  func `the openings of 7x6 have their published scores`() {
    var solver = ConnectFourSolver(tableBits: 24)
    #expect(
      solver.scores(ofMovesIn: ConnectFourPosition()) == [-2, -1, 0, 1, 0, -1, -2])
  }

  @Test func `mirrored positions have mirrored scores`() {
    var solver = ConnectFourSolver(tableBits: 18)
    var random = RandomSource(seed: 2)
    for _ in 0..<10 {
      var moves: [Int] = []
      var position = ConnectFourPosition()
      while position.moves < 22 {
        let open = (0..<7).filter { position.canPlay($0) && !position.wins($0) }
        guard !open.isEmpty else { break }
        moves.append(open[random.below(open.count)])
        position.play(moves.last!)
      }
      let mirror = ConnectFourPosition(playing: moves.map { 6 - $0 })!
      #expect(
        solver.scores(ofMovesIn: position) == solver.scores(ofMovesIn: mirror).reversed())
    }
  }

  @Test func `positions that cannot be are refused`() {
    #expect(ConnectFourPosition(playing: [0, 0, 0, 0, 0, 0, 0]) == nil)
    #expect(ConnectFourPosition(playing: [9]) == nil)
    // Four in a row ends the game.
    #expect(ConnectFourPosition(playing: [0, 1, 0, 1, 0, 1, 0]) == nil)
    var floating = [Float](repeating: 0, count: 84)
    floating[42 + 7] = 1
    #expect(ConnectFourPosition(columns: 7, rows: 6, observation: floating) == nil)
    #expect(ConnectFourPosition(columns: 7, rows: 6, observation: []) == nil)
  }
}
