import Foundation
import Testing

/// Tournaments against somebody on a server: games, or forfeits with their reason, and never a hang.
@Suite struct ServerPlayerTests {
  private static func words(_ port: Int, _ name: String, games: Int) -> [String] {
    [
      "tournament", "tic-tac-toe", "--player", "uct:simulations=50", "--player",
      "s=server:address=localhost:\(port),name=\(name)", "--games", "\(games)", "--openings", "0",
      "--concurrency", "2", "--out", "t",
    ]
  }

  @Test func `a bot of a server plays its games`() throws {
    try withEmptyFolder { folder in
      let server = try ArenaServer(["--bot", "tic-tac-toe=perfect"], in: folder)
      let result = try Program.run(
        Self.words(server.port, "perfect-bot", games: 8), in: folder, limit: 120)
      #expect(result.status == 0, "\(result.errors)")
      #expect(!result.output.contains("forfeited"), "\(result.output)")
      let games = TournamentRunTests.lines(folder + "/t")
      #expect(games.count == 8 && games.allSatisfy { $0.contains("\"cause\":\"rules\"") })
      // It never loses.
      let lost = games.filter {
        $0.contains("\"first\":\"s\"") && $0.contains("\"winner\":\"second\"")
      }
      #expect(lost == [])
      // The server heard every move, those that end a game too.
      let witness = try TextClient(server.port)
      #expect(try witness.ask("hello bob").hasPrefix("ok"))
      #expect(try witness.ask("protocol 2").hasPrefix("ok"))
      var played: [String] = []
      for _ in 0..<50 where played.count < 8 {
        usleep(100_000)
        played = try witness.lines(after: "history perfect-bot").filter { $0.hasPrefix("played ") }
      }
      #expect(played.count == 8 && played.allSatisfy { $0.contains(" rules ") }, "\(played)")
    }
  }

  @Test func `a server that is killed and comes back costs the games that ran`() throws {
    try withEmptyFolder { folder in
      let bot = ["--bot", "tic-tac-toe=uct:simulations=20000"]
      let server = try ArenaServer(bot, in: folder)
      let process = try Program.start(Self.words(server.port, "uct-bot", games: 60), in: folder)
      func count() -> Int { TournamentRunTests.lines(folder + "/t").count }
      #expect(Program.wait(for: process) { count() >= 3 })
      server.kill()
      let again = try Program.start(
        ["serve", "--port", "\(server.port)"] + bot, in: folder)
      defer {
        again.terminate()
        again.waitUntilExit()
      }
      Program.waitForEnd(of: process)
      #expect(process.terminationReason == .exit && process.terminationStatus == 0)
      let games = TournamentRunTests.lines(folder + "/t")
      #expect(games.count == 60)
      let failed = games.count { $0.contains("\"cause\":\"failure\"") }
      #expect((1...2).contains(failed), "\(failed) games failed")
      #expect(games.count { $0.contains("\"cause\":\"rules\"") } == 60 - failed)
    }
  }

  @Test func `a server that is not there, or silent, or knows no such name, is one line`() throws {
    try withEmptyFolder { folder in
      let server = try ArenaServer(["--bot", "tic-tac-toe=perfect"], in: folder)
      let silent = try FakeServer([nil])
      for (port, name, reason) in [
        (1, "x", "cannot connect to localhost port 1: Connection refused"),
        (silent.port, "x", "it sends no greeting"),
        (server.port, "perfect-bat", "did you mean perfect-bot?"),
      ] {
        let result = try Program.run(Self.words(port, name, games: 2), in: folder, limit: 60)
        #expect(result.status == 1 && result.errors.contains(reason), "\(result.errors)")
        #expect(result.errors.count { $0 == "\n" } == 1 && result.output == "")
        #expect(!FileManager.default.fileExists(atPath: folder + "/t"))
      }
      for (spec, reason) in [
        ("address=localhost,name=x", "is no address"), ("name=x", "it must be server:address="),
        ("address=h:1,name=x,second=3", "it must be"), ("address=h:1,name=x,seconds=0", "from 0.1"),
        ("address=h:1,name=a b", "it must be"),
      ] {
        let result = try Program.run(
          ["tournament", "tic-tac-toe", "--player", "random", "--player", "server:\(spec)"]
            + ["--openings", "0"], in: folder)
        #expect(result.status == 2 && result.errors.contains(reason), "\(result.errors)")
      }
      let opened = Self.words(server.port, "perfect-bot", games: 2).map { $0 == "0" ? "4" : $0 }
      let result = try Program.run(opened, in: folder)
      #expect(result.status == 2 && result.errors.contains("give --openings 0"))
    }
  }

