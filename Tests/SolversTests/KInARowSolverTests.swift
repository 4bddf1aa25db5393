import ArenaCore
import Environments
import TestKit
import Testing

@testable import Solvers

/// The solver of m,n,k-games against exhaustion and known values.
@Suite struct KInARowSolverTests {
  private func board(_ columns: Int, _ rows: Int, _ length: Int) throws -> KInARowBoard {
    try #require(KInARowBoard(columns: columns, rows: rows, length: length))
  }

  private func position(_ game: some BoardGame, _ board: KInARowBoard) throws -> KInARowPosition {
    try #require(KInARowPosition(board, observation: game.observation(as: game.turn!)))
  }

  @Test(arguments: [
    (3, 3, 3), (4, 3, 3), (3, 4, 3), (3, 3, 2), (2, 3, 1), (5, 2, 2), (6, 2, 3), (4, 2, 3),
    (7, 2, 4), (3, 4, 4), (3, 3, 4),
  ])
  func `values, distances and best moves are those of exhaustion in every position of random games`(
    _ columns: Int, _ rows: Int, _ length: Int
  ) throws {
    let board = try board(columns, rows, length)
    let start = try mnk(columns, rows, length)
    var exhaustive = ExhaustiveSolver<MNK>()
    var solver = KInARowSolver(tableBits: 6)  // small, so that entries are replaced
    var random = RandomSource(seed: 5)
    var seen: Set<UInt64> = []
    for _ in 0..<200 {
      var game = start
      while let seat = game.turn {
        if seen.insert(game.key).inserted {
          let known = exhaustive.solve(game)
          let expected = try #require(known)
          let position = try position(game, board)
          let found = solver.solve(position)
          #expect(found?.value == expected.value(for: seat))
          if expected.value(for: seat) != 0 { #expect(found?.distance == expected.distance) }
          for hurrying in [false, true] {
            let best = exhaustive.bestActions(in: game, hurrying: hurrying)
            let moves = solver.bestMoves(in: position, slack: hurrying ? 0 : nil)
            #expect(moves == best, "\(hurrying) \(game.diagram)")
          }
        }
        _ = game.playRandomAction(using: &random)
      }
    }
  }

  @Test(arguments: [(4, 4, 3), (4, 4, 4), (5, 4, 4), (5, 5, 4), (6, 6, 4), (5, 5, 5), (7, 6, 5)])
  func `late positions of larger boards have the values and distances of exhaustion`(
    _ columns: Int, _ rows: Int, _ length: Int
  ) throws {
    let board = try board(columns, rows, length)
    let start = try mnk(columns, rows, length)
    var exhaustive = ExhaustiveSolver<MNK>()
    var solver = KInARowSolver(tableBits: 10)
    var random = RandomSource(seed: 7)
    var compared = 0
    for _ in 0..<400 {
      // Full boards without a row are rare in random games: stop with few cells left.
      var game = start
      for _ in 0..<start.actionCount - 7 where game.turn != nil {
        _ = game.playRandomAction(using: &random)
      }
      guard let seat = game.turn else { continue }
      compared += 1
      let known = exhaustive.solve(game)
      let expected = try #require(known)
      let found = solver.solve(try position(game, board))
      #expect(found?.value == expected.value(for: seat), "\(game.diagram)")
      if expected.value(for: seat) != 0 { #expect(found?.distance == expected.distance) }
    }
    #expect(compared > 20)
  }

  @Test(arguments: [(4, 4, 3), (4, 4, 4), (5, 4, 4)])
  func `every position of random games has the value of plain alpha-beta`(
    _ columns: Int, _ rows: Int, _ length: Int
  ) throws {
    let board = try board(columns, rows, length)
    let start = try mnk(columns, rows, length)
    var slow = Solver<MNK>()
    var solver = KInARowSolver(tableBits: 12)
    var random = RandomSource(seed: 3)
    for _ in 0..<60 {
      var game = start
      var stones = 0
      while game.turn != nil {
        // Alpha-beta takes long for the first few stones.
        if stones >= start.actionCount - 13 {
          let found = solver.solve(try position(game, board))
          #expect(found?.value == Int(slow.result(of: game)), "\(game.diagram)")
        }
        _ = game.playRandomAction(using: &random)
        stones += 1
      }
    }
  }

  @Test(arguments: [
    (3, 3, 3, 0), (4, 3, 3, 1), (4, 4, 3, 1), (4, 4, 4, 0), (5, 4, 4, 0), (5, 5, 4, 0),
    (5, 5, 5, 0), (6, 5, 4, 1), (6, 6, 4, 1), (7, 7, 4, 1), (6, 5, 5, 0),
  ])
  func `boards have their known values`(_ columns: Int, _ rows: Int, _ length: Int, _ value: Int)
    throws
  {
    var solver = KInARowSolver(tableBits: 18)
    let solution = solver.solve(KInARowPosition(try board(columns, rows, length)))
    #expect(solution?.value == value)
  }

  @Test func `six by six with four in a row is won with the sixth stone`() throws {
    var solver = KInARowSolver(tableBits: 16)
    let start = KInARowPosition(try board(6, 6, 4))
    #expect(solver.solve(start)?.distance == 11)
    #expect(solver.wins(start, within: 10) == false)
    #expect(solver.wins(start, within: 11) == true)
    #expect(solver.wins(start, within: 36) == true)
  }

  @Test func `every opening of 4,4,4 draws`() throws {
    var solver = KInARowSolver(tableBits: 16)
    #expect(
      solver.bestMoves(in: KInARowPosition(try board(4, 4, 4))) == Array(0..<16))
  }

  @Test(.enabled(if: runsLongTests, "set ARENA_LONG_TESTS=1 to run it"))
  func `openings of larger boards keep what they are known to keep`() throws {
    var solver = KInARowSolver(tableBits: 22)
    #expect(
      solver.bestMoves(in: KInARowPosition(try board(5, 5, 4))) == Array(0..<25))
    // The inner block of 4 x 3 less the two ends of its middle row.
    let inner = [7, 8, 9, 10, 14, 15, 19, 20, 21, 22]
    #expect(solver.bestMoves(in: KInARowPosition(try board(6, 5, 4))) == inner)
  }

