import ArenaCore
import Foundation
import NeuralCore
import Storage

/// Drives a learner: time, checkpoints, assessments, metrics, the progress line, resuming.
public final class TrainingRun<World: Environment> {
  /// How a run is driven; nothing here changes what is learnt.
  public struct Plan: Sendable {
    public var limit: RunLimit
    /// Networks kept over the run besides the untrained one, evenly spaced.
    public var checkpoints = 12
    /// Seconds between two saves of the state that a crash resumes from.
    public var secondsBetweenSaves = 60.0
    /// Seconds between two progress lines.
    public var secondsBetweenLines = 5.0
    /// What the progress line calls steps and episodes: "positions" and "games" for a game.
    public var stepWord = "steps"
    public var episodeWord = "episodes"
    /// Ends the run at the first checkpoint that scores this much; nil trains to the limit.
    public var target: Double?

    public init(limit: RunLimit) { self.limit = limit }
  }

  let folder: RunFolder
  let learner: any Learner<World>
  private let plan: Plan
  let examiner: any Examiner<World>
  private let shouldStop: () -> Bool
  private let say: (String) -> Void

  private var secondsBefore = 0.0
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var kept = 0  // the number of the next checkpoint to keep
  private var mark = 0  // where the next one is due, in parts of the plan
  private var assessment: Assessment?
  private var recorder: RunRecorder?
  var ledger = ModelLedger()

  /// - Parameters:
  ///   - examiner: measures every kept checkpoint.
  ///   - shouldStop: asked after every round; true saves and ends the run.
  ///   - say: prints one line for the user.
  public init(
    _ learner: any Learner<World>, in folder: RunFolder, plan: Plan,
    examiner: any Examiner<World>, shouldStop: @escaping () -> Bool,
    say: @escaping (String) -> Void
  ) {
    self.folder = folder
    self.learner = learner
    self.plan = plan
    self.examiner = examiner
    self.shouldStop = shouldStop
    self.say = say
    start = clock.now
  }

  /// Training time of the run so far, over all its sessions.
  var seconds: Double { secondsBefore + (clock.now - start) / .seconds(1) }

  private var fraction: Double {
    plan.limit.fraction(steps: learner.counts.steps, seconds: seconds)
  }

  /// Trains from where the folder's state stands, or from the beginning, until the plan is
  /// fulfilled.
  @discardableResult
  public func run() throws -> TrainingEnd {
    let lock = try folder.lock()
    defer { RunFolder.unlock(lock) }
    let resumed = try resume()
    ledger = try folder.readLedger()
    ledger.cut(from: kept)
    let steps = learner.counts.steps
    recorder = try RunRecorder(folder, resumedAt: resumed ? steps : nil)
    if resumed {
      report(
        "resuming \(folder.path) at step \(Text.grouped(steps)) (\(Text.clock(seconds)) trained)")
      try returnIfAsked()
    } else {
      try keepCheckpoint()
    }
    let end = try train()
    try saveState()
    return end
  }

  private func train() throws -> TrainingEnd {
    var savedAt = seconds
    var spokeAt = seconds - plan.secondsBetweenLines
    var pace = Pace(steps: learner.counts.steps, seconds: seconds)
    while fraction < 1 {
      let round = try learner.advance(fraction: fraction)
      if seconds - spokeAt >= plan.secondsBetweenLines {
        spokeAt = seconds
        try speak(round, stepsPerSecond: pace.update(learner.counts.steps, seconds))
      }
      if fraction >= Double(mark) / Double(plan.checkpoints) {
        try record(round)
        try keepCheckpoint()
        savedAt = seconds
        if let target = plan.target, let assessment, assessment.score >= target {
          return .targetReached
        }
      } else if seconds - savedAt >= plan.secondsBetweenSaves {
        try saveState()
        savedAt = seconds
      }
      if shouldStop() { return .interrupted }
    }
    return .limitReached
  }

  // MARK: Saving and resuming

  /// Goes on from an earlier checkpoint's weights where a rollback asked for it. The state is saved
  /// before the wish is forgotten: a crash in between grants it twice, to the same end.
  private func returnIfAsked() throws {
    guard let number = ledger.returnTo else { return }
    try learner.adopt(Network(contentsOf: folder.checkpointPath(number)))
    try saveState()
    ledger.returnTo = nil
    try folder.write(ledger)
    report("going on from the weights of checkpoint \(number)")
  }

