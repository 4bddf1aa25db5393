import Foundation
import Testing

/// Standing ladders, tunings and searches through the program: each goes on from its folder.
@Suite struct LadderTests {
  private static func lines(_ folder: String, _ path: String) -> [String] {
    ((try? String(contentsOfFile: "\(folder)/\(path)/games.jsonl", encoding: .utf8)) ?? "")
      .split(separator: "\n").map(String.init)
  }

  private static func arena(_ call: String, in folder: String) throws -> Program.Result {
    try Program.run(call.split(separator: " ").map(String.init), in: folder)
  }

  @Test func `a ladder plays on, and rates whoever joins`() throws {
    try withEmptyFolder { folder in
      func ladder(_ words: String) throws -> Program.Result {
        try Self.arena("ladder l \(words)", in: folder)
      }
      #expect(try ladder("play").errors.contains("there is no ladder in l"))
      #expect(try ladder("add --player random").errors.contains("--game is missing"))
      #expect(
        try ladder("add --game tic-tac-toe --player random --player one-ply").status == 0)
      let first = try ladder("play --games 30 --concurrency 1")
      #expect(first.status == 0 && first.output.contains("one-ply"), "\(first.errors)")
      #expect(Self.lines(folder, "l").count == 30)
      #expect(try ladder("add --player random").errors.contains("is given twice"))
      #expect(try ladder("add --player x=utc").status == 2)
      #expect(try ladder("add --player x=uct:simulations=20").status == 0)
      let before = Set(Self.lines(folder, "l"))
      let second = try ladder("play --games 20 --concurrency 2")
      #expect(second.status == 0 && second.errors.contains("30 games are there already"))
      let after = Self.lines(folder, "l")
      #expect(after.count == 50 && before.isSubset(of: after))
      // The newcomer is known least and so plays most.
      let new = after.filter { !before.contains($0) }
      #expect(new.count { $0.contains("\"x\"") } > 10)
      let shown = try ladder("show")
      // In another order, pair by pair: it is the same pool.
      #expect(shown.output == second.output && Set(Self.lines(folder, "l")) == Set(after))
      // Also while another process plays, and with a torn line.
      let player = try Program.start(["ladder", "l", "play"], in: folder)
      defer {
        player.terminate()
        player.waitUntilExit()
      }
      #expect(Program.wait(for: player) { Self.lines(folder, "l").count > 60 })
      #expect(try ladder("play --games 1").errors.contains("another process is at work"))
      let meanwhile = try ladder("show --json")
      #expect(meanwhile.status == 0 && meanwhile.output.contains("\"one-ply\""))
      #expect(try ladder("dance").errors.contains("unknown action"))
    }
  }

  @Test func `a ladder that is stopped keeps its games and exits with 130`() throws {
    try withEmptyFolder { folder in
      let add = "ladder l add --game tic-tac-toe --player random --player one-ply"
      #expect(try Self.arena(add, in: folder).status == 0)
      let player = try Program.start(["ladder", "l", "play", "--games", "1000000"], in: folder)
      #expect(Program.wait(for: player) { Self.lines(folder, "l").count > 10 })
      player.interrupt()
      Program.waitForEnd(of: player)
      #expect(player.terminationReason == .exit && player.terminationStatus == 130)
      #expect(Self.lines(folder, "l").count > 10)
    }
  }

  @Test func `a ladder keeps its settings and plays as many minutes or games as it is told`() throws
  {
    try withEmptyFolder { folder in
      let add =
        "ladder l add --game mnk --set columns=4 --set rows=3 --openings 2 --clock 5 --seed 77 "
        + "--player random --player one-ply"
      #expect(try Self.arena(add, in: folder).status == 0)
      let settings = TournamentRunTests.text(folder + "/l", "tournament.conf").split(
        separator: "\n")
      for line in [
        "game mnk", "set columns=4", "set rows=3", "openings 2", "clock 5", "seed 77",
        "player random", "player one-ply", "format adaptive",
      ] { #expect(settings.contains { $0 == line }, "\(line): \(settings)") }
      // About half a second; games of a millisecond.
      let short = try Program.run(
        ["ladder", "l", "play", "--minutes", "0.01"], in: folder, limit: 40)
      let few = Self.lines(folder, "l").count
      #expect(short.status == 0 && few > 0, "\(short.errors)")
      #expect(try Self.arena("ladder l play --games 7 --concurrency 3", in: folder).status == 0)
      #expect(Self.lines(folder, "l").count == few + 7)
      let games = Self.lines(folder, "l")
      #expect(games.allSatisfy { $0.contains("columns=4") && $0.contains("\"opening\":2") })
      for (words, reason) in [
        ("play --minutes 0", "--minutes"), ("play --seed 3", "--seed is too much"),
        ("add --player x=random --seed 3", "l is a ladder already"),
        ("show --games 3", "--games is too much"), ("add --player x=random --games 3", "--games"),
      ] {
        let refused = try Self.arena("ladder l \(words)", in: folder)
        #expect(refused.status == 2 && refused.errors.contains(reason), "\(refused.errors)")
      }
    }
  }

  @Test func `players join an adaptive tournament that was finished`() throws {
    try withEmptyFolder { folder in
      let words =
        "tournament tic-tac-toe --format adaptive --until 150 --out t --player random --player one-ply"
      #expect(try Self.arena(words, in: folder).status == 0)
      let before = Set(Self.lines(folder, "t"))
      let more = words + " --player x=uct:simulations=20"
      let result = try Self.arena(more, in: folder)
      #expect(result.status == 0, "\(result.errors)")
      let after = Self.lines(folder, "t")
      #expect(before.isSubset(of: after) && after.count > before.count)
      // Again, and nothing is left to play.
      #expect(try Self.arena(more, in: folder).output == result.output)
      #expect(Set(Self.lines(folder, "t")) == Set(after))
    }
  }

  @Test(arguments: ["ucb", "cross-entropy", "spsa"])
  func `a tuning ends with a recommendation and goes on from its folder`(
    method: String
  ) throws {
    try withEmptyFolder { folder in
      let call =
        "tune tic-tac-toe --player uct:simulations=2 --vary simulations=2..200:log --method \(method) "
        + "--games 200 --levels 4 --pairs 2 --test-games 200 --seed 3 --json"
      let whole = try Self.arena("\(call) --out a --concurrency 2", in: folder)
      #expect(whole.status == 0, "\(whole.errors)")
      #expect(whole.output.contains("\"recommendation\":\"simulations="))
      #expect(whole.output.contains("better than the default"), "\(whole.output)")
      // Half of its games are enough to go on from, at any concurrency.
      try FileManager.default.copyItem(atPath: folder + "/a", toPath: folder + "/b")
      let half = Self.lines(folder, "a").enumerated().filter { $0.offset.isMultiple(of: 2) }
      try Data(half.map { $0.element + "\n" }.joined().utf8).write(
        to: URL(fileURLWithPath: folder + "/b/games.jsonl"))
      let again = try Self.arena("\(call) --out b --concurrency 1", in: folder)
      #expect(again.output == whole.output)
      #expect(Self.lines(folder, "b") == Self.lines(folder, "a"))
      let other = try Self.arena(
        "\(call) --out b".replacing("simulations=2 ", with: "simulations=3 "), in: folder)
      #expect(other.status == 2 && other.errors.contains("holds other work"), "\(other.errors)")
    }
  }

  @Test func `a search of training halves the field and goes on`() throws {
    try withEmptyFolder { folder in
      let call =
        "search FrozenLake-v1 --agent q-learning --vary learning-rate=0.0001,0.1,0.3,0.5 --steps 900 "
        + "--runs 4 --keep 2 --threads 2 --out s"
      let result = try Self.arena(call, in: folder)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("recommendation"), "\(result.output)")
      for (round, count) in [(1, 4), (2, 2), (3, 1)] {
        let runs = try FileManager.default.contentsOfDirectory(
          atPath: "\(folder)/s/round-\(round)")
        #expect(runs.count == count)
      }
      #expect(try Self.arena(call, in: folder).output.hasSuffix(result.output.suffix(200)))
      let other = try Self.arena(call.replacing("900", with: "901"), in: folder)
      #expect(other.status == 2 && other.errors.contains("holds other work"))
    }
  }
}