  @Test func `images of a position have its value and the images of its best moves`() throws {
    let board = try board(5, 5, 4)
    let start = try mnk(5, 5, 4)
    let symmetries = start.symmetries
    var solver = KInARowSolver(tableBits: 16)
    var random = RandomSource(seed: 4)
    for _ in 0..<6 {
      var games = symmetries.map { _ in start }
      for _ in 0..<8 {
        guard let action = games[0].legalActions.randomElement(using: &random) else { break }
        var next = games[0]
        next.play(action)
        if next.turn == nil { break }
        for index in games.indices { games[index].play(symmetries[index].actions[action]) }
      }
      let best = solver.bestMoves(in: try position(games[0], board), slack: 0)
      for (game, symmetry) in zip(games, symmetries) {
        var fresh = KInARowSolver(tableBits: 16)
        let image = fresh.bestMoves(in: try position(game, board), slack: 0)
        #expect(image == best?.map { symmetry.actions[$0] }.sorted())
      }
    }
  }

  @Test func `past its limit a solver gives up and can be asked again`() throws {
    var solver = KInARowSolver(tableBits: 10, nodeLimit: 1000)
    let large = KInARowPosition(try board(7, 7, 5))
    #expect(solver.solve(large) == nil)
    #expect(solver.bestMoves(in: large, slack: 0) == nil)
    #expect(solver.wins(large, within: 3) == false)
    #expect(solver.nodes < 4000)
    #expect(solver.solve(KInARowPosition(try board(3, 3, 3)))?.value == 0)
  }

  @Test func `positions that cannot be are refused`() throws {
    #expect(KInARowBoard(columns: 8, rows: 7, length: 5) == nil)
    #expect(KInARowBoard(columns: 7, rows: 7, length: 8) == nil)
    let board = try board(3, 3, 3)
    #expect(KInARowPosition(board, observation: []) == nil)
    let none = [Float](repeating: 0, count: 9)
    let row: [Float] = [1, 1, 1] + none.dropFirst(3)
    #expect(KInARowPosition(board, observation: row + none) == nil)
    #expect(KInARowPosition(board, observation: none + row) == nil)
    #expect(KInARowPosition(board, observation: none + none)?.moves == 0)
    // Both seats on one cell.
    #expect(
      KInARowPosition(board, observation: [1] + none.dropFirst() + [1] + none.dropFirst()) == nil)
  }
}
