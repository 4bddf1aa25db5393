import ArenaCore
import Foundation
import NeuralCore
import Testing

@testable import Training

@Suite struct TrainingRunTests {
  @Test func `a run bounded by steps keeps evenly spaced checkpoints and ends at its limit`() throws
  {
    try withTemporaryFolder { path in
      let run = try makeRun(path, steps: 100, checkpoints: 4)
      #expect(try run.start() == .limitReached)
      #expect(run.learner.counts.steps == 100)
      #expect(run.folder.checkpoints == [0, 1, 2, 3, 4])
    }
  }

  @Test func `an interrupted run goes on where it stopped`() throws {
    try withTemporaryFolder { path in
      let first = try makeRun(path, steps: 100, checkpoints: 4)
      #expect(try first.start(stopAfter: 7) == .interrupted)
      #expect(first.learner.counts.steps == 35)

      let second = try makeRun(path, steps: 100, checkpoints: 4)
      #expect(try second.start() == .limitReached)
      #expect(second.learner.rounds == 13)
      #expect(second.learner.counts.steps == 100)
      #expect(second.said.first?.hasPrefix("resuming") == true)
      #expect(second.folder.checkpoints == [0, 1, 2, 3, 4])
    }
  }

  @Test func `a finished run does nothing when started again`() throws {
    try withTemporaryFolder { path in
      _ = try makeRun(path, steps: 20, checkpoints: 2).start()
      let again = try makeRun(path, steps: 20, checkpoints: 2)
      #expect(try again.start() == .limitReached)
      #expect(again.learner.rounds == 0)
    }
  }

  @Test func `a run ends at the first checkpoint that reaches the target`() throws {
    try withTemporaryFolder { path in
      let run = try makeRun(path, steps: 100, checkpoints: 10, target: 45)
      #expect(try run.start() == .targetReached)
      #expect(run.learner.counts.steps == 50)
    }
  }

  @Test func `metrics written after the saved state are dropped on resuming`() throws {
    try withTemporaryFolder { path in
      let run = try makeRun(path, steps: 50, checkpoints: 5)
      _ = try run.start(stopAfter: 5)
      let metrics = run.folder.metricsPath
      let saved = try String(contentsOfFile: metrics, encoding: .utf8)
      try (saved + "{\"steps\":9999}\n").write(toFile: metrics, atomically: false, encoding: .utf8)
      _ = try makeRun(path, steps: 50, checkpoints: 5).start()
      let lines = try String(contentsOfFile: metrics, encoding: .utf8)
      #expect(!lines.contains("9999"))
      #expect(lines.hasPrefix(saved))
    }
  }

  // MARK: A learner that only counts

  private final class Bench {
    let folder: RunFolder
    let learner = CountingLearner()
    let plan: TrainingRun<Nothing>.Plan
    var said: [String] = []

    init(folder: RunFolder, plan: TrainingRun<Nothing>.Plan) {
      self.folder = folder
      self.plan = plan
    }

    func start(stopAfter rounds: Int = .max) throws -> TrainingEnd {
      try TrainingRun(
        learner, in: folder, plan: plan,
        assess: { _ in
          let score = Double(self.learner.counts.steps)
          return Assessment(summary: "score \(score)", score: score, metrics: [])
        },
        shouldStop: { self.learner.rounds >= rounds }, say: { self.said.append($0) }
      ).run()
    }
  }

  private func makeRun(
    _ path: String, steps: Int, checkpoints: Int, target: Double? = nil
  ) throws -> Bench {
    let configuration = RunConfiguration(
      environment: "nothing", environmentOptions: [:], agent: "counter", agentOptions: [:], seed: 1)
    var plan = TrainingRun<Nothing>.Plan(limit: .steps(steps))
    plan.checkpoints = checkpoints
    plan.target = target
    return Bench(folder: try RunFolder(training: path + "/run", configuration), plan: plan)
  }

  private struct Nothing: Environment {
    var turn: Seat? { nil }
    var observationShape: ObservationShape { .vector(1) }
    mutating func reset(using random: inout RandomSource) {}
    mutating func step(_ action: Int, using random: inout RandomSource) -> Step { Step(reward: 0) }
    func observe(as seat: Seat, into features: inout MutableSpan<Float>) {}
  }

  /// Takes five steps a round and learns nothing.
  private final class CountingLearner: Learner {
    var counts = LearnerCounts()
    var rounds = 0
    let network: Network

    init() {
      let architecture = Architecture(
        input: .vector(1), trunk: [], heads: [Head(name: "out", layers: [.dense(outputs: 1)])])
      var random = RandomSource(seed: 1)
      guard let network = try? Network(architecture, using: &random) else {
        preconditionFailure("one dense layer is a network")
      }
      self.network = network
    }

    func advance(fraction: Double) -> [Metric] {
      rounds += 1
      counts.steps += 5
      return [Metric("rounds", Double(rounds))]
    }

    func save(to archive: inout Safetensors) { archive.add(counts, as: "counts") }

    func restore(from archive: Safetensors) throws { counts = try archive.counts("counts") }

    func makePlayer() -> any Player<Nothing> { preconditionFailure("nobody plays nothing") }
  }
}
