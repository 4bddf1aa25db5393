import ArenaCore
import TestKit
import Testing

@testable import Environments

/// Values of small boards that are known from the literature, found again by search.
@Suite struct SolvedGameTests {
  private func value<Game: Keyed>(_ type: Game.Type, _ options: [String: String]) throws -> Double {
    var solver = Solver<Game>(tableBits: runsLongTests ? 23 : 18)
    return try solver.value(of: Game(options))
  }

  private func connectFour(_ columns: Int, _ rows: Int) throws -> Double {
    try value(ConnectFour.self, ["columns": "\(columns)", "rows": "\(rows)"])
  }

  /// Tromp's table of solved boards.
  @Test(arguments: [(4, 4, 0), (4, 5, 0), (5, 4, 0)])
  func `small Connect Four boards are draws`(
    _ columns: Int, _ rows: Int, _ expected: Double
  ) throws {
    #expect(try connectFour(columns, rows) == expected)
  }

  @Test(
    .enabled(if: runsLongTests),
    arguments: [(6, 4, -1), (7, 4, 0), (5, 5, 0), (4, 6, 0), (5, 6, 0), (6, 5, 0)])
  func `larger Connect Four boards have their solved values`(
    _ columns: Int, _ rows: Int, _ expected: Double
  ) throws {
    #expect(try connectFour(columns, rows) == expected)
  }

  private func game(_ columns: Int, _ rows: Int, _ length: Int) throws -> MNK {
    try MNK(["columns": "\(columns)", "rows": "\(rows)", "length": "\(length)"])
  }

  @Test(arguments: [(3, 3, 3, 0), (4, 4, 3, 1), (4, 3, 3, 1), (4, 4, 4, 0)])
  func `small boards of rows have their known values`(
    _ columns: Int, _ rows: Int, _ length: Int, _ expected: Double
  ) throws {
    var solver = Solver<MNK>(bounds: \.openBounds)
    #expect(try solver.result(of: game(columns, rows, length)) == expected)
  }

  @Test(.enabled(if: runsLongTests)) func `five by four in fours is a draw`() throws {
    var solver = Solver<MNK>(tableBits: 22, bounds: \.openBounds)
    #expect(try solver.result(of: game(5, 4, 4)) == 0)
  }

  @Test(arguments: [(6, 5, true), (4, 4, false)])
  func `six by five in fours is a win, four by four is not`(
    _ columns: Int, _ rows: Int, _ isWin: Bool
  ) throws {
    var solver = Solver<MNK>(bounds: \.openBounds)
    #expect(try solver.provesWin(of: game(columns, rows, 4), width: 2) == isWin)
  }

  @Test func `every opening of four by four in threes wins, of tic-tac-toe draws`() throws {
    var threes = Solver<MNK>()
    let four = try MNK(["size": "4", "length": "3"])
    #expect(threes.values(of: four).values.allSatisfy { $0 == 1 })
    var plain = Solver<MNK>()
    #expect(try plain.values(of: MNK()).values.allSatisfy { $0 == 0 })
  }

  @Test func `white wins Othello four by four by eight`() throws {
    #expect(try value(Othello.self, ["size": "4"]) == -8)
  }

  @Test(arguments: [
    (2, ["a2", "b1"]), (3, ["a2", "a3", "b2", "c1", "c2"]), (4, ["a4", "b3", "c2", "d1"]),
  ])
  func `Hex is won by its known openings and no others`(_ size: Int, _ winning: [String]) throws {
    let game = try Hex(["size": "\(size)"])
    var solver = Solver<Hex> { $0.stonesKey }
    let values = solver.values(of: game)
    #expect(values.filter { $0.value == 1 }.keys.map(game.notation).sorted() == winning)
  }
}

extension Hex {
  /// A key without the last stone, which only the observation shows.
  fileprivate var stonesKey: UInt64 { mixed(first.key, second.key) }
}

extension MNK {
  /// Who has no row left that it could fill cannot win any more.
  fileprivate var openBounds: ClosedRange<Double> {
    guard let turn else { return -1...1 }
    func canFillRow(_ seat: Seat) -> Bool { hasRun(board & ~stones[seat.opponent.rawValue]) }
    return (canFillRow(turn.opponent) ? -1 : 0)...(canFillRow(turn) ? 1 : 0)
  }
}
