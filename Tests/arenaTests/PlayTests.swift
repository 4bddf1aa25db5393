import Foundation
import Testing

/// A person at the terminal.
@Suite struct PlayTests {
  private func play(_ call: String, typing lines: [String]) throws -> String {
    try withEmptyFolder { folder in
      let words = ["play"] + call.split(separator: " ").map(String.init)
      let result = try Program.run(
        words, in: folder, input: lines.joined(separator: "\n") + "\n")
      #expect(result.status == 0, "\(result.errors)")
      return result.output
    }
  }

  /// The stones on each board that was shown.
  private func stones(_ output: String) -> [Int] {
    output.components(separatedBy: "your move: ").map { part in
      part.split(separator: "\n").filter { $0.contains(/^ *\d+ [xo.]/) }.joined()
        .count { $0 == "x" || $0 == "o" }
    }
  }

  @Test func `undo returns to where the person moved, whoever put the stones since`() throws {
    // The bot puts three stones; the person has moved nothing that could be taken back.
    let early = try play(
      "gomoku --size 5 --set opening=swap2 --against random --seat second",
      typing: ["undo", "quit"])
    #expect(early.contains("you have not moved yet"))
    #expect(stones(early).first == 3)
    // The person puts three stones, the bot answers with at least one action.
    let late = try play(
      "gomoku --size 5 --set opening=swap2 --against random --seat first",
      typing: ["a1", "b1", "c1", "undo", "undo", "legal", "quit"])
    let counts = stones(late)
    #expect(counts[1] == 1 && counts[2] == 2, "\(counts)")
    #expect(counts.suffix(3).contains(2) || counts.contains(1), "\(counts)")
    #expect(late.components(separatedBy: "plays").count >= 2)
  }

  @Test func `undo takes back the person's move and the answer`() throws {
    let output = try play(
      "tic-tac-toe --against one-ply", typing: ["b2", "undo", "a1", "undo", "undo", "quit"])
    #expect(stones(output).prefix(3) == [0, 2, 0])
    #expect(stones(output).suffix(2) == [0, 0])
  }

  @Test(arguments: ["help", "?"])
  func `help prints the commands and what a move looks like`(word: String) throws {
    let output = try play("connect-four --against random", typing: [word, "quit"])
    for text in ["such as 1, 2, 3", "undo", "resign", "legal", "quit"] {
      #expect(output.contains(text))
    }
  }

  @Test func `only a game of this board is loaded`() throws {
    try withEmptyFolder { folder in
      for (name, text) in [
        ("small.sgf", "(;SZ[5];B[aa];W[bb])"), ("large.sgf", "(;SZ[19];B[aa])"),
        ("gomoku.sgf", "(;GM[4]SZ[5];B[aa])"),
      ] {
        try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
      }
      func load(_ game: String, _ file: String) throws -> String {
        try Program.run(
          ["play", game, "--size", "5", "--against", "random"], in: folder,
          input: "load \(file)\nquit\n"
        ).output
      }
      #expect(try load("go", "small.sgf").contains("loaded small.sgf: 2 moves"))
      #expect(try load("go-lite", "large.sgf").contains("it is a game on another board"))
      #expect(try load("gomoku", "gomoku.sgf").contains("loaded gomoku.sgf: 1 move\n"))
      #expect(try load("gomoku", "small.sgf").contains("is a game of go-lite, not of gomoku"))
      #expect(try load("hex", "gomoku.sgf").contains("is a game of gomoku, not of hex"))
    }
  }

  @Test func `a record of a tournament is loaded under each name of its game`() throws {
    try withEmptyFolder { folder in
      let words = ["--player", "random", "--player", "one-ply", "--games", "2", "--records", "r"]
      #expect(try Program.run(["tournament", "tic-tac-toe"] + words, in: folder).status == 0)
      for game in ["tic-tac-toe", "mnk"] {
        let result = try Program.run(
          ["play", game, "--against", "random"], in: folder, input: "load r\nquit\n")
        #expect(result.output.contains("loaded r: "), "\(result.output)")
      }
    }
  }

  @Test func `a saved game goes through a link, and a folder is refused`() throws {
    try withEmptyFolder { folder in
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/link", withDestinationPath: "target")
      let result = try Program.run(
        ["play", "tic-tac-toe", "--against", "random"], in: folder,
        input: "a1\nsave link\nsave .\nquit\n")
      #expect(result.output.contains("saved in link"))
      #expect(result.output.contains("not saved: cannot write .: Is a directory"))
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link") != "")
      let game = try String(contentsOfFile: folder + "/target", encoding: .utf8)
      #expect(game.contains("\"moves\":[\"a1\""))
    }
  }

  @Test func `several words are no move`() throws {
    let output = try play("connect-four --against random", typing: ["4 5 6", "quit"])
    #expect(output.contains("one word at a time"))
    #expect(!output.contains("plays"))
  }
}
