import ArenaCore
import TestKit
import Testing

@testable import Environments

/// Facts about Go on small boards that were proven elsewhere.
@Suite struct GoTruthTests {
  /// Tromp and Farnebäck 2006, Combinatorics of Go: the numbers of legal positions.
  @Test(arguments: [(1, 2, 5), (2, 2, 57), (2, 3, 489), (3, 3, 12675), (3, 4, 321689)])
  func `the board accepts exactly the legal positions`(
    _ columns: Int, _ rows: Int, _ expected: Int
  ) throws {
    #expect(try legalPositions(columns, rows) == expected)
  }

  @Test(.enabled(if: runsLongTests))
  func `the board accepts exactly the legal positions of four by four`() throws {
    #expect(try legalPositions(4, 4) == 24_318_165)
  }

  /// Counts the positions that can be set up stone by stone, with passes between, and still stand
  /// as set up.
  ///
  /// A part of a legal position is legal: a chain of the part that is not whole in it has a liberty
  /// where the rest of it goes. So no stone of a legal position is refused or captured on the way,
  /// and what cannot be set up is not legal.
  private func legalPositions(_ columns: Int, _ rows: Int) throws -> Int {
    let game = try GoLite([
      "columns": "\(columns)", "rows": "\(rows)", "superko": "simple", "max-moves": "100",
    ])
    return count(game, from: 0, stones: 0)
  }

  private func count(_ game: GoLite, from cell: Int, stones: Int) -> Int {
    guard cell < game.cells else { return 1 }
    var sum = count(game, from: cell + 1, stones: stones)
    for seat in Seat.allCases {
      var next = game
      if next.turn != seat { next.play(next.pass) }
      guard next.isLegal(cell) else { continue }
      next.play(cell)
      guard next.cells - next.board.emptyCount == stones + 1 else { continue }
      sum += count(next, from: cell + 1, stones: stones + 1)
    }
    return sum
  }

  /// Values for black under positional superko by area without komi, the same with suicide.
  @Test(arguments: [(2, 1, 0), (3, 1, 3), (4, 1, 4), (1, 4, 4)], ["false", "true"])
  func `tiny boards have their proven values`(
    _ board: (columns: Int, rows: Int, value: Double), _ suicide: String
  ) throws {
    let game = try GoLite([
      "columns": "\(board.columns)", "rows": "\(board.rows)", "komi": "0", "suicide": suicide,
    ])
    var solver = Solver<GoLite> { $0.rulesKey }
    #expect(solver.value(of: game) == board.value)
  }

  @Test func `only the middle of one by three wins it all`() throws {
    let game = try GoLite(["columns": "3", "rows": "1", "komi": "0"])
    var solver = Solver<GoLite> { $0.rulesKey }
    let values = solver.values(of: game)
    #expect(values[1] == 3)
    #expect(values.values.count { $0 == 3 } == 1)
  }

  @Test func `black wins two by two by one point`() throws {
    let game = try GoLite(["size": "2", "komi": "0"])
    var solver = Solver<GoLite> { $0.rulesKey }
    #expect(solver.value(of: game) == 1)
  }
}

extension GoGame {
  /// A key of what the rules alone read, far from the move cap: `key` also tells the last actions
  /// and the count of moves apart, which would make the tree of a small board endless.
  fileprivate var rulesKey: UInt64 {
    let lastIsPass: UInt64 = recent & 0xffff == Self.passMark ? 1 : 0
    return mixed(board.hash, positionsKey, lastIsPass, turn == .first ? 0 : 1)
  }
}
