import Foundation
import Testing

/// Looking at games and positions from the command line, and through GTP.
@Suite struct AnalyseTests {
  private func run(_ call: String, input: String = "") throws -> String {
    try withEmptyFolder { folder in
      let result = try Program.run(
        call.split(separator: " ").map(String.init), in: folder, input: input)
      #expect(result.status == 0, "\(call): \(result.errors)")
      return result.output
    }
  }

  @Test(arguments: [
    ("go-lite --size 5", "c3,b2", "play b c3\nplay w b2\n"),
    ("go-lite", "e5,c3,pass", "play b e5\nplay w c3\nplay b pass\n"),
    ("gomoku --size 9", "e5,d4,e6", "play b e5\nplay w d4\nplay b e6\n"),
    ("connect-four", "4,4,3", "play b 4\nplay w 4\nplay b 3\n"),
  ])
  func `GTP analyses as analyse does`(board: String, moves: String, commands: String) throws {
    let json = try run("analyse \(board) moves=\(moves) --simulations 20 --json")
    let words = board.split(separator: " ", maxSplits: 1)
    let answer = try run(
      "gtp \(words.joined(separator: " "))", input: commands + "arena-analyze 20\n")
    let line = try #require(answer.split(separator: "\n").last)
    #expect("\(line.dropFirst(2))\n" == json)
    #expect(json.contains("\"moves\":[{"))
  }

  @Test func `an engine answers the commands of a controller`() throws {
    let answer = try run(
      "gtp go-lite --player random",
      input: """
        1 protocol_version
        boardsize 5
        2 komi 0.5
        # nothing
        3 play b c3
        play w c3
        4 genmove w
        undo
        5 play b c3
        boardsize 99
        known_command lz-analyze
        final_score
        genmov b
        quit

        """)
    let answers = answer.components(separatedBy: "\n\n")
    #expect(answers[0] == "=1 2")
    #expect(answers[2] == "=2 ")
    #expect(answers[3] == "=3 ")
    #expect(answers[4] == "? illegal move")
    #expect(answers[5].hasPrefix("=4 "))
    // Black again: white passes in between, but the point is taken.
    #expect(answers[7] == "?5 illegal move")
    #expect(answers[8] == "? unacceptable size")
    #expect(answers[9] == "= true")
    #expect(answers[10] == "= B+24.5")
    #expect(answers[11] == "? unknown command, did you mean genmove?")
    #expect(answers[12] == "=")
  }

  @Test func `a colour plays twice in a row, and on behind two passes`() throws {
    let answer = try run(
      "gtp go-lite --player uct:simulations=50 --size 5 --simulations 50",
      input: """
        komi 0.5
        play b a1
        play b b2
        reg_genmove b
        play w c3
        play b pass
        play w pass
        play b d4
        undo
        undo
        undo
        play w d4
        lz-analyze w 1
        quit

        """)
    let answers = answer.components(separatedBy: "\n\n")
    try #require(answers.count >= 14, "\(answer)")
    #expect(answers[3].hasPrefix("= "))
    #expect(answers[4..<12].allSatisfy { $0 == "= " }, "\(answers)")
    #expect(answers[12].contains("info move "))
  }

  @Test func `a time that is none is refused, and the engine plays on`() throws {
    let answer = try run(
      "gtp go-lite --player random --size 5",
      input: """
        time_settings inf 0 0
        time_settings 0 nan 0
        time_settings 0 1e300 1
        time_settings -1 0 0
        time_left b nan 0
        time_left b -inf 0
        time_settings 300 30 5
        time_left b -3 0
        time_left w 12.5 2
        genmove b

        """)
    let answers = answer.components(separatedBy: "\n\n")
    try #require(answers.count >= 10)
    #expect(answers.prefix(6) == .init(repeating: "? syntax error", count: 6))
    #expect(answers[6..<9] == ["= ", "= ", "= "])
    #expect(answers[9].hasPrefix("= "))
  }

