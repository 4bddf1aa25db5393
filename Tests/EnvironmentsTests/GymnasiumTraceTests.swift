import Foundation
import TestKit
import Testing

/// Control and toy tasks against Gymnasium, bit for bit.
///
/// Short traces are stored and always compared. With Gymnasium 1.4.0 installed
/// (`pip install gymnasium==1.4.0`), `ARENA_LONG_TESTS=1` compares 10^6 steps of each control task live,
/// and 10^5 of each other and of each variation, from the seeds 0 to 99; `ARENA_REGENERATE=1` writes
/// the stored traces anew.
@Suite(.serialized) struct GymnasiumTraceTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Traces")
  private static let isRegenerating =
    ProcessInfo.processInfo.environment["ARENA_REGENERATE"] == "1"

  @Test(arguments: TaskCase.all)
  func `a task repeats its stored trace bit for bit`(_ task: TaskCase) throws {
    let file = Self.folder.appending(path: "\(task.description).txt")
    if Self.isRegenerating {
      let writer = try Gymnasium.trace(task, firstSeed: 42, seeds: 2, steps: 210)
      try writer.fileHandleForReading.readDataToEndOfFile().write(to: file)
    }
    let counts = try task.replay(TraceReader(text: String(contentsOf: file, encoding: .utf8)))
    #expect(counts.seeds == 2)
    #expect(counts.steps == 420)
  }

  @Test(
    .enabled(if: runsLongTests, "set ARENA_LONG_TESTS=1 to run it"),
    .enabled(if: Gymnasium.isInstalled, "python3 with gymnasium 1.4.0 is not installed"),
    arguments: TaskCase.all)
  func `a task agrees with Gymnasium from a hundred seeds`(_ task: TaskCase) throws {
    let steps = task.isStandardControl ? 10_000 : 1_000
    let writer = try Gymnasium.trace(task, firstSeed: 0, seeds: 100, steps: steps)
    let counts = try task.replay(TraceReader(writer.fileHandleForReading))
    #expect(counts.seeds == 100)
    #expect(counts.steps == 100 * steps)
    print(
      "\(task): \(counts.steps) steps from \(counts.seeds) seeds, \(counts.terminations)",
      "terminations, \(counts.truncations) truncations: 0 mismatches")
  }

  @Test func `a wrong bit in a trace is found`() throws {
    let task = try #require(TaskCase.all.first)
    let file = Self.folder.appending(path: "\(task.description).txt")
    var lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(
      String.init)
    let last = try #require(lines[100].last)
    lines[100] = lines[100].dropLast() + (last == "0" ? "1" : "0")
    #expect(throws: Failure.self) {
      _ = try task.replay(TraceReader(text: lines.joined(separator: "\n")))
    }
  }
}

/// Gymnasium as a child process.
enum Gymnasium {
  static let isInstalled: Bool = {
    let check = "import gymnasium, sys; sys.exit(gymnasium.__version__ != '1.4.0')"
    guard let process = try? start(["-c", check]).process else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  /// Starts writing a trace; it ends with the pipe.
  static func trace(_ task: TaskCase, firstSeed: Int, seeds: Int, steps: Int) throws -> Pipe {
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Traces/gymnasium_trace.py")
    let settings = task.settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return try start(
      [script.path(), task.name, "\(firstSeed)", "\(seeds)", "\(steps)"] + settings
    ).output
  }

  private static func start(_ arguments: [String]) throws -> (process: Process, output: Pipe) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3"] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    return (process, output)
  }
}