  /// Keeps the network, measures it, then saves the state: a crash in between repeats the
  /// checkpoint and nothing else.
  private func keepCheckpoint() throws {
    let number = kept
    let network = learner.network
    try network.write(to: folder.checkpointPath(number))
    let candidate = Candidate(network: network, makePlayer: learner.makePlayer)
    let assessment = try examiner.assess(candidate)
    self.assessment = assessment
    try keep(assessment.games, of: number)
    let model = try record(number, candidate, assessment)
    // A long round may pass several marks at once: one network stands for them all.
    let passed = Int(fraction * Double(plan.checkpoints))
    kept = max(kept, passed) + 1
    mark = passed + 1
    var metrics = [Metric("checkpoint", Double(number))] + assessment.metrics
    metrics += learner.diagnose()
    if let best = ledger.best { metrics.append(Metric("best", Double(best))) }
    try record(metrics)
    let parts = [assessment.summary, assessment.details, model.promotion?.summary ?? ""]
    report("checkpoint \(number): \(parts.filter { !$0.isEmpty }.joined(separator: "; "))")
    try saveState()
  }

  private func saveState() throws {
    var archive = Safetensors()
    archive.metadata["run.seconds"] = String(seconds)
    archive.metadata["run.kept"] = String(kept)
    if let assessment {
      archive.metadata["run.summary"] = assessment.summary
      archive.metadata["run.score"] = String(assessment.score)
    }
    learner.save(to: &archive)
    try archive.write(to: folder.statePath)
  }

  /// Restores the learner from the folder's state; false where there is none.
  private func resume() throws -> Bool {
    guard FileManager.default.fileExists(atPath: folder.statePath) else { return false }
    let archive = try Safetensors(contentsOf: folder.statePath)
    guard let seconds = archive.metadata["run.seconds"].flatMap(Double.init),
      let kept = archive.metadata["run.kept"].flatMap({ Int($0) })
    else { throw RunError.mismatch("\(folder.statePath) lacks the run's time") }
    try learner.restore(from: archive)
    secondsBefore = seconds
    self.kept = kept
    // A plan that was made longer since has marks that were kept before they were due.
    mark = min(kept, Int(fraction * Double(plan.checkpoints)) + 1)
    if let summary = archive.metadata["run.summary"],
      let score = archive.metadata["run.score"].flatMap(Double.init)
    {
      assessment = Assessment(summary: summary, score: score, metrics: [])
    }
    return true
  }

  // MARK: Telling

  private func report(_ line: String) {
    say(line)
    recorder?.note(line)
  }

  private func speak(_ round: [Metric], stepsPerSecond: Double) throws {
    let counts = learner.counts
    var parts = [
      Text.clock(seconds),
      "\(plan.stepWord) \(Text.grouped(counts.steps)) (\(Text.grouped(Int(stepsPerSecond)))/s)",
      "\(plan.episodeWord) \(Text.grouped(counts.episodes))",
    ]
    parts += round.map { "\($0.name) \(Text.figure($0.value))" }
    if let assessment { parts.append(assessment.summary) }
    if let left = plan.limit.secondsLeft(steps: counts.steps, seconds: seconds) {
      parts.append("left \(Text.clock(left))")
    }
    report(parts.joined(separator: "  "))
    try record(round)
  }

  private func record(_ figures: [Metric]) throws {
    try recorder?.record(figures, at: learner.counts, seconds: seconds)
  }
}

/// How a session of a run ended.
public enum TrainingEnd: Sendable, Hashable {
  case limitReached
  case targetReached
  /// Saved and stopped on request; the same command goes on.
  case interrupted
}

/// Steps per second since the last look.
private struct Pace {
  var steps: Int
  var seconds: Double

  mutating func update(_ newSteps: Int, _ newSeconds: Double) -> Double {
    defer { (steps, seconds) = (newSteps, newSeconds) }
    return Double(newSteps - steps) / max(newSeconds - seconds, 0.001)
  }
}
