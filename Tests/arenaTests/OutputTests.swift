import Foundation
import Testing

/// What a command has found is not lost on its way out.
@Suite struct OutputTests {
  private static let tournament = [
    "tournament", "tic-tac-toe", "--player", "random", "--player", "one-ply", "--games", "2",
    "--threads", "1",
  ]

  /// Runs the program by a shell, for redirections.
  private func shell(_ script: String, in folder: String) throws -> Program.Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["ARENA": Program.path]
    ) { $1 }
    let errors = Pipe()
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return Program.Result(
      status: process.terminationStatus, reason: process.terminationReason, output: "", errors: text
    )
  }

  @Test(arguments: [
    "list", "help", "--version", "train --help", "list go", "rules hex <<< legal", "models run",
    "tournament tic-tac-toe --player random --player one-ply --games 2",
    "rollout CartPole-v1 --actions zeros", "evaluate CartPole-v1 --player random --episodes 1",
    "bench environments --only tic-tac-toe --seconds 0.001",
    "play tic-tac-toe --against random <<< quit",
  ])
  func `a result that cannot be written is a failure`(call: String) throws {
    try withEmptyFolder { folder in
      try "0\n0\n".write(toFile: folder + "/zeros", atomically: true, encoding: .utf8)
      try FileManager.default.createDirectory(
        atPath: folder + "/run", withIntermediateDirectories: true)
      try """
      {"format":2,"environment":"hex","environmentOptions":{},"agent":"dqn","agentOptions":{},"seed":1}
      """.write(toFile: folder + "/run/run.json", atomically: true, encoding: .utf8)
      let parts = call.components(separatedBy: " <<< ")
      let input = parts.count == 2 ? "echo \(parts[1]) | " : ""
      let result = try shell("\(input)\"$ARENA\" \(parts[0]) > /dev/full", in: folder)
      #expect(result.status == 1, "\(call): \(result.errors)")
      #expect(result.errors.contains("standard output"), "\(call): \(result.errors)")
    }
  }

  @Test(arguments: ["2> /dev/full", "2>&-", "> /dev/full 2>&1", "<&- >&- 2>&-"])
  func `a message that cannot be written is lost, and the status stays`(place: String) throws {
    try withEmptyFolder { folder in
      let wrong = try shell("\"$ARENA\" bogus \(place)", in: folder)
      #expect(wrong.reason == .exit && wrong.status == 2)
      let failed = try shell("\"$ARENA\" rollout CartPole-v1 --actions none \(place)", in: folder)
      #expect(failed.reason == .exit && failed.status == 1)
    }
  }

  @Test func `a tournament goes on where its messages are lost, and they reach no file`() throws {
    try withEmptyFolder { folder in
      let words = Self.tournament + ["--out", "kept"]
      #expect(try Program.run(words, in: folder).status == 0)
      let more = words.map { $0 == "2" ? "20" : $0 }.joined(separator: " ")
      #expect(try shell("\"$ARENA\" \(more) 2>&-", in: folder).status == 0)
      let games = try String(contentsOfFile: folder + "/kept/games.jsonl", encoding: .utf8)
      #expect(games.split(separator: "\n").count { $0.hasPrefix("{") } == 20)
      #expect(!games.contains("going on"))
    }
  }

  @Test func `records that cannot be written are found before the first game`() throws {
    try withEmptyFolder { folder in
      // So many games would take hours.
      let words = Self.tournament.map { $0 == "2" ? "1000000" : $0 }
      for path in ["/proc/none/games.jsonl", folder] {
        let result = try Program.run(words + ["--records", path], in: folder)
        #expect(result.status == 1)
        #expect(result.errors.contains(path == folder ? "Is a directory" : "/proc/none"))
        #expect(result.output == "")
      }
    }
  }

  @Test func `a wrong player is found before a records file is made`() throws {
    try withEmptyFolder { folder in
      let words = Self.tournament.map { $0 == "random" ? "uct:sims=1" : $0 }
      let result = try Program.run(words + ["--records", "new/games.jsonl"], in: folder)
      #expect(result.status == 2)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }
  }

  @Test func `the table is printed where the records are lost after all`() throws {
    try withEmptyFolder { folder in
      // It can be opened, and every write to it fails. A link, so that no mistake meets the device.
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/full", withDestinationPath: "/dev/full")
      let result = try Program.run(Self.tournament + ["--records", "full"], in: folder)
      #expect(result.status == 1)
      #expect(result.output.contains("one-ply") && result.output.contains("Elo"))
      #expect(result.errors.contains("full: No space left on device"))
    }
  }

  @Test func `what goes to standard output as a file has nothing beside it`() throws {
    try withEmptyFolder { folder in
      let call = "\"$ARENA\" \(Self.tournament.joined(separator: " ")) --records /dev/stdout"
      for place in ["> games", "| cat > games"] {
        let result = try shell("\(call) \(place)", in: folder)
        #expect(result.status == 0 && result.errors.contains("one-ply"))
        let games = try String(contentsOfFile: folder + "/games", encoding: .utf8)
        #expect(games.split(separator: "\n").map { $0.prefix(1) } == ["{", "{"], "\(games)")
      }
      let both = try shell("\(call) --json > games", in: folder)
      #expect(both.status == 2 && both.errors.contains("--records and --json cannot both"))
    }
  }

  @Test func `records go into folders that are not there yet and through links`() throws {
    try withEmptyFolder { folder in
      let words = Self.tournament + ["--records"]
      #expect(try Program.run(words + ["a/b/games.jsonl"], in: folder).status == 0)
      let records = try String(contentsOfFile: folder + "/a/b/games.jsonl", encoding: .utf8)
      #expect(records.count { $0 == "\n" } == 2)
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/link", withDestinationPath: "a/b/games.jsonl")
      #expect(try Program.run(words + ["link", "--seed", "2"], in: folder).status == 0)
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link") != "")
      let others = try String(contentsOfFile: folder + "/a/b/games.jsonl", encoding: .utf8)
      #expect(others != records && others.count { $0 == "\n" } == 2)
    }
  }

  @Test func `a tournament that is stopped prints its table and exits with 130`() throws {
    try withEmptyFolder { folder in
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Program.path)
      process.arguments =
        Self.tournament.map { $0 == "2" ? "1000" : $0 }
        + ["--player", "uct:simulations=100000", "--records", "games.jsonl"]
      process.currentDirectoryURL = URL(fileURLWithPath: folder)
      let (output, errors) = (Pipe(), Pipe())
      process.standardOutput = output
      process.standardError = errors
      try process.run()
      usleep(500_000)
      process.interrupt()
      let table = String(
        decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      let line = String(
        decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 130)
      #expect(table.contains("one-ply"))
      #expect(line.contains(/stopped after \d+ of 3000 games/))
      #expect(FileManager.default.fileExists(atPath: folder + "/games.jsonl"))
    }
  }
}
