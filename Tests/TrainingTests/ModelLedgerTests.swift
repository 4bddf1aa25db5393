import Foundation
import NeuralCore
import Testing

@testable import Training

/// Promotion, the list of models, returning to an earlier one.
@Suite struct ModelLedgerTests {
  /// Checkpoints 0 to 4; 1 and 3 beat the best one before them.
  private func makeRun(_ path: String) throws -> CountingRun {
    try CountingRun(path, steps: 80, checkpoints: 4) { $0 == 1 || $0 == 3 }
  }

  private func firstWeight(_ folder: RunFolder, _ name: String) throws -> Float {
    try folder.network(named: name).parameters[0]
  }

  @Test func `the first checkpoint and those that beat the best become the best`() throws {
    try withTemporaryFolder { path in
      let run = try makeRun(path)
      _ = try run.start()
      let ledger = try run.folder.readLedger()
      #expect(ledger.models.map(\.number) == [0, 1, 2, 3, 4])
      #expect(ledger.models.map(\.isPromoted) == [true, true, false, true, false])
      #expect(ledger.models.map { $0.promotion?.against } == [nil, 0, 1, 1, 3])
      #expect(ledger.best == 3)
      // A checkpoint every 20 steps, four rounds apart: the champions were 0, 1, 1 and 3.
      #expect(run.checkpointEvaluator.champions == [0, 4, 4, 12])
      let third = ledger.models[3]
      #expect(third.score == 60 && third.steps == 60 && third.seed == 1)
      #expect(third.date.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil)
      #expect(try run.folder.checkpoint(named: "best") == 3)
      #expect(try run.folder.checkpoint(named: "last") == 4)
    }
  }

  @Test func `without promotion the best is the last`() throws {
    try withTemporaryFolder { path in
      let run = try CountingRun(path, steps: 40, checkpoints: 2)
      _ = try run.start()
      #expect(try run.folder.readLedger().best == nil)
      #expect(try run.folder.checkpoint(named: "best") == 2)
    }
  }

  @Test func `a best checkpoint whose file is gone is named, never replaced by another`() throws {
    try withTemporaryFolder { path in
      let run = try makeRun(path)
      _ = try run.start()
      try FileManager.default.removeItem(atPath: run.folder.checkpointPath(3))
      let error = #expect(throws: RunError.self) { try run.folder.checkpoint(named: "best") }
      #expect(error?.description.contains("000003.safetensors: the best checkpoint") == true)
      #expect(try run.folder.checkpoint(named: "last") == 4)
    }
  }

  @Test func `a checkpoint made again after a crash meets the champion it met before`() throws {
    try withTemporaryFolder { path in
      let first = try makeRun(path)
      // The state of round 10, with checkpoint 3, made in round 12, already in the ledger.
      _ = try first.start(stopAfter: 10)
      let state = try Data(contentsOf: URL(fileURLWithPath: first.folder.statePath))
      _ = try makeRun(path).start(stopAfter: 3)
      #expect(try first.folder.readLedger().best == 3)
      try state.write(to: URL(fileURLWithPath: first.folder.statePath))

      let again = try makeRun(path)
      _ = try again.start()
      #expect(again.checkpointEvaluator.champions == [4, 12])
      let ledger = try again.folder.readLedger()
      #expect(ledger.models.map(\.number) == [0, 1, 2, 3, 4] && ledger.best == 3)
    }
  }

  @Test func `a rollback moves the best and training goes on from its weights`() throws {
    try withTemporaryFolder { path in
      let run = try makeRun(path)
      _ = try run.start(stopAfter: 14)
      #expect(try run.folder.rollBack(to: "1") == 1)
      #expect(try run.folder.checkpoint(named: "best") == 1)

      let resumed = try makeRun(path)
      _ = try resumed.start()
      // Two rounds were left, on top of the four of checkpoint 1; the steps count on.
      #expect(try firstWeight(resumed.folder, "last") == 6)
      #expect(resumed.learner.counts.steps == 80)
      #expect(resumed.said.contains("going on from the weights of checkpoint 1"))
      #expect(resumed.checkpointEvaluator.champions == [4])
      #expect(try resumed.folder.readLedger().returnTo == nil)
      // The next session does not return again.
      let third = try makeRun(path)
      _ = try third.start()
      #expect(try firstWeight(third.folder, "last") == 6)
      #expect(!third.said.contains { $0.hasPrefix("going on") })
    }
  }

