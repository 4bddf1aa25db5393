import ArenaCore
import Environments
import TestKit
import Testing

@testable import Match

/// Games of files: SGF and lines of JSON.
@Suite struct GameFileTests {
  private func record(_ moves: [String], game: String, options: String = "") -> GameRecord {
    GameRecord(
      game: game, options: options, first: #"a]\b"#, second: "bob", moves: moves,
      outcome: Outcome(winner: .second, margin: 10, reason: "W+10.0"), cause: .rules)
  }

  @Test func `what SGF was written is read back`() throws {
    let go = try GoLite(["columns": "5", "rows": "9", "komi": "0.5"])
    let moves = ["e1", "a9", "pass", "c8", "pass", "pass"]
    let text = try #require(
      SGFCollection(
        [record(moves, game: "go-lite"), record(["a1"], game: "go-lite")], of: go, kind: .go))
    let entries = try GameFile.read(text.text)
    #expect(entries.count == 2 && entries[1].line == 3)
    #expect(entries[0].options == ["columns": "5", "rows": "9", "komi": "0.5"])
    let read = try entries[0].record(in: Session(go))
    #expect(read.moves == moves && read.first == #"a]\b"# && read.game == "go-lite")
    #expect(read.winner == "second" && read.margin == 10)

    let gomoku = try Gomoku(["size": "9"])
    let other = try #require(
      SGFCollection([record(["i9", "a1"], game: "gomoku")], of: gomoku, kind: .gomoku))
    let again = try GameFile.read(other.text)[0]
    #expect(again.record.game == "gomoku" && again.options == ["size": "9"])
    #expect(try again.record(in: Session(gomoku)).moves == ["i9", "a1"])
  }

  @Test func `of variations the first is the game`() throws {
    let text =
      "\u{FEFF}( ;GM[1]SZ[5]C[a \\] ; (B[aa]];B[aa](;W[bb];B[cc](;W[dd])(;W[ee]))(;W[ab]))(;GM[4]SZ[7];B[gg])"
    let entries = try GameFile.read(text)
    let go = Session(try GoLite(["size": "5"]))
    #expect(entries.count == 2)
    #expect(try entries[0].record(in: go).moves == ["a5", "b4", "c3", "d2"])
    #expect(!entries[0].record.isFinished)
  }

  @Test func `lines of JSON are records`() throws {
    let line = record(["4", "3"], game: "connect-four", options: "columns=5,rows=4").jsonLine
    let entries = try GameFile.read("\n\(line)\n\n\(line)")
    #expect(entries.map(\.line) == [2, 4])
    #expect(entries[0].options == ["columns": "5", "rows": "4"])
    #expect(try entries[0].record(in: Session(try ConnectFour())).moves == ["4", "3"])
  }

  @Test(arguments: [
    ("", "line 1: there is no game in it"),
    ("{}", "line 1: not a game record: '{}'"),
    ("(;GM[1]SZ[9];B[aa]", "line 1: the game that begins here does not end"),
    ("(;GM[1]\n(;B[aa", "line 1: the game that begins here does not end"),
    ("(;GM[7])", "line 1: games of number '7' (GM) are not known: 1 is Go, 4 Gomoku"),
    ("(;SZ[x])", "line 1: 'x' is no size (SZ)"),
    ("(;SZ[9]AB[aa];W[bb])", "line 1: stones are set up (AB): only whole games can be read"),
    ("(;SZ[9];W[bb])", "line 1: move 1 is white's, out of turn"),
    ("(;SZ[9];B[b])", "line 1: move 1 is no point: 'b'"),
  ])
  func `a file that is no game says where and why`(text: String, message: String) {
    let error = #expect(throws: GameFileError.self) { try GameFile.read(text) }
    #expect(error?.description == message)
  }

  @Test func `a point off the board is refused when the board is known`() throws {
    let entry = try GameFile.read("(;SZ[5];B[aa];W[fa])")[0]
    let error = #expect(throws: GameFileError.self) {
      try entry.record(in: Session(try GoLite(["size": "5"])))
    }
    #expect(error?.description == "line 1: move 2 is no point of the board")
  }

  @Test(arguments: ["9999999999", "0", "-3", "53", "19", "5:4", "3037000500:3037000500"])
  func `a game on another board is refused`(size: String) throws {
    let entry = try GameFile.read("(;SZ[\(size)];B[aa])")[0]
    let error = #expect(throws: GameFileError.self) {
      try entry.record(in: Session(try GoLite(["size": "5"])))
    }
    #expect(error?.description == "line 1: it is a game on another board")
  }

  @Test func `rubbish never traps`() {
    var random = RandomSource(seed: 5)
    let pieces = [
      "(", ")", ";", "B[", "W[", "]", "\\", "aa", "SZ[9", "GM[", "1", "\n", "{", "é", "\0",
    ]
    for _ in 0..<3000 {
      let text =
        "(" + (0..<random.below(20)).map { _ in pieces[random.below(pieces.count)] }.joined()
      _ = try? GameFile.read(text).first?.record(in: Session(try GoLite()))
    }
  }
}
