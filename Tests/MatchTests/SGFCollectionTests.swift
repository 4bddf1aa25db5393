import ArenaCore
import Environments
import Foundation
import TestKit
import Testing

@testable import Match

@Suite struct SGFCollectionTests {
  private func record(
    _ moves: [String], winner: Seat? = .first, margin: Double? = nil,
    cause: GameRecord.Cause = .rules, first: String = "ann", options: String = ""
  ) -> GameRecord {
    GameRecord(
      game: "go", options: options, first: first, second: "bob", moves: moves,
      outcome: Outcome(winner: winner, margin: margin, reason: "so it was"), cause: cause)
  }

  private func smallGo() throws -> GoLite { try GoLite(["columns": "9", "rows": "9"]) }

  @Test func `points count from the upper left, letters skip no i, a pass is empty`() throws {
    let collection = try #require(
      SGFCollection(
        [record(["a1", "a9", "j1", "pass", "h8"], margin: 3.5)], of: smallGo(), kind: .go))
    #expect(
      collection.text == """
        (;FF[4]GM[1]CA[UTF-8]AP[arena]SZ[9]KM[7.5]PB[ann]PW[bob]RE[B+3.5]
        ;B[ai];W[aa];B[ii];W[];B[hb])

        """)
  }

  @Test func `a board that is no square tells its columns first`() throws {
    let narrow = try GoLite(["columns": "5", "rows": "9"])
    let collection = try #require(
      SGFCollection([record(["e1", "a9", "c8"], winner: .second)], of: narrow, kind: .go))
    #expect(collection.text.contains("SZ[5:9]KM[7.5]"))
    #expect(collection.text.hasSuffix(";B[ei];W[aa];B[cb])\n"))
  }

  @Test func `results and names are written as the format wants`() throws {
    let cases: [(GameRecord, String)] = [
      (record([], winner: nil), "RE[0]"), (record([], winner: .second, margin: 10), "RE[W+10.0]"),
      (record([], cause: .time), "RE[B+T]"), (record([], cause: .resignation), "RE[B+R]"),
      (record([], cause: .illegalMove), "RE[B+F]"),
      (record([], first: #"a]\b"#), #"PB[a\]\\b]"#),
    ]
    for (record, text) in cases {
      let collection = try #require(SGFCollection([record], of: smallGo(), kind: .go))
      #expect(collection.text.contains(text), "\(collection.text)")
    }
  }

  @Test func `Gomoku is game 4, and swap2 choices cannot be told`() throws {
    let plain = try Gomoku(["size": "15"])
    let collection = try #require(
      SGFCollection([record(["i8", "o15"])], of: plain, kind: .gomoku))
    #expect(collection.text.contains("GM[4]") && collection.text.hasSuffix(";B[ih];W[oa])\n"))
    let swap = try Gomoku(["size": "15", "opening": "swap2"])
    #expect(SGFCollection([record(["a1", "b1", "c1", "swap"])], of: swap, kind: .gomoku) == nil)
    #expect(SGFCollection([record(["pass"])], of: plain, kind: .gomoku) == nil)
  }

  @Test(
    .enabled(if: runsPeerChecks, "set ARENA_PYTHON_CHECKS=1 to run it"),
    .enabled(if: Peer.hasPython("sgfmill"), "python3 with sgfmill is not installed"))
  func `sgfmill reads the same moves`() throws {
    var random = RandomSource(seed: 3)
    var game = try smallGo()
    var moves: [String] = []
    while game.turn != nil {
      moves.append(game.notation(of: game.playRandomAction(using: &random)))
    }
    let collection = try #require(
      SGFCollection([record(moves, margin: 1.5)], of: smallGo(), kind: .go))
    let path = NSTemporaryDirectory() + "arena-\(UUID().uuidString).sgf"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try collection.text.write(toFile: path, atomically: false, encoding: .utf8)
    let script = """
      from sgfmill import sgf
      game = sgf.Sgf_game.from_bytes(open('\(path)', 'rb').read())
      print(game.get_size(), game.get_winner())
      for node in game.get_main_sequence()[1:]:
        colour, point = node.get_move()
        print('pass' if point is None else 'abcdefghj'[point[1]] + str(point[0] + 1))
      """
    let text = try Peer.run("python3", ["-c", script])
    #expect(text == (["9 b"] + moves).joined(separator: "\n") + "\n")
  }
}
