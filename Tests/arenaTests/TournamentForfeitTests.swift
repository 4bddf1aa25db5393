import Foundation
import Testing

/// Programs that misbehave lose their games, each for what it did, and cost nobody else anything.
@Suite struct TournamentForfeitTests {
  /// A program that speaks GTP: `move` is what it does when it is to move.
  private static func engine(_ move: String, start: String = "") -> String {
    """
    \(start)
    while read -r line; do
      set -- $line
      case "$2" in
        genmove) \(move) ;;
        *) printf '=%s\\n\\n' "$1" ;;
      esac
    done
    """
  }

  private static func play(
    _ scripts: [(String, String)], in folder: String, more: [String] = []
  ) throws -> Program.Result {
    var words = [
      "tournament", "go-lite", "--size", "5", "--player", "random", "--games", "2", "--openings",
      "0",
      "--move-cap", "12", "--format", "gauntlet", "--out", "t", "--concurrency", "3",
    ]
    for (name, script) in scripts {
      try script.write(toFile: "\(folder)/\(name).sh", atomically: true, encoding: .utf8)
      words += ["--player", "\(name)=gtp:seconds=1,command=sh \(name).sh"]
    }
    return try Program.run(words + more, in: folder, limit: 120)
  }

  @Test func `hung, dead, silly and illegal programs forfeit their games`() throws {
    try withEmptyFolder { folder in
      let result = try Self.play(
        [
          ("hangs", Self.engine("sleep 100")), ("dies", Self.engine("exit 3")),
          ("babbles", Self.engine("printf 'what?\\n=%s hello\\n\\n' \"$1\"")),
          ("cheats", Self.engine("printf '=%s A9\\n\\n' \"$1\"")),
          // The second answer is taken for that to the next command.
          ("stutters", Self.engine("printf '= pass\\n\\n= B2\\n\\n'")),
          ("repeats", Self.engine("printf '=%s C3\\n\\n' \"$1\"")),
        ], in: folder)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("hangs forfeited games: 2 by silence"), "\(result.output)")
      #expect(result.output.contains("dies forfeited games: 2 by crashes"))
      #expect(result.output.contains("babbles forfeited games: 2 by illegal moves"))
      #expect(result.output.contains("cheats forfeited games: 2 by illegal moves"))
      #expect(result.output.contains("repeats forfeited games: 2 by illegal moves"))
      #expect(!result.output.contains("random forfeited"))
      let games = try String(contentsOfFile: folder + "/t/games.jsonl", encoding: .utf8)
      #expect(games.count { $0 == "\n" } == 12)
      #expect(games.contains("\"cause\":\"silence\"") && games.contains("ended (exit status 3)"))
    }
  }

  @Test func `a program that is not there or dies at once is found before the first game`() throws {
    try withEmptyFolder { folder in
      for (name, script, reason) in [
        ("missing", "no-such-program", "no such program"), ("dead", "exit 7", "exit status 7"),
        ("mute", "sleep 100", "did not answer"),
      ] {
        let result = try Self.play([(name, script)], in: folder)
        #expect(result.status == 1, "\(name): \(result.errors)")
        #expect(result.errors.contains(reason), "\(name): \(result.errors)")
        #expect(result.errors.count { $0 == "\n" } == 1 && result.output == "")
        #expect(!FileManager.default.fileExists(atPath: folder + "/t"))
      }
    }
  }

  @Test func `a program that starts once and never again loses its games`() throws {
    try withEmptyFolder { folder in
      let start = "mkdir used 2>/dev/null || exit 9"
      let result = try Self.play(
        [("once", Self.engine("printf '=%s pass\\n\\n' \"$1\"", start: start))], in: folder)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("once forfeited games: 2 by crashes"), "\(result.output)")
    }
  }

  @Test func `time losses are told apart`() throws {
    try withEmptyFolder { folder in
      let result = try Self.play(
        [("slow", Self.engine("sleep 0.6; printf '=%s pass\\n\\n' \"$1\""))], in: folder,
        more: ["--clock", "0.2"])
      #expect(result.status == 0, "\(result.errors)")
      let isTold =
        result.output.contains("slow forfeited games: 2 by silence")
        || result.output.contains("slow forfeited games: 2 by time")
      #expect(isTold, "\(result.output)")
    }
  }
}
