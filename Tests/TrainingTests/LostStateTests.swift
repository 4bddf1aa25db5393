import Foundation
import NeuralCore
import Testing

@testable import Training

/// What a run does without its saved state: never start over what was learnt in silence.
@Suite struct LostStateTests {
  private let manager = FileManager.default

  /// A run of 60 steps with the checkpoints 0, 1, 2 and 3.
  private func makeRun(_ path: String) throws -> RunFolder {
    let run = try CountingRun(path, steps: 80, checkpoints: 4) { $0 != 2 }
    _ = try run.start(stopAfter: 13)
    #expect(run.folder.checkpoints == [0, 1, 2, 3])
    return run.folder
  }

  private func again(
    _ path: String, _ start: RunStart = .savedState
  ) throws -> CountingRun {
    try CountingRun(path, steps: 80, checkpoints: 4, start: start) { $0 != 2 }
  }

  /// Every file of the folder but the log and the lock.
  private func contents(_ folder: RunFolder) throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for name in try manager.subpathsOfDirectory(atPath: folder.path)
    where !["log.txt", "lock"].contains(name) {
      contents[name] = manager.contents(atPath: "\(folder.path)/\(name)")
    }
    return contents
  }

  @Test func `a missing state is refused with the ways on, and nothing changes`() throws {
    try withTemporaryFolder { path in
      let folder = try makeRun(path)
      try manager.removeItem(atPath: folder.statePath)
      let before = try contents(folder)
      let run = try again(path)
      let error = #expect(throws: RunError.self) { try run.start() }
      let text = error?.description ?? ""
      #expect(text.contains("\(folder.path): state.safetensors is missing beside 4 checkpoints: "))
      for way in ["--from-previous", "--from-checkpoint last", "checkpoint 3", "--fresh"] {
        #expect(text.contains(way))
      }
      #expect(!text.contains("\n"))
      #expect(try contents(folder) == before)
      // Nor where the checkpoints are gone too.
      for number in 0...3 { try manager.removeItem(atPath: folder.checkpointPath(number)) }
      for (rest, word) in [
        (folder.previousStatePath, "an earlier state"), (folder.path + "/models.json", "models"),
        (folder.metricsPath, "metrics"),
      ] {
        let error = #expect(throws: RunError.self) { try again(path).start() }
        #expect(error?.description.contains(word) == true)
        try manager.removeItem(atPath: rest)
      }
      #expect(try again(path).start() == .limitReached)
    }
  }

  @Test func `the state saved before leads to the same end`() throws {
    try withTemporaryFolder { path in
      let folder = try makeRun(path)
      var state = try Data(contentsOf: URL(fileURLWithPath: folder.statePath))
      state[state.count - 3] ^= 1
      try state.write(to: URL(fileURLWithPath: folder.statePath))
      let damaged = #expect(throws: RunError.self) { try again(path).start() }
      #expect(damaged?.description.contains("state.safetensors: the file does not match") == true)

      let run = try again(path, .previousState)
      #expect(try run.start() == .limitReached)
      #expect(run.said.first?.hasPrefix("going on from the state saved before the last") == true)
      #expect(run.folder.checkpoints == [0, 1, 2, 3, 4])
      #expect(try run.folder.network(named: "last").parameters[0] == 16)
      #expect(try run.folder.readLedger().models.map(\.number) == [0, 1, 2, 3, 4])
      #expect(
        try Data(contentsOf: URL(fileURLWithPath: folder.path + "/set-aside-1/state.safetensors"))
          == state)
    }
  }

  @Test(arguments: [true, false])
  func `from a checkpoint a run goes on with its weights and counts`(hasLedger: Bool) throws {
    try withTemporaryFolder { path in
      let folder = try makeRun(path)
      let third = try Data(contentsOf: URL(fileURLWithPath: folder.checkpointPath(3)))
      try Data("no state".utf8).write(to: URL(fileURLWithPath: folder.statePath))
      // Without the ledger the metrics know.
      if !hasLedger { try manager.removeItem(atPath: folder.path + "/models.json") }
      let run = try again(path, .checkpoint("2"))
      #expect(try run.start() == .limitReached)
      #expect(
        run.said[0].hasPrefix("going on from the weights of checkpoint 2 at step 40 with a fresh"))
      #expect(run.said.contains { $0.contains("models.json is missing") } == !hasLedger)
      #expect(run.learner.counts.steps == 80)
      #expect(try run.folder.network(named: "last").parameters[0] == 16)
      #expect(run.folder.checkpoints == [0, 1, 2, 3, 4])
      let models = try run.folder.readLedger().models.map(\.number)
      #expect(models == (hasLedger ? [0, 1, 2, 3, 4] : [3, 4]))
      // What came later is still there.
      let aside = folder.path + "/set-aside-1"
      #expect(manager.contents(atPath: aside + "/checkpoints/000003.safetensors") == third)
      #expect(manager.contents(atPath: aside + "/state.safetensors") == Data("no state".utf8))
      let steps = try metricsLines(folder).compactMap { MetricsLine(Data($0.utf8))?.steps }
      #expect(steps == steps.sorted() && steps.contains(40))
      // The next session goes on as ever.
      #expect(try again(path).start() == .limitReached)
    }
  }

  @Test func `a fresh start sets everything aside, once more in another place`() throws {
    try withTemporaryFolder { path in
      let folder = try makeRun(path)
      try Data("no state".utf8).write(to: URL(fileURLWithPath: folder.statePath))
      var before = try contents(folder)
      for number in 1...2 {
        let run = try again(path, .nothing)
        #expect(try run.start(stopAfter: 13) == .interrupted)
        let aside = "\(folder.path)/set-aside-\(number)"
        #expect(run.said.contains("what was in \(folder.path) is now in \(aside)"))
        #expect(run.folder.checkpoints == [0, 1, 2, 3])
        for (name, bytes) in before where !name.hasPrefix("set-aside") {
          #expect(
            manager.contents(atPath: "\(folder.path)/set-aside-\(number)/\(name)") == bytes)
        }
        before = try contents(folder)
      }
      // In a folder of other things there is nothing to set aside.
      try manager.createDirectory(atPath: path + "/other/run", withIntermediateDirectories: true)
      try Data().write(to: URL(fileURLWithPath: path + "/other/run/thesis.txt"))
      #expect(throws: RunError.self) { try again(path + "/other", .nothing) }
    }
  }

  @Test func `a crash at any moment of a save leaves a state to go on from`() throws {
    try withTemporaryFolder { path in
      let folder = try makeRun(path)
      let state = try Data(contentsOf: URL(fileURLWithPath: folder.statePath))
      let torn = state.dropLast(100)
      let begun = folder.statePath + ".partial"
      let kept = folder.previousStatePath + ".partial"
      // Before the old state got its second name, between, and behind.
      for (files, linked) in [
        ([begun], nil), ([begun], kept), ([begun, kept], nil), ([], folder.previousStatePath),
      ] as [([String], String?)] {
        for file in files { try torn.write(to: URL(fileURLWithPath: file)) }
        if let linked {
          try? manager.removeItem(atPath: linked)
          #expect(link(folder.statePath, linked) == 0)
        }
        let run = try again(path)
        #expect(try run.start(stopAfter: 1) == .interrupted)
        #expect(run.learner.counts.steps > 60)
        #expect(try Safetensors(contentsOf: folder.previousStatePath).counts("counts").steps > 50)
        #expect(!manager.fileExists(atPath: begun) && !manager.fileExists(atPath: kept))
        try state.write(to: URL(fileURLWithPath: folder.statePath))
      }
    }
  }

  @Test(arguments: [
    ("run.seconds", "1e300"), ("run.seconds", "nan"), ("run.kept", "-1"), ("run.kept", "x"),
    ("run.score", "x"), ("run.due", "perhaps"),
  ])
  func `a field that no run saves is refused`(key: String, value: String) throws {
    try withTemporaryFolder { path in
      let folder = try makeRun(path)
      var state = try Safetensors(contentsOf: folder.statePath)
      state.metadata[key] = value
      try state.write(to: folder.statePath)
      let error = #expect(throws: RunError.self) { try again(path).start() }
      #expect(
        error?.description.contains(
          "\(folder.statePath) does not fit \(folder.path)/run.json: ") == true)
      #expect(error?.description.contains(key) == true)
    }
  }
}
