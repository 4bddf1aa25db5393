import Foundation
import Testing

/// The usual ways to stop a run: each saves what was learnt.
@Suite struct StoppingTests {
  private static let words =
    ("train tic-tac-toe --agent dqn --steps 100000000 --promotion-games 0 --checkpoints 1 --run run "
    + "--threads 1").split(separator: " ").map(String.init)

  /// Starts a run without end, waits for its second line of progress and lets `stop` stop it.
  private func check(
    pipe: Pipe? = nil, _ stop: (Process) throws -> Void
  ) throws {
    try withEmptyFolder { folder in
      let process = try Program.start(
        Self.words, in: folder, output: pipe ?? FileHandle.nullDevice)
      defer { process.terminate() }
      #expect(Program.wait(for: process) { Self.steps(in: folder) >= 2 } && process.isRunning)
      let before = Self.steps(in: folder)
      try stop(process)
      Program.waitForEnd(of: process)
      #expect(process.terminationReason == .exit && process.terminationStatus == 0)
      let again = try Program.start(Self.words, in: folder)
      #expect(Program.wait(for: again) { Self.log(in: folder).contains("resuming") })
      kill(again.processIdentifier, SIGKILL)
      again.waitUntilExit()
      let resumed = Self.log(in: folder).firstMatch(of: /resuming run at step ([0-9,]+)/)
      let step = resumed.flatMap { Int($0.1.replacing(",", with: "")) } ?? 0
      #expect(step > before)
    }
  }

  private static func log(in folder: String) -> String {
    (try? String(contentsOfFile: folder + "/run/log.txt", encoding: .utf8)) ?? ""
  }

  /// The step of the last line of metrics.
  private static func steps(in folder: String) -> Int {
    let text = (try? String(contentsOfFile: folder + "/run/metrics.jsonl", encoding: .utf8)) ?? ""
    return text.matches(of: /"steps":(\d+)/).last.flatMap { Int($0.1) } ?? 0
  }

  @Test func `two signals at once, as timeout sends them, are one wish`() throws {
    try check { process in
      for number in [SIGTERM, SIGINT, SIGTERM] { kill(process.processIdentifier, number) }
    }
  }

  @Test func `a closed terminal`() throws {
    try check { kill($0.processIdentifier, SIGHUP) }
  }

  @Test func `a reader that goes away ends nothing`() throws {
    let pipe = Pipe()
    try check(pipe: pipe) { process in
      try pipe.fileHandleForReading.close()
      try pipe.fileHandleForWriting.close()
      // Two more lines of progress with nobody to read them.
      usleep(11_000_000)
      #expect(process.isRunning)
      kill(process.processIdentifier, SIGINT)
    }
  }

  @Test func `a server stops in good order when its terminal and its log's reader are gone`() throws
  {
    try withEmptyFolder { folder in
      let pipe = Pipe()
      let process = try Program.start(["serve", "--port", "0"], in: folder, output: pipe)
      var text = ""
      while !text.contains("listening") {
        let data = pipe.fileHandleForReading.availableData
        guard !data.isEmpty else { break }
        text += String(decoding: data, as: UTF8.self)
      }
      try pipe.fileHandleForReading.close()
      try pipe.fileHandleForWriting.close()
      // A signal that comes before the server heeds them is repeated.
      let end = Date.now.addingTimeInterval(20)
      while process.isRunning && Date.now < end {
        kill(process.processIdentifier, SIGHUP)
        usleep(100_000)
      }
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
      process.waitUntilExit()
      #expect(process.terminationReason == .exit && process.terminationStatus == 0)
    }
  }
}