  @Test func `who does not accept or move loses by it`() throws {
    try withEmptyFolder { folder in
      let server = try ArenaServer([], in: folder)
      let person = try TextClient(server.port)
      #expect(try person.ask("hello ann").hasPrefix("ok"))
      let words = Self.words(server.port, "ann", games: 1).map {
        $0.hasPrefix("s=") ? $0 + ",seconds=1" : $0
      }
      let process = try Program.start(words, in: folder)
      let offer = try person.read("challenge ").split(separator: " ")[1]
      try #expect(person.ask("accept \(offer)").hasPrefix("ok"))
      Program.waitForEnd(of: process)
      let game = TournamentRunTests.text(folder + "/t", "games.jsonl")
      #expect(game.contains("ann did not move within 1.0 seconds"), "\(game)")
      #expect(game.contains("\"cause\":\"silence\""))
      let more = try Program.run(words.map { $0 == "1" ? "3" : $0 }, in: folder, limit: 60)
      #expect(more.status == 0 && more.output.contains("s forfeited games"), "\(more.errors)")
      let all = TournamentRunTests.text(folder + "/t", "games.jsonl")
      #expect(all.contains("ann did not accept within 1.0 seconds"), "\(all)")
    }
  }

  /// How often each reason ended a game by silence.
  private static func silences(_ folder: String) -> [String: Int] {
    let games = TournamentRunTests.lines(folder + "/t").filter {
      $0.contains("\"cause\":\"silence\"")
    }
    let reasons = ["did not accept", "did not move", "is not asked any more"]
    return games.reduce(into: [:]) { counts, game in
      for reason in reasons where game.contains(reason) { counts[reason, default: 0] += 1 }
    }
  }

  private static func words(_ port: Int, games: Int, concurrency: Int) -> [String] {
    words(port, "ann", games: games).map {
      $0.hasPrefix("s=") ? $0 + ",seconds=1" : $0 == "2" ? "\(concurrency)" : $0
    }
  }

  @Test(arguments: [1, 4])
  func `who is silent three times in a row is not waited for again`(concurrency: Int) throws {
    try withEmptyFolder { folder in
      let server = try ArenaServer([], in: folder)
      let person = try TextClient(server.port)
      #expect(try person.ask("hello ann").hasPrefix("ok"))
      let result = try Program.run(
        Self.words(server.port, games: 40, concurrency: concurrency), in: folder, limit: 120)
      #expect(result.status == 0 && result.output.contains("s forfeited games: 40 by silence"))
      // Those that wait at the same time are silent together.
      let counts = Self.silences(folder)
      let asked = counts["did not accept"] ?? 0
      #expect(concurrency == 1 ? asked == 3 : (7...12).contains(asked), "\(counts)")
      #expect(counts["is not asked any more"] == 40 - asked)
      let line = "ann on localhost port \(server.port) was silent in 3 games in a row"
      #expect(result.errors.components(separatedBy: line).count == 2, "\(result.errors)")
    }
  }

  @Test func `a move between silences is a sign of life`() throws {
    try withEmptyFolder { folder in
      let server = try ArenaServer([], in: folder)
      let person = try TextClient(server.port)
      #expect(try person.ask("hello ann").hasPrefix("ok"))
      let process = try Program.start(
        Self.words(server.port, games: 7, concurrency: 1), in: folder)
      for _ in 0..<2 { _ = try person.read("challenge ") }
      // The third one begins with a move of the other.
      let offer = try person.read("challenge ").split(separator: " ")[1]
      #expect(try person.ask("accept \(offer)").hasPrefix("ok"))
      let table = try person.read("moved ").split(separator: " ")[1]
      let isPlayed = try ["a1", "b1"].contains {
        try person.ask("move \(table) \($0)").hasPrefix("ok")
      }
      #expect(isPlayed)
      Program.waitForEnd(of: process)
      // Two, then that one, and two more.
      #expect(
        Self.silences(folder) == [
          "did not accept": 4, "did not move": 1, "is not asked any more": 2,
        ])
    }
  }

  @Test func `who resigns or declines loses that game, by a reason of its own`() throws {
    try withEmptyFolder { folder in
      let server = try ArenaServer([], in: folder)
      let person = try TextClient(server.port)
      #expect(try person.ask("hello ann").hasPrefix("ok"))
      // A board of its own, which the challenge must name.
      let words =
        Self.words(server.port, "ann", games: 4).map {
          $0 == "tic-tac-toe" ? "mnk" : $0 == "2" ? "1" : $0
        } + ["--set", "columns=4", "--set", "rows=2"]
      let process = try Program.start(words, in: folder)
      for game in 0..<4 {
        let challenge = try person.read("challenge ").split(separator: " ")
        #expect(challenge[4] == "columns=4,rows=2", "\(challenge)")
        guard game != 2 else {
          #expect(try person.ask("decline \(challenge[1])").hasPrefix("ok"))
          continue
        }
        #expect(try person.ask("accept \(challenge[1])").hasPrefix("ok"))
        let table = try person.read("start ").split(separator: " ")[1]
        #expect(try person.ask("resign \(table)").hasPrefix("ok"))
      }
      Program.waitForEnd(of: process)
      let games = TournamentRunTests.lines(folder + "/t")
      let resigned = games.count { $0.contains("\"cause\":\"resignation\"") }
      #expect(resigned == 3 && games.count == 4, "\(games)")
      let declined = games.filter { $0.contains("ann declined the challenge") }
      #expect(declined.count == 1 && declined.allSatisfy { $0.contains("\"cause\":\"failure\"") })
      // Every game is lost by s.
      #expect(
        games.allSatisfy {
          $0.contains("\"first\":\"s\"") == $0.contains("\"winner\":\"second\"")
        })
    }
  }
}
