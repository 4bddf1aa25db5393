import Foundation
import NeuralCore
import Testing

@testable import Training

/// What a run does when the file system fails it: one clear line, the last good state intact.
@Suite struct RunFailureTests {
  private func steps(savedIn folder: RunFolder) throws -> Int {
    try Safetensors(contentsOf: folder.statePath).counts("counts").steps
  }

  /// Starts a run, lets `harm` do something after 6 of 16 rounds, and expects it to fail.
  private func fail(
    _ path: String, saying reason: String, _ harm: @escaping (RunFolder) throws -> Void
  ) throws -> RunFolder {
    let run = try CountingRun(path, steps: 80, checkpoints: 4)
    #expect {
      try run.start { round in
        if round == 6 { #expect(throws: Never.self) { try harm(run.folder) } }
      }
    } throws: { error in
      let text = "\(error)"
      return text.contains(reason) && text.contains(run.folder.path) && !text.contains("\n")
    }
    return run.folder
  }

  @Test func `a full disk at a checkpoint leaves the last state, and the run goes on later`() throws
  {
    try withTemporaryFolder { path in
      // Whatever is written to /dev/full meets a full disk.
      let folder = try fail(path, saying: "No space left on device") { folder in
        try FileManager.default.createSymbolicLink(
          atPath: folder.checkpointPath(2) + ".partial", withDestinationPath: "/dev/full")
      }
      #expect(folder.checkpoints == [0, 1])
      #expect(try steps(savedIn: folder) == 20)
      #expect(try folder.network(named: "last").parameters[0] == 4)
      let again = try CountingRun(path, steps: 80, checkpoints: 4)
      #expect(try again.start() == .limitReached)
      #expect(again.folder.checkpoints == [0, 1, 2, 3, 4])
      #expect(try again.folder.network(named: "last").parameters[0] == 16)
    }
  }

  @Test func `a full disk when the state is saved leaves the one before`() throws {
    try withTemporaryFolder { path in
      let folder = try fail(path, saying: "No space left on device") { folder in
        try FileManager.default.createSymbolicLink(
          atPath: folder.statePath + ".partial", withDestinationPath: "/dev/full")
      }
      #expect(try steps(savedIn: folder) == 20)
      // The checkpoint was kept, its state was not: it is made again, to the same weights.
      let again = try CountingRun(path, steps: 80, checkpoints: 4)
      #expect(try again.start() == .limitReached)
      let metrics = try String(contentsOfFile: folder.metricsPath, encoding: .utf8)
      #expect(metrics.split(separator: "\n").count { $0.contains("\"checkpoint\":2") } == 1)
    }
  }

  @Test(.enabled(if: SmallDisk.isPossible))
  func `a run that fills its disk says so, and goes on when there is room`() throws {
    try withTemporaryFolder { path in
      let disk = try SmallDisk(path, kilobytes: 128)
      defer { disk.remove() }
      let run = try CountingRun(path, steps: 500, checkpoints: 100)
      #expect {
        try run.start()
      } throws: { "\($0)".contains("No space left on device") && !"\($0)".contains("\n") }
      let kept = run.folder.checkpoints
      #expect(kept.count > 3 && kept.count < 101)
      for number in kept { _ = try run.folder.network(named: String(number)) }
      let saved = try steps(savedIn: run.folder)
      #expect(saved > 0)

      try disk.grow(kilobytes: 4096)
      let again = try CountingRun(path, steps: 500, checkpoints: 100)
      #expect(try again.start() == .limitReached)
      #expect(again.said.first?.contains("at step \(saved) ") == true)
      #expect(try again.folder.network(named: "last").parameters[0] == 100)
      let metrics = try String(contentsOfFile: run.folder.metricsPath, encoding: .utf8)
      let marks = metrics.matches(of: /"checkpoint":(\d+)/).compactMap { Int($0.1) }
      #expect(marks == Array(0...100))
    }
  }

  @Test func `a removed folder ends the run at its next checkpoint`() throws {
    try withTemporaryFolder { path in
      let folder = try fail(path, saying: "No such file or directory") { folder in
        try FileManager.default.removeItem(atPath: folder.path)
      }
      #expect(!FileManager.default.fileExists(atPath: folder.path))
    }
  }

  @Test func `a state cut short is refused and left alone`() throws {
    try withTemporaryFolder { path in
      let run = try CountingRun(path, steps: 80, checkpoints: 4)
      _ = try run.start(stopAfter: 6)
      let state = try Data(contentsOf: URL(fileURLWithPath: run.folder.statePath))
      try state.dropLast(9).write(to: URL(fileURLWithPath: run.folder.statePath))
      #expect {
        try CountingRun(path, steps: 80, checkpoints: 4).start()
      } throws: { "\($0)".contains("state.safetensors") && !"\($0)".contains("\n") }
      #expect(try Data(contentsOf: URL(fileURLWithPath: run.folder.statePath)) == state.dropLast(9))
    }
  }
}

/// A file system in memory that is soon full; only the superuser may make one.
private struct SmallDisk {
  let path: String

  static let isPossible: Bool = {
    guard geteuid() == 0 else { return false }
    let path = NSTemporaryDirectory() + "arena-disk-\(UUID().uuidString)"
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    guard let disk = try? SmallDisk(path, kilobytes: 64) else { return false }
    disk.remove()
    return true
  }()

  init(_ path: String, kilobytes: Int) throws {
    self.path = path
    try Self.call("mount", "-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", path)
  }

  func grow(kilobytes: Int) throws {
    try Self.call("mount", "-o", "remount,size=\(kilobytes)k", path)
  }

  func remove() { try? Self.call("umount", path) }

  private static func call(_ words: String...) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw RunError.mismatch("\(words) ended with \(process.terminationStatus)")
    }
  }
}