  @Test(arguments: ["lz-analyze", "kata-analyze"])
  func `an analysis in an engine's words ends with the next command`(command: String) throws {
    let answer = try run(
      "gtp tic-tac-toe", input: "play b b2\n\(command) w 1\nname\nquit\n")
    let lines = answer.split(separator: "\n", omittingEmptySubsequences: false)
    let info = try #require(lines.first { $0.hasPrefix("info move ") })
    #expect(
      info.contains(/move [ABC][123] visits \d+ winrate [\d.]+ prior [\d.]+ lcb [\d.]+ order 0 pv/))
    #expect(answer.contains("= Arena uct"))
  }

  @Test func `a saved game is reviewed, one position of it shown`() throws {
    try withEmptyFolder { folder in
      let played = try Program.run(
        ["play", "tic-tac-toe", "--against", "random"], in: folder,
        input: "b2\nsave game.json\nquit\n")
      #expect(played.output.contains("saved in game.json"))
      _ = try Program.run(
        ["play", "tic-tac-toe", "--against", "random"], in: folder, input: "save empty.json\n")
      #expect(
        try Program.run(["analyse", "empty.json"], in: folder).output
          == "you (first) against random (second): not over\nno move was played\n")
      let review = try Program.run(["analyse", "game.json", "--simulations", "9"], in: folder)
      #expect(review.output.contains("chances of first"))
      #expect(review.output.hasPrefix("you (first) against random (second): not over\n"))
      #expect(review.output.contains("proven mistakes"))
      let position = try Program.run(
        ["analyse", "game.json", "--ply", "1", "--simulations", "9"], in: folder)
      #expect(position.output.contains("second to move: draw, solved"), "\(position.errors)")
      let loaded = try Program.run(
        ["play", "tic-tac-toe", "--against", "random"], in: folder,
        input: "load game.json\nload nowhere\nquit\n")
      #expect(loaded.output.contains("loaded game.json: 2 moves"))
      #expect(loaded.output.contains("cannot load 'nowhere'"))
    }
  }

  @Test func `a search that ends at a full tree says so`() throws {
    try withEmptyFolder { folder in
      let result = try Program.run(
        [
          "analyse", "go-lite", "--size", "9", "--by", "alphazero:nodes=1000", "--simulations",
          "1000", "--json",
        ], in: folder)
      #expect(result.status == 0 && result.output.hasPrefix("{"))
      #expect(result.errors.contains("the search's tree was full, after "), "\(result.errors)")
    }
  }

  @Test func `names of a file do not command the terminal`() throws {
    try withEmptyFolder { folder in
      let name = "\u{1B}[31mevil\u{7}"
      try "(;GM[1]SZ[5]PB[\(name)]PW[w]RE[B+R];B[cc])".write(
        toFile: folder + "/g.sgf", atomically: true, encoding: .utf8)
      for call in [["analyse", "g.sgf", "--simulations", "2"], ["ratings", "g.sgf"]] {
        let output = try Program.run(call, in: folder).output
        #expect(output.contains("?[31mevil?") && !output.contains("\u{1B}"), "\(output)")
      }
    }
  }

  @Test func `what is wrong in a game's file is told with file, line and move`() throws {
    try withEmptyFolder { folder in
      for (text, reason) in [
        ("(;GM[1]SZ[99];B[ee])", "g.sgf, line 1: go: option columns cannot be '99'"),
        ("(;GM[1]SZ[9];B[ee];W[ee])", "g.sgf, line 1: move 2: 'e5' is not legal here"),
      ] {
        try text.write(toFile: folder + "/g.sgf", atomically: true, encoding: .utf8)
        let result = try Program.run(["analyse", "g.sgf"], in: folder)
        #expect(result.status == 1 && result.errors.contains(reason), "\(result.errors)")
      }
    }
  }

  @Test func `advice is given at the prompt, for either side of the board`() throws {
    let output = try run(
      "play tic-tac-toe --against random",
      input: "why\nb2\nhint\nanalyse\nwhy\nswitch\nundo\nhelpp\nquit\n")
    #expect(output.contains("random has not moved yet"))
    #expect(output.contains("random keeps no search"))
    #expect(output.contains("to move:") && output.contains("best line"))
    #expect(output.contains("you are second now"))
    #expect(output.contains("did you mean help? type a move (such as a1), help,"))
  }
}
