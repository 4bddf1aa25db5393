import ArenaCore
import Environments
import Testing

/// What games make of their options, good and bad.
@Suite struct BoardOptionTests {
  @Test func `one size sets both sides, and a side of its own overrides it`() throws {
    #expect(try MNK(["size": "5", "length": "4"]).observationShape.count == 50)
    let wide = try ConnectFour(["size": "8", "rows": "5"])
    #expect((wide.columns, wide.rows) == (8, 5))
    let plain = try ConnectFour()
    #expect((plain.columns, plain.rows) == (7, 6))
    let go = try GoLite(["columns": "4"])
    #expect((go.columns, go.rows) == (4, 9))
  }

  private func message<Game: BoardGame>(_ type: Game.Type, _ options: [String: String]) -> String? {
    do {
      _ = try Game(options)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func `bad options are refused in one clear line`() {
    #expect(
      message(Go.self, ["size": "20"])
        == "option size cannot be '20': it must be an integer from 1 to 19")
    #expect(
      message(Gomoku.self, ["rule": "caro"])
        == "option rule cannot be 'caro': it must be one of freestyle, standard, renju")
    #expect(
      message(Gomoku.self, ["rule": "renju", "length": "6"])
        == "renju is five in a row, so length cannot be 6")
    #expect(
      message(Gomoku.self, ["size": "5", "length": "6"])
        == "length 6 does not fit a board of size 5")
    #expect(
      message(ConnectFour.self, ["size": "12"])
        == "columns * (rows + 1) must be at most 128, not 156")
    #expect(message(Othello.self, ["size": "7"])?.contains("one of 4, 6, 8") == true)
    #expect(message(Breakthrough.self, ["rows": "3"]) != nil)
    #expect(message(Hex.self, ["size": "1"]) != nil)
    #expect(message(MNK.self, ["height": "3"])?.hasPrefix("unknown option 'height'") == true)
    #expect(message(GoLite.self, ["komi": "nan"]) != nil)
  }

  /// Every single value of every integer option makes a game or is refused, without a trap.
  @Test func `every integer of every option makes a game or a clear error`() throws {
    try sweep(MNK.self)
    try sweep(ConnectFour.self)
    try sweep(Gomoku.self)
    try sweep(GoLite.self)
    try sweep(Othello.self)
    try sweep(Hex.self)
    try sweep(Breakthrough.self)
  }

  private func sweep<Game: BoardGame>(_ type: Game.Type) throws {
    for spec in Game.Settings().specs {
      guard case .integer(let range) = spec.kind else { continue }
      for value in range {
        guard var game = try? Game([spec.name: "\(value)"]) else { continue }
        var random = RandomSource(seed: UInt64(value))
        _ = game.playOut(using: &random)
        #expect(game.turn == nil)
      }
    }
  }

  @Test func `the move cap ends a game of Go and says so`() throws {
    var game = try GoLite(["max-moves": "3", "komi": "0.5"])
    for move in ["e5", "e4", "d4"] { game.play(try #require(game.action(from: move))) }
    #expect(game.outcome == Outcome(winner: .first, margin: 0.5, reason: "move cap"))
  }
}
