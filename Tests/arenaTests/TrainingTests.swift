import Foundation
import Testing

/// Training runs through the program.
@Suite struct TrainingTests {
  private static let small =
    "train connect-four --agent alphazero --steps 1500 --seed 5 --checkpoints 2 --set size=4 "
    + "--option blocks=1 --option channels=8 --option simulations=8 --option games=8 "
    + "--option positions=256 --option batch=64"

  private func train(
    _ run: String, in folder: String, threads: Int, extra: String = ""
  ) throws -> Program.Result {
    let call = "\(Self.small) --run \(run) --threads \(threads) \(extra)"
    return try Program.run(call.split(separator: " ").map(String.init), in: folder)
  }

  @Test func `one thread and two end with the same weights, byte for byte`() throws {
    try withEmptyFolder { folder in
      for (run, threads) in [("one", 1), ("two", 2)] {
        let result = try train(run, in: folder, threads: threads)
        #expect(result.status == 0, "\(result.errors)")
      }
      for checkpoint in ["000000", "000001", "000002"] {
        let files = ["one", "two"].map { "\(folder)/\($0)/checkpoints/\(checkpoint).safetensors" }
        #expect(FileManager.default.contentsEqual(atPath: files[0], andPath: files[1]))
      }
    }
  }

  @Test func `a run records every option, and what it recorded outlives new defaults`() throws {
    try withEmptyFolder { folder in
      #expect(
        try train("run", in: folder, threads: 1, extra: "--option replay-ratio=1").status == 0)
      let run = try String(contentsOfFile: folder + "/run/run.json", encoding: .utf8)
      #expect(run.contains(#""search" : "gumbel""#))
      #expect(run.contains(#""simulations" : "8""#), "given")
      #expect(run.contains(#""temperature-end" : "0""#), "default everywhere")
      // As if another value had been the default when the run began.
      let older = run.replacing(#""window" : "100000""#, with: #""window" : "90000""#)
      #expect(older != run)
      try older.write(toFile: folder + "/run/run.json", atomically: true, encoding: .utf8)
      let again = try train("run", in: folder, threads: 1, extra: "--option replay-ratio=1")
      #expect(again.status == 0 && again.output.contains("resuming"))
      let other = try train("run", in: folder, threads: 1, extra: "--option window=100000")
      #expect(other.status == 2)
      #expect(other.errors.contains("its agent options is window=90000, not window=100000"))
      let broken = older.replacing(#""window" : "90000""#, with: #""window" : "9""#)
      try broken.write(toFile: folder + "/run/run.json", atomically: true, encoding: .utf8)
      let refused = try train("run", in: folder, threads: 1)
      #expect(refused.status == 1)
      #expect(refused.errors.contains("run.json: option window cannot be '9'"))
    }
  }

  @Test func `a run refuses other options and goes on with its own`() throws {
    try withEmptyFolder { folder in
      #expect(try train("run", in: folder, threads: 2).status == 0)
      let other = try train("run", in: folder, threads: 2, extra: "--option replay-ratio=2")
      #expect(other.status == 2 && other.errors.contains("holds another run"))
      let again = try train("run", in: folder, threads: 2)
      #expect(again.status == 0 && again.output.contains("resuming"))
    }
  }

  @Test func `a run killed at any moment ends with the weights of one left alone`() throws {
    try withEmptyFolder { folder in
      let words = Self.small.replacing("--checkpoints 2", with: "--checkpoints 5")
        .split(separator: " ").map(String.init)
      #expect(try Program.run(words + ["--run", "calm"], in: folder).status == 0)
      // At the first sight of a checkpoint its state may or may not be written yet; then moments in
      // which a state is.
      for sight in [
        "checkpoints/000001.safetensors", "state.safetensors.partial",
        "state.previous.safetensors.partial", "checkpoints/000003.safetensors",
        "state.safetensors.partial",
      ] {
        let process = try Program.start(words + ["--run", "killed"], in: folder)
        let seen = Program.wait(
          for: process, everyMicroseconds: sight.hasSuffix(".partial") ? 20 : 1000
        ) { FileManager.default.fileExists(atPath: "\(folder)/killed/\(sight)") }
        // A state that is written and gone within a look may be missed; the run then ended.
        #expect(seen || !process.isRunning)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
      }
      let resumed = try Program.run(words + ["--run", "killed"], in: folder)
      #expect(resumed.status == 0 && resumed.output.contains("resuming"))
      let files = ["calm", "killed"].map { "\(folder)/\($0)/checkpoints/000005.safetensors" }
      #expect(FileManager.default.contentsEqual(atPath: files[0], andPath: files[1]))
    }
  }

  @Test func `the models of a run are listed, evaluated and rolled back`() throws {
    try withEmptyFolder { folder in
      func arena(_ call: String) throws -> Program.Result {
        try Program.run(call.split(separator: " ").map(String.init), in: folder)
      }
      let trained = try train("run", in: folder, threads: 2, extra: "--promotion-games 4")
      #expect(trained.status == 0, "\(trained.errors)")
      #expect(trained.output.contains(/checkpoint 1: rating .*; mistakes .* %.*: end \d/))
      let listed = try arena("models run")
      #expect(listed.status == 0 && listed.output.split(separator: "\n").count == 4)
      #expect(listed.output.contains("the first") && listed.output.contains("best"))
      let report = try arena("evaluate run --solver --positions 5 --json --checkpoint last")
      #expect(report.status == 0 && report.output.hasPrefix("{\"player\":{\"rows\":[{"))
      #expect(report.output.contains("\"policy\":"))

      #expect(try arena("models run rollback 7").errors.contains("no checkpoint '7'"))
      #expect(try arena("models run rollback 1").status == 0)
      #expect(try arena("models run --json").output.contains(/"best":true.*"number":1,/))
      let again = try arena(
        Self.small.replacing("--steps 1500", with: "--steps 2500") + " --run run")
      #expect(again.status == 0, "\(again.errors)")
      #expect(again.output.contains("going on from the weights of checkpoint 1"))
    }
  }

  @Test func `a run that diverges ends with one line and keeps no such checkpoint`() throws {
    try withEmptyFolder { folder in
      let words =
        // Forty layers, each of which multiplies what the one before it grew to.
        ("train CartPole-v1 --agent dqn --steps 3000 --threads 1 --checkpoints 1 --run run "
        + "--option learning-rate=1 --option final-learning-rate=1 --option max-grad-norm=0 "
        + "--option learning-starts=100 --option train-frequency=64 --option gradient-steps=8 "
        + "--option num-envs=8 --option hidden=\([String](repeating: "256", count: 40).joined(separator: "x"))")
        .split(separator: " ").map(String.init)
      // The same command again meets the same end.
      for _ in 0..<2 {
        let result = try Program.run(words, in: folder)
        #expect(result.reason == .exit && result.status == 1)
        #expect(result.errors.count { $0 == "\n" } == 1)
        #expect(result.errors.contains("diverged: the weights are no finite numbers since step "))
      }
      let kept = try FileManager.default.contentsOfDirectory(atPath: folder + "/run/checkpoints")
      #expect(kept == ["000000.safetensors"])
    }
  }

  @Test func `an interrupt saves, says so, exits with 0 and is gone on from`() throws {
    try withEmptyFolder { folder in
      let words =
        Self.small.replacing("--steps 1500", with: "--steps 100000000")
        .split(separator: " ").map(String.init) + ["--run", "run"]
      let pipe = Pipe()
      let process = try Program.start(words, in: folder, output: pipe)
      let started = Program.wait(for: process) {
        FileManager.default.fileExists(atPath: "\(folder)/run/state.safetensors")
      }
      #expect(started)
      process.interrupt()
      Program.waitForEnd(of: process)
      #expect(process.terminationReason == .exit && process.terminationStatus == 0)
      let printed = String(
        decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      #expect(printed.contains("saved and stopped"), "\(printed)")
      let again = try Program.start(words, in: folder)
      let resumed = Program.wait(for: again) {
        (try? String(contentsOfFile: folder + "/run/log.txt", encoding: .utf8))?
          .contains("resuming") == true
      }
      #expect(resumed)
      kill(again.processIdentifier, SIGKILL)
      again.waitUntilExit()
    }
  }
}
