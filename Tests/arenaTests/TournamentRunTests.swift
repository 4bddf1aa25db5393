import ArenaCore
import Foundation
import TestKit
import Testing

/// Tournaments through the program: gone on with whatever happened, and always the same.
@Suite struct TournamentRunTests {
  static let words = [
    "tournament", "tic-tac-toe", "--player", "random", "--player", "one-ply", "--player",
    "uct:simulations=3000", "--games", "40", "--seed", "9",
  ]

  static func text(_ folder: String, _ name: String) -> String {
    (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)) ?? ""
  }

  static func lines(_ folder: String) -> [String] {
    text(folder, "games.jsonl").split(separator: "\n").map(String.init)
  }

  private static let results = [
    "games.jsonl", "standings.txt", "standings.json", "report.html",
  ]

  @Test func `the same bytes at any concurrency, killed twenty times or not at all`() throws {
    try withEmptyFolder { folder in
      for concurrency in ["1", "2", "16"] {
        let result = try Program.run(
          Self.words + ["--out", "t\(concurrency)/t", "--concurrency", concurrency], in: folder)
        #expect(result.status == 0, "\(result.errors)")
      }
      let words = Self.words + ["--out", "killed/t", "--concurrency", "2"]
      var random = RandomSource(seed: 3)
      var kills = 0
      var between = 0
      while kills < 20 {
        let before = Self.lines(folder + "/killed/t").count
        let process = try Program.start(words, in: folder)
        // At once, or after some games, which a debug build plays slowly enough.
        let games = before + random.below(12)
        _ = Program.wait(for: process, everyMicroseconds: 200) {
          Self.lines(folder + "/killed/t").count >= games
        }
        usleep(UInt32(random.below(3000)))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        kills += 1
        let after = Self.lines(folder + "/killed/t").count
        between += after > 0 && after < 120 ? 1 : 0
      }
      #expect(between > 3, "most kills came before the first game or after the last")
      let result = try Program.run(words, in: folder)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.errors.contains("going on: "), "\(result.errors)")
      for name in Self.results {
        let expected = Self.text(folder + "/t1/t", name)
        #expect(!expected.isEmpty)
        for other in ["t2", "t16", "killed"] {
          #expect(Self.text("\(folder)/\(other)/t", name) == expected, "\(other): \(name)")
        }
      }
      #expect(Self.lines(folder + "/t1/t").count == 120)
    }
  }

  @Test func `players and games that join later cost only their own games`() throws {
    try withEmptyFolder { folder in
      #expect(try Program.run(Self.words + ["--out", "t"], in: folder).status == 0)
      let before = Self.lines(folder + "/t")
      let more =
        Self.words.map { $0 == "40" ? "42" : $0 } + ["--player", "x=one-ply", "--out", "t"]
      let result = try Program.run(more, in: folder)
      #expect(result.status == 0 && result.errors.contains("120 games are there already"))
      let after = Self.lines(folder + "/t")
      #expect(after.count == 6 * 42 && Set(before).isSubset(of: after))
      // The same as if all had been there from the beginning; and by the folder's name alone.
      #expect(try Program.run(more.dropLast() + ["u"], in: folder).status == 0)
      #expect(Self.lines(folder + "/u") == after)
      #expect(try Program.run(["tournament", "u"], in: folder).output == result.output)
    }
  }

  @Test func `another tournament does not go into a folder`() throws {
    try withEmptyFolder { folder in
      #expect(try Program.run(Self.words + ["--out", "t"], in: folder).status == 0)
      let before = Self.text(folder + "/t", "games.jsonl")
      for (change, reason) in [
        (["--openings", "2"], "--openings is 4 there and 2 in this call"),
        (["--nodes", "9"], "--nodes is not given there"),
        (["--set", "columns=4"], "--set is not given there and columns=4 in this call"),
      ] {
        let result = try Program.run(Self.words + change + ["--out", "t"], in: folder)
        #expect(result.status == 2 && result.errors.contains(reason), "\(result.errors)")
      }
      let named = Self.words + ["--player", "a=random", "--out", "t"]
      #expect(try Program.run(named, in: folder).status == 0)
      let other = named.map { $0 == "a=random" ? "a=uct" : $0 }
      let result = try Program.run(other, in: folder)
      #expect(result.status == 2 && result.errors.contains("another player 'a'"))
      // Nor after it was left out once: its games are still there.
      #expect(try Program.run(Self.words + ["--out", "t"], in: folder).status == 0)
      let late = try Program.run(other, in: folder)
      #expect(late.status == 2 && late.errors.contains("another player 'a'"), "\(late.errors)")
      #expect(try Program.run(named, in: folder).status == 0)
      #expect(Self.text(folder + "/t", "games.jsonl").hasPrefix(String(before.prefix(200))))
    }
  }

  @Test func `a folder that cannot be is one line`() throws {
    try withEmptyFolder { folder in
      try Data().write(to: URL(fileURLWithPath: folder + "/f"))
      try FileManager.default.createDirectory(
        atPath: folder + "/g", withIntermediateDirectories: true)
      try Data("{}\n".utf8).write(to: URL(fileURLWithPath: folder + "/g/games.jsonl"))
      for (path, reason) in [
        ("f", "f is a file, not a folder"), ("/proc/none/t", "cannot create"),
        ("g", "holds games but no tournament.conf"),
      ] {
        let result = try Program.run(Self.words + ["--out", path], in: folder)
        #expect(result.status == 1 || result.status == 2)
        #expect(result.errors.contains(reason), "\(result.errors)")
        #expect(result.errors.count { $0 == "\n" } == 1 && result.output == "")
      }
    }
  }

  @Test func `names of every kind, and a player against itself`() throws {
    let names = ["a b", "c,d", "it's", "\"q\"", "日本 ü", "x: y=z", "<b>&amp;</b>"]
    try withEmptyFolder { folder in
      let players = names.flatMap { name -> [String] in
        let quote = name.contains("'") ? "\"" : "'"
        return ["--player", quote + name + quote + "=random"]
      }
      let result = try Program.run(
        ["tournament", "tic-tac-toe", "--games", "2", "--out", "t"] + players, in: folder)
      #expect(result.status == 0, "\(result.errors)")
      for name in names { #expect(result.output.contains(name), "\(name)") }
      let page = Self.text(folder + "/t", "report.html")
      #expect(page.contains("&lt;b&gt;&amp;amp;&lt;/b&gt;") && !page.contains("<b>&amp;</b>"))
      #expect(page.contains("日本 ü"))
      // Nothing is loaded from anywhere.
      for word in ["http://", "https://", "src=", "@import", "url("] {
        let rest = page.replacing("http://www.w3.org/2000/svg", with: "")
        #expect(!rest.contains(word), "\(word)")
      }
      // The settings written there are the same players.
      let again = try Program.run(["tournament", "t", "--print-config"], in: folder)
      #expect(again.status == 0 && again.output.contains("player 'x: y=z'=random"))
      #expect(try Program.run(["tournament", "t"], in: folder).output == result.output)
      let mark = try Program.run(
        ["tournament", "tic-tac-toe", "--player", "uct", "--player", "\u{301}abc=random"],
        in: folder)
      #expect(mark.status == 2 && mark.errors.contains("combining mark"), "\(mark.errors)")
      let twice = try Program.run(
        ["tournament", "tic-tac-toe", "--player", "uct", "--player", "uct"], in: folder)
      #expect(twice.status == 2 && twice.errors.contains("NAME=SPEC"))
    }
  }

  @Test func `the printed settings read again are the same`() throws {
    try withEmptyFolder { folder in
      try "4\n4 4\n".write(toFile: folder + "/book", atomically: true, encoding: .utf8)
      let calls: [[String]] = [
        ["hex", "--size", "5", "--player", "a=uct:simulations=5", "--player", "random"],
        [
          "connect-four", "--player", "random", "--player", "one-ply", "--format", "swiss",
          "--rounds", "3", "--games", "4", "--openings", "book", "--clock", "60+0.6", "--move-cap",
          "30", "--heed-proofs",
        ],
        [
          "go-lite", "--player", "random", "--player", "uct", "--format", "adaptive", "--until",
          "25.5", "--balance", "-0.25..0.5", "--move-time", "0.5", "--nodes", "40",
        ],
      ]
      for call in calls {
        let first = try Program.run(["tournament"] + call + ["--print-config"], in: folder)
        #expect(first.status == 0, "\(first.errors)")
        try first.output.write(toFile: folder + "/t.conf", atomically: true, encoding: .utf8)
        let second = try Program.run(["tournament", "t.conf", "--print-config"], in: folder)
        #expect(second.output == first.output && !first.output.isEmpty, "\(second.errors)")
        // A flag comes before the file's line.
        let third = try Program.run(
          ["tournament", "t.conf", "--seed", "77", "--print-config"], in: folder)
        #expect(third.output == first.output.replacing("seed 1\n", with: "seed 77\n"))
      }
      let rounds = try Program.run(
        ["tournament", "hex", "--format", "swiss", "--rounds", "4"] + Self.words[2..<8], in: folder)
      #expect(rounds.status == 2 && rounds.errors.contains("at most 3"), "\(rounds.errors)")
      for (line, reason) in [
        ("colour blue", "unknown setting 'colour'"), ("fromat swiss", "did you mean format?"),
        ("game hex", "names two games"), ("player", "--player cannot be empty"),
        ("seed x", "--seed cannot be 'x'"), ("games", "bad.conf, line 4: --games cannot be empty"),
        ("seed 1\nseed 2", "bad.conf, line 5: --seed is given twice"),
        ("heed-proofs banana", "bad.conf, line 4: heed-proofs cannot be 'banana'"),
      ] {
        try "game tic-tac-toe\nplayer random\nplayer one-ply\n\(line)\n".write(
          toFile: folder + "/bad.conf", atomically: true, encoding: .utf8)
        let result = try Program.run(["tournament", "bad.conf"], in: folder)
        #expect(result.status == 2 && result.errors.contains(reason), "\(line): \(result.errors)")
      }
    }
  }

  @Test func `a file of settings names the folder, and switches flags on or off`() throws {
    try withEmptyFolder { folder in
      let text =
        "game tic-tac-toe\nplayer random\nplayer one-ply\ngames 2\nout kept\npairs no\n"
      for (line, isOn) in [("", false), ("heed-proofs no", false), ("heed-proofs yes", true)] {
        try (text + line).write(toFile: folder + "/t.conf", atomically: true, encoding: .utf8)
        let printed = try Program.run(["tournament", "t.conf", "--print-config"], in: folder)
        #expect(printed.output.contains("heed-proofs") == isOn, "\(line): \(printed.output)")
      }
      #expect(try Program.run(["tournament", "t.conf", "--out", "other"], in: folder).status == 0)
      #expect(Self.lines(folder + "/other").count == 2 && Self.lines(folder + "/kept").isEmpty)
      #expect(try Program.run(["tournament", "t.conf"], in: folder).status == 0)
      #expect(Self.lines(folder + "/kept").count == 2)
    }
  }

  @Test func `a file that may not grow any further keeps the games before it`() throws {
    try withEmptyFolder { folder in
      let words = Self.words.map { $0 == "40" ? "400" : $0 } + ["--out", "t"]
      // In blocks of 512 bytes or of a KiB, by shell: enough for the settings and some games.
      let shell = Process()
      shell.executableURL = URL(fileURLWithPath: "/bin/sh")
      shell.arguments = ["-c", "ulimit -f 40; exec \"$0\" \"$@\" 2> errors", Program.path] + words
      shell.currentDirectoryURL = URL(fileURLWithPath: folder)
      shell.standardOutput = FileHandle.nullDevice
      try shell.run()
      Program.waitForEnd(of: shell)
      #expect(shell.terminationReason == .exit && shell.terminationStatus == 1)
      let errors = Self.text(folder, "errors")
      #expect(errors.contains("games.jsonl: File too large"), "\(errors)")
      let kept = Self.lines(folder + "/t")
      #expect(kept.count > 20 && kept.allSatisfy { $0.hasSuffix("}") })
      let result = try Program.run(words, in: folder)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.errors.contains("going on: \(kept.count) games"), "\(result.errors)")
    }
  }

  /// The most memory that a tournament of so many games took, in KiB.
  private static func peak(_ games: Int, _ more: [String], in folder: String) throws -> Int {
    let words = [
      "tournament", "tic-tac-toe", "--player", "random", "--player", "b=random", "--games",
      "\(games)", "--concurrency", "2",
    ]
    let process = try Program.start(words + more, in: folder)
    var peak = 0
    while process.isRunning {
      let status = text("/proc/\(process.processIdentifier)", "status")
      let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
      peak = max(peak, line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0)
      usleep(5000)
    }
    #expect(process.terminationStatus == 0)
    return peak
  }

  @Test(.enabled(if: runsLongTests, "set ARENA_LONG_TESTS=1 to run it"))
  func `memory does not grow with the number of games`() throws {
    try withEmptyFolder { folder in
      for more in [
        [], ["--records", "q"], ["--out", "t"], ["--out", "u", "--records", "r"],
      ] {
        let few = try Self.peak(100_000, more, in: folder)
        let many = try Self.peak(1_000_000, more, in: folder)
        let again = try Self.peak(1_000_000, more, in: folder)
        #expect(max(many, again) < few + 8192, "\(more): \(few), \(many), again \(again) KiB")
      }
    }
  }

  @Test func `every format plays through the program`() throws {
    try withEmptyFolder { folder in
      for (format, words) in [
        ("swiss", ["--rounds", "3"]), ("knockout", []), ("ladder", ["--rounds", "2"]),
        ("adaptive", ["--until", "200"]), ("gauntlet", ["--games", "2"]),
      ] {
        let result = try Program.run(
          ["tournament", "tic-tac-toe", "--format", format, "--out", format]
            + words + Self.words[2..<8] + ["--player", "b=random", "--player", "c=one-ply"],
          in: folder)
        #expect(result.status == 0, "\(format): \(result.errors)")
        #expect(result.output.contains("one-ply") && result.output.contains("Elo"))
        if ["swiss", "knockout", "ladder"].contains(format) {
          #expect(result.output.contains(format), "\(result.output)")
        }
      }
    }
  }
}
