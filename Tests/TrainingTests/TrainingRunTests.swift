import ArenaCore
import Foundation
import NeuralCore
import Synchronization
import Testing

@testable import Training

@Suite struct TrainingRunTests {
  @Test func `a run bounded by steps keeps evenly spaced checkpoints and ends at its limit`() throws
  {
    try withTemporaryFolder { path in
      let run = try CountingRun(path, steps: 100, checkpoints: 4)
      #expect(try run.start() == .limitReached)
      #expect(run.learner.counts.steps == 100)
      #expect(run.folder.checkpoints == [0, 1, 2, 3, 4])
    }
  }

  @Test func `an interrupted run goes on where it stopped`() throws {
    try withTemporaryFolder { path in
      let first = try CountingRun(path, steps: 100, checkpoints: 4)
      #expect(try first.start(stopAfter: 7) == .interrupted)
      #expect(first.learner.counts.steps == 35)

      let second = try CountingRun(path, steps: 100, checkpoints: 4)
      #expect(try second.start() == .limitReached)
      #expect(second.learner.rounds == 13)
      #expect(second.learner.counts.steps == 100)
      #expect(second.said.first?.hasPrefix("resuming") == true)
      #expect(second.folder.checkpoints == [0, 1, 2, 3, 4])
    }
  }

  @Test func `a finished run does nothing when started again`() throws {
    try withTemporaryFolder { path in
      _ = try CountingRun(path, steps: 20, checkpoints: 2).start()
      let again = try CountingRun(path, steps: 20, checkpoints: 2)
      #expect(try again.start() == .limitReached)
      #expect(again.learner.rounds == 0)
    }
  }

  @Test func `a finished run with a later limit goes on and keeps checkpoints again`() throws {
    try withTemporaryFolder { path in
      _ = try CountingRun(path, steps: 100, checkpoints: 4).start()
      let longer = try CountingRun(path, steps: 200, checkpoints: 4)
      #expect(try longer.start() == .limitReached)
      // Due at 150 and 200 steps; each weight tells the rounds of five steps behind it.
      #expect(longer.folder.checkpoints == [0, 1, 2, 3, 4, 5, 6])
      #expect(try longer.folder.network(named: "5").parameters[0] == 30)
      #expect(try longer.folder.network(named: "last").parameters[0] == 40)
    }
  }

  @Test func `the best is the checkpoint of the highest score, the later of equals`() throws {
    try withTemporaryFolder { path in
      let scores = [0: -5.0, 10: 3, 20: 7, 30: 7, 40: 2, 50: 6]
      let run = try CountingRun(path, steps: 50, checkpoints: 5)
      run.checkpointEvaluator.scores = { scores[$0] ?? .nan }
      _ = try run.start()
      #expect(try run.folder.readLedger().best == 3)
      #expect(try run.folder.network(named: "best").parameters[0] == 6)
      // What a crash cut off no longer counts.
      var ledger = try run.folder.readLedger()
      ledger.cut(from: 3)
      #expect(ledger.best == 2)
      ledger.cut(from: 2)
      #expect(ledger.best == 1)
    }
  }

  @Test func `a run ends at the first checkpoint that reaches the target`() throws {
    try withTemporaryFolder { path in
      let run = try CountingRun(path, steps: 100, checkpoints: 10, target: 45)
      #expect(try run.start() == .targetReached)
      #expect(run.learner.counts.steps == 50)
    }
  }

  @Test func `metrics written after the saved state are dropped on resuming`() throws {
    try withTemporaryFolder { path in
      let run = try CountingRun(path, steps: 50, checkpoints: 5)
      _ = try run.start(stopAfter: 5)
      let metrics = run.folder.metricsPath
      let saved = try String(contentsOfFile: metrics, encoding: .utf8)
      try (saved + "{\"steps\":9999}\n").write(toFile: metrics, atomically: false, encoding: .utf8)
      _ = try CountingRun(path, steps: 50, checkpoints: 5).start()
      let lines = try String(contentsOfFile: metrics, encoding: .utf8)
      #expect(!lines.contains("9999"))
      #expect(lines.hasPrefix(saved))
    }
  }

  @Test func `an evaluation that is stopped is taken up where it was, to the same end`() throws {
    try withTemporaryFolder { path in
      _ = try CountingRun(path + "/calm", steps: 40, checkpoints: 4).start()
      // Each evaluation asks twice: in checkpoint 0, twice in checkpoint 2, then never again.
      for stop in [2, 5, 1, 100] {
        let asked = Atomic(0)
        let run = try CountingRun(path, steps: 40, checkpoints: 4)
        let end = try run.start(
          watch: EvaluationWatch(
            shouldStop: { asked.add(1, ordering: .relaxed).newValue >= stop }))
        #expect(end == (stop == 100 ? .limitReached : .interrupted))
      }
      let folders = try [path + "/calm", path].map {
        try CountingRun($0, steps: 40, checkpoints: 4).folder
      }
      #expect(folders[1].checkpoints == [0, 1, 2, 3, 4])
      for number in 0...4 {
        let weights = try folders.map { try $0.network(named: String(number)).parameters }
        #expect(weights[0] == weights[1])
      }
      func lines(_ folder: RunFolder) throws -> [String] {
        let lines = try metricsLines(folder)
        #expect(Set(lines).count == lines.count)
        // Each session tells of its first round besides.
        return lines.filter { $0.contains("checkpoint") }
          .map { $0.replacing(/"seconds":[0-9.]*/, with: "") }
      }
      #expect(try lines(folders[1]) == lines(folders[0]))
    }
  }

  @Test func `a crash in the first evaluation repeats it, and its figures are there once`() throws {
    try withTemporaryFolder { path in
      let run = try CountingRun(path, steps: 10, checkpoints: 1)
      _ = try run.start(watch: EvaluationWatch(shouldStop: { true }))
      #expect(try metricsLines(run.folder).isEmpty)
      // As if the crash had come between the figures and the state.
      try "{\"steps\":0,\"checkpoint\":0}\n".write(
        toFile: run.folder.metricsPath, atomically: false, encoding: .utf8)
      _ = try CountingRun(path, steps: 10, checkpoints: 1).start()
      #expect(try metricsLines(run.folder).count { $0.hasPrefix("{\"steps\":0,") } == 1)
    }
  }

  @Test func `every checkpoint's diagnosis is recorded`() throws {
    try withTemporaryFolder { path in
      let run = try CountingRun(path, steps: 20, checkpoints: 2)
      _ = try run.start()
      let lines = try String(contentsOfFile: run.folder.metricsPath, encoding: .utf8)
      let diagnosed = lines.split(separator: "\n").filter { $0.contains("\"checkpoint\"") }
      #expect(diagnosed.count == 3)
      for (line, rounds) in zip(diagnosed, [0, 2, 4]) {
        #expect(line.contains("\"diagnosed\":\(rounds).0"))
      }
    }
  }

  @Test func `every checkpoint keeps some of its games`() throws {
    try withTemporaryFolder { path in
      let run = try CountingRun(path, steps: 20, checkpoints: 2)
      _ = try run.start()
      for number in 0...2 {
        let text = try String(
          contentsOfFile: run.folder.gamesPath(number, kind: "txt"), encoding: .utf8)
        #expect(text == "1 games")
      }
    }
  }
}

/// The lines of a run's metrics.
func metricsLines(_ folder: RunFolder) throws -> [String] {
  try String(contentsOfFile: folder.metricsPath, encoding: .utf8).split(separator: "\n").map {
    String($0)
  }
}
