import Foundation
import Testing

/// A person on a match server, and one who watches.
@Suite struct ServerPlayTests {
  @Test func `a person plays a bot of a server from the terminal`() throws {
    try withEmptyFolder { folder in
      let server = try ArenaServer(["--bot", "tic-tac-toe=random"], in: folder)
      // Whatever the bot does, one of these is legal; the others cost nothing.
      let cells = ["b2", "a1", "c3", "a3", "c1", "b1", "b3", "a2", "c2"]
      let result = try Program.run(
        [
          "play", "tic-tac-toe", "--server", "127.0.0.1:\(server.port)", "--name", "ann", "--seat",
          "first",
        ], in: folder,
        input: (["legal", "rubbish", "b2"] + cells + cells + cells).joined(separator: "\n"))
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("you are first"))
      #expect(result.output.contains("'rubbish' is not a move: type a move"))
      #expect(result.output.contains("ann plays b2"))
      #expect(result.output.contains("result: "))
    }
  }

  @Test func `the end of the input gives the game up`() throws {
    try withEmptyFolder { folder in
      let server = try ArenaServer(["--bot", "hex=random"], in: folder)
      let result = try Program.run(
        ["play", "hex", "--server", "127.0.0.1:\(server.port)", "--seat", "first"], in: folder)
      #expect(result.status == 0 && result.output.contains("resignation"), "\(result.output)")
    }
  }

  @Test func `a watcher sees the board after each move, and the result`() throws {
    let server = try FakeServer([
      "arena 1 - say hello NAME\n", nil,
      """
      start 3 tic-tac-toe - 60 ann bob watcher
      state 3 1 second 59000 60000 a1
      ok watch 3
      moved 3 2 second b2 first 59000 58000
      result 3 first resignation bob resigned

      """,
    ])
    let result = try withEmptyFolder { folder in
      try Program.run(["watch", "127.0.0.1:\(server.port)", "3"], in: folder)
    }
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("tic-tac-toe: ann (first) against bob (second), clock 60"))
    #expect(result.output.contains(" 1 (x). .") || result.output.contains("(x)"))
    #expect(result.output.contains("2. second b2   0:59 0:58"))
    #expect(result.output.contains("(o)"))
    #expect(result.output.hasSuffix("result: first resignation bob resigned\n"))
  }

  @Test func `without a table the running games are listed, and there may be none`() throws {
    try withEmptyFolder { folder in
      let server = try ArenaServer([], in: folder)
      let list = try Program.run(["watch", "127.0.0.1:\(server.port)"], in: folder)
      #expect(list.status == 0 && list.output == "no game is running\n", "\(list.errors)")
      let wrong = try Program.run(["watch", "127.0.0.1:\(server.port)", "9"], in: folder)
      #expect(wrong.status == 1 && wrong.errors.contains("no-such-table"), "\(wrong.errors)")
      let word = try Program.run(["watch", "127.0.0.1:\(server.port)", "x"], in: folder)
      #expect(word.status == 2 && word.errors.contains("is no TABLE"))
    }
  }
}
