import Foundation
import Testing

/// `arena join` at servers of every kind.
@Suite struct JoinTests {
  private func join(
    _ port: Int, _ words: [String] = ["--player", "random"], in folder: String
  ) throws -> Program.Result {
    try Program.run(["join", "127.0.0.1:\(port)", "--game", "tic-tac-toe"] + words, in: folder)
  }

  /// What a server does and what the user must hear of it; nil awaits a line of the client.
  static let servers: [([String?], String)] = [
    (["error server-full too many clients\n"], "refuses: error server-full too many clients"),
    (["error too-many there are 9 clients\n"], "refuses: error too-many there are 9 clients"),
    (["220 mail.example ESMTP\n"], "is no arena server: it greets with '220 mail.example ESMTP'"),
    (["arena 2 - hello\n"], "speaks version '2' of the protocol"),
    (["\n"], "is no arena server: it greets with ''"),
    (["\u{1b}[31mred\n"], "is no arena server: it greets with '?[31mred'"),
    ([], "the server closed the connection"),
    (["arena 1 - hi"], "the server closed the connection"),
    (["arena 1 - hi\n", nil, "error name-taken somebody is here\n"], "with: error name-taken"),
    (
      ["arena 1 - hi\n", nil, "error wrong-password random has a password\n"],
      "the server answers 'hello random' with: error wrong-password random has a password"
    ),
    (["arena 1 - hi\n", nil, "ok hello random\n"], "the server closed the connection"),
    (
      ["arena 1 - hi\n", nil, "ok hello random\n", nil, "error unknown-game no such game\n"],
      "the server answers 'seek tic-tac-toe seat=any' with: error unknown-game no such game"
    ),
    (
      ["arena 1 - hi\n", nil, "ok hello random\n", nil, "ok seek 1\nbye the server stops\n"],
      "the server says bye the server stops"
    ),
    (
      [
        "arena 1 - hi\n", nil, "ok hello random\n", nil,
        "ok seek 1\nstart 1 tic-tac-toe - 60 a random second\nmoved 1 1 first z9 second 1 1\n",
      ], "the server's move is not understood: 'z9' is not a move"
    ),
    (
      ["arena 1 - hi\n", nil, "ok hello random\n", nil, "ok seek 1\nstart 1 2 3\n"],
      "the server's 'start' is not understood"
    ),
    (
      [
        "arena 1 - hi\n", nil, "ok hello random\n", nil,
        "ok seek 1\nstart 1 tic-tac-toe - 60 random b first\n", nil,
        "error illegal-move not that\n",
      ], "with: error illegal-move not that"
    ),
    (["arena 1 - hi\nok games 3\n"], "the server answers 'hello random' with: ok games 3"),
  ]

  @Test(arguments: servers)
  func `what a server does ends in one line that says so`(
    _ script: [String?], _ message: String
  ) throws {
    try withEmptyFolder { folder in
      let server = try FakeServer(script)
      let result = try join(server.port, in: folder)
      #expect(result.status != 0 && result.errors.contains(message), "\(result)")
      #expect(result.errors.count { $0 == "\n" } == 1)
      #expect(!result.output.contains("result"))
    }
  }

  @Test(arguments: ["eve secret", "", "-x", "a\nb", "näme", String(repeating: "x", count: 33)])
  func `a name that no server takes is a wrong call`(_ name: String) throws {
    try withEmptyFolder { folder in
      // Nobody listens at this port: the name is looked at first.
      let result = try join(1, ["--player", "random", "--name", name], in: folder)
      #expect(result.status == 2 && result.errors.contains("--name cannot be"), "\(result)")
      #expect(result.errors.count { $0 == "\n" } == 1)
    }
  }

  @Test func `games of an earlier bearer of the name do not confuse`() throws {
    try withEmptyFolder { folder in
      let server = try FakeServer([
        "arena 1 - hi\n", nil,
        "ok hello random\nstart 7 tic-tac-toe - 60 random b first\nstate 7 0 first 9 9\n", nil,
        "ok seek 1\nstart 8 tic-tac-toe - 60 a random second\nmoved 7 1 second a1 first 1 1\n"
          + "result 8 second resignation first resigned\n",
      ])
      let result = try join(server.port, in: folder)
      #expect(result.status == 0, "\(result)")
      #expect(result.output == "result: second resignation first resigned\n")
    }
  }

  @Test func `a late move is no mistake when the result came before`() throws {
    try withEmptyFolder { folder in
      let game = "start 1 tic-tac-toe - 60 random b first\n"
      let server = try FakeServer([
        "arena 1 - hi\n", nil, "ok hello random\n", nil, "ok seek 1\n" + game, nil,
        "result 1 second time first ran out of time\nerror no-such-table it is over\n", nil,
        "ok seek 2\n" + game.replacing("start 1", with: "start 2"), nil,
        "result 2 first resignation second resigned\n",
      ])
      let result = try join(server.port, ["--player", "random", "--games", "2"], in: folder)
      #expect(result.status == 0, "\(result)")
      #expect(result.output.contains("result: first resignation second resigned"))
    }
  }

  /// A GTP program that answers moves with some words.
  private static func program(_ answer: String, in folder: String) throws -> String {
    let text = #"""
      while read -r id words; do
        case $words in
        genmove*) ANSWER ;;
        *) printf '=%s\n\n' "$id" ;;
        esac
      done
      """#.replacing("ANSWER", with: answer)
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/program.sh"))
    return "gtp:command=sh program.sh"
  }

  @Test(arguments: [
    (#"printf '=%s resign\n\n' "$id""#, 0, ""),
    (#"printf '=%s Z99\n\n' "$id""#, 1, "which is no move"),
    ("exit 3", 1, "ended (exit status 3)"),
  ])
  func `a player that gives up resigns its game`(
    _ answer: String, _ failures: Int, _ message: String
  ) throws {
    try withEmptyFolder { folder in
      let spec = try Self.program(answer, in: folder)
      let server = try ArenaServer(["--bot", "go-lite=random"], in: folder)
      let result = try Program.run(
        [
          "join", "127.0.0.1:\(server.port)", "--game", "go-lite", "--size", "5", "--player", spec,
          "--name", "anna",
        ], in: folder)
      #expect((result.status != 0) == (failures > 0), "\(result)")
      #expect(message.isEmpty || result.errors.contains(message), "\(result)")
      #expect(result.output.contains(/result: (first|second) resignation \w+ resigned/))
    }
  }

  @Test func `a house bot that resigns loses by resignation`() throws {
    try withEmptyFolder { folder in
      let spec = try Self.program(#"printf '=%s resign\n\n' "$id""#, in: folder)
      let server = try ArenaServer(["--bot", "go-lite=\(spec)"], in: folder)
      let result = try Program.run(
        [
          "join", "127.0.0.1:\(server.port)", "--game", "go-lite", "--player", "random", "--seat",
          "first",
        ], in: folder)
      #expect(result.output.hasSuffix("result: first resignation second resigned\n"), "\(result)")
    }
  }
}