  @Test func `a checkpoint cut after a rollback gives the best back to the one rolled back to`()
    throws
  {
    try withTemporaryFolder { path in
      let run = try CountingRun(path, steps: 80, checkpoints: 4) { $0 != 2 }
      _ = try run.start(stopAfter: 14)
      try run.folder.rollBack(to: "1")
      let resumed = try CountingRun(path, steps: 80, checkpoints: 4) { $0 != 2 }
      _ = try resumed.start()
      var ledger = try run.folder.readLedger()
      #expect(ledger.models.map { $0.promotion?.against } == [nil, 0, 1, 1, 1])
      #expect(ledger.best == 4)
      // As after a crash between the ledger and the state: 3 was promoted but rolled back from.
      ledger.cut(from: 4)
      #expect(ledger.best == 1)
      ledger.cut(from: 1)
      #expect(ledger.best == 0)
      ledger.cut(from: 0)
      #expect(ledger.best == nil)
      // A file in which a checkpoint met itself ends no less.
      ledger = try run.folder.readLedger()
      ledger.models[4].promotion?.against = 4
      ledger.cut(from: 4)
      #expect(ledger.best == nil)
    }
  }

  @Test func `a wish to return to a checkpoint that is cut goes with it`() {
    var ledger = ModelLedger()
    ledger.returnTo = 3
    ledger.cut(from: 4)
    #expect(ledger.returnTo == 3)
    ledger.cut(from: 3)
    #expect(ledger.returnTo == nil)
  }

  @Test func `a rollback to nowhere or during training is refused`() throws {
    try withTemporaryFolder { path in
      let run = try makeRun(path)
      _ = try run.start(stopAfter: 6)
      let before = try run.folder.readLedger()
      #expect {
        try run.folder.rollBack(to: "9")
      } throws: {
        "\($0)".hasSuffix("no checkpoint '9': there are first, middle, last, best and 0 to 1")
      }
      let lock = try run.folder.lock()
      #expect(throws: RunError.busy(path: run.folder.path)) { try run.folder.rollBack(to: "0") }
      close(lock)
      #expect(try run.folder.readLedger() == before)
    }
  }

  @Test func `a damaged ledger is told in one line`() throws {
    try withTemporaryFolder { path in
      let run = try makeRun(path)
      for text in ["", "{", "[]", "{\"models\":3}"] {
        try text.write(
          toFile: run.folder.path + "/models.json", atomically: false, encoding: .utf8)
        #expect {
          try run.folder.readLedger()
        } throws: {
          "\($0)".hasPrefix("cannot read the run \(run.folder.path): models.json is damaged: ")
        }
      }
    }
  }

  @Test func `a ledger with another digit or letter is refused, one of before is read`() throws {
    try withTemporaryFolder { path in
      let run = try makeRun(path)
      _ = try run.start()
      let file = run.folder.path + "/models.json"
      let whole = try String(contentsOfFile: file, encoding: .utf8)
      let ledger = try run.folder.readLedger()
      for (old, new) in [
        ("\"score\" : 60", "\"score\" : 61"), ("\"number\" : 2", "\"number\" : 5"),
        ("\"summary\" : \"score", "\"summary\" : \"scare"), ("\"best\" : 3", "\"best\" : 1"),
      ] {
        let changed = whole.replacing(old, with: new)
        #expect(changed != whole)
        try changed.write(toFile: file, atomically: false, encoding: .utf8)
        #expect {
          try run.folder.readLedger()
        } throws: {
          "\($0)".hasSuffix("models.json is damaged: it does not match its checksum")
        }
      }
      let older = whole.replacing(/"checksum" : "[0-9a-f]*",/, with: "")
      #expect(older != whole)
      try older.write(toFile: file, atomically: false, encoding: .utf8)
      #expect(try run.folder.readLedger() == ledger)
      let impossible = older.replacing("\"wins\" : 1", with: "\"wins\" : 9223372036854775807")
      #expect(impossible != older)
      try impossible.write(toFile: file, atomically: false, encoding: .utf8)
      #expect {
        try run.folder.readLedger()
      } throws: { "\($0)".hasSuffix("models.json is damaged: its numbers cannot be") }
    }
  }

  @Test func `a score that is no number is kept as such`() throws {
    try withTemporaryFolder { path in
      let run = try makeRun(path)
      _ = try run.start()
      var ledger = try run.folder.readLedger()
      ledger.models[1].score = .nan
      ledger.models[2].score = -.infinity
      try run.folder.write(ledger)
      let again = try run.folder.readLedger()
      #expect(again.models[1].score.isNaN && again.models[2].score == -.infinity)
      #expect(again.table.contains("nan") && again.jsonLines[2].contains("\"score\":\"-inf\""))
    }
  }

  @Test func `the list names every network, its match and the best`() throws {
    try withTemporaryFolder { path in
      let run = try makeRun(path)
      _ = try run.start()
      let lines = try run.folder.readLedger().table.split(separator: "\n")
      #expect(lines.count == 6)
      #expect(lines[1].contains("0.0") && lines[1].hasSuffix("the first"))
      #expect(
        lines[3].contains("40.0") && lines[3].hasSuffix("undecided against checkpoint 1 1-2-3"))
      #expect(lines[4].hasSuffix("beats checkpoint 1 1-2-3, best"))
      let json = try run.folder.readLedger().jsonLines
      #expect(json.count == 5 && json[3].contains("\"best\":true") && json[4].contains("false"))
    }
  }
}
