public import ArenaCore
import Foundation
import NeuralCore

/// Drives a learner: time, checkpoints, evaluations, metrics, the progress line, resuming.
///
/// Whatever is learnt is saved before a word is said about it: whoever listens may be gone.
public final class TrainingRun<World: Environment> {
  /// How a run is driven; nothing here changes what is learnt.
  public struct Plan: Sendable {
    public var limit: RunLimit
    /// What this session begins from.
    public var start = RunStart.savedState
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
  let plan: Plan
  let checkpointEvaluator: any CheckpointEvaluator<World>
  let watch: EvaluationWatch
  private let shouldStop: () -> Bool
  private let report: (String) -> Void

  /// Training time of the run before this session.
  var secondsBefore = 0.0
  private let clock = TrainingClock()
  /// The number of the next checkpoint to keep.
  var kept = 0
  /// Where the next one is due, in parts of the plan.
  var mark = 0
  /// Whether it is due now: before the first round, and where an evaluation was stopped.
  var isDue = true
  var evaluation: EvaluationResult?
  var recorder: RunRecorder?
  var ledger = ModelLedger()

  /// - Parameters:
  ///   - checkpointEvaluator: measures every kept checkpoint.
  ///   - watch: hears how the measuring goes, and ends it early.
  ///   - shouldStop: asked after every round; true saves and ends the run.
  ///   - report: prints one line for the user.
  public init(
    _ learner: any Learner<World>, in folder: RunFolder, plan: Plan,
    checkpointEvaluator: any CheckpointEvaluator<World>, watch: EvaluationWatch = EvaluationWatch(),
    shouldStop: @escaping () -> Bool, report: @escaping (String) -> Void
  ) {
    self.folder = folder
    self.learner = learner
    self.plan = plan
    self.checkpointEvaluator = checkpointEvaluator
    self.watch = watch
    self.shouldStop = shouldStop
    self.report = report
  }

  /// Training time of the run so far, over all its sessions.
  var seconds: Double { secondsBefore + clock.seconds }

  var fraction: Double {
    plan.limit.fraction(steps: learner.counts.steps, seconds: seconds)
  }

  /// Trains from where the folder's state stands, or from the beginning, until the plan is
  /// fulfilled.
  @discardableResult
  public func run() throws -> TrainingEnd {
    let lock = try folder.lock()
    defer { RunFolder.unlock(lock) }
    try begin()
    let end = try train()
    try saveState()
    return end
  }

  private func train() throws -> TrainingEnd {
    if isDue, let end = try keepCheckpoint() { return end }
    var savedAt = seconds
    var spokeAt = seconds - plan.secondsBetweenLines
    var pace = Pace(steps: learner.counts.steps, seconds: seconds)
    while fraction < 1 {
      let round = try learner.advance(fraction: fraction)
      try checkNumbers(of: round)
      if fraction >= Double(mark) / Double(plan.checkpoints) {
        try record(round, of: .round)
        if let end = try keepCheckpoint() { return end }
        savedAt = seconds
      } else if seconds - savedAt >= plan.secondsBetweenSaves {
        try saveState()
        savedAt = seconds
      }
      if shouldStop() { return .interrupted }
      if seconds - spokeAt >= plan.secondsBetweenLines {
        spokeAt = seconds
        try speak(round, stepsPerSecond: pace.update(learner.counts.steps, seconds))
      }
    }
    return .limitReached
  }

  /// - Throws: `RunError.diverged` where the round lost what learning goes on from, `lostReward` where
  ///   it met a reward that is none. The state before it stays, and no checkpoint is kept of it.
  private func checkNumbers(of round: [Metric]) throws {
    if let lost = learner.lostReward { throw RunError.lostReward(path: folder.path, lost) }
    let loss = round.first { $0.isLoss && !$0.value.isFinite }
    let what: String
    switch learner.lostNumbers {
    case .weights?: what = "the weights are"
    case .gradient?: what = "the gradient is"
    case .moments?: what = "the optimiser's moments are"
    case nil:
      guard let loss else { return }
      what = "the loss '\(loss.name)' is"
    }
    let options = folder.configuration.agentOptions
    let rate = options["learning-rate"].map { " (it is \($0))" } ?? ""
    let bound =
      options["max-grad-norm"].map { $0.allSatisfy { "0.".contains($0) } } == true
      ? " or set max-grad-norm" : ""
    throw RunError.diverged(
      path: folder.path, what: what, step: learner.counts.steps,
      advice: "lower the learning rate\(rate)\(bound); what was saved before stays")
  }

  /// Keeps the network, measures it, then saves the state: a crash in between repeats the
  /// checkpoint and nothing else.
  ///
  /// - Returns: how the run ends here; nil where it goes on.
  private func keepCheckpoint() throws -> TrainingEnd? {
    isDue = true
    let number = kept
    let network = learner.network
    try network.write(to: folder.checkpointPath(number))
    let candidate = Candidate(network: network, makePlayer: learner.makePlayer)
    let watch = watch.titled("evaluating checkpoint \(number)")
    let evaluation: EvaluationResult
    let model: ModelRecord
    do {
      evaluation = try checkpointEvaluator.evaluate(candidate, watch)
      model = try enter(number, candidate, evaluation, watch)
    } catch is Interruption {
      // In the state this checkpoint is still due.
      return .interrupted
    }
    self.evaluation = evaluation
    try keep(evaluation.games, of: number)
    // A long round may pass several marks at once: one network stands for them all.
    let passed = Int(fraction * Double(plan.checkpoints))
    kept = max(kept, passed) + 1
    mark = passed + 1
    isDue = false
    var metrics = [Metric("checkpoint", Double(number))] + evaluation.metrics
    metrics += learner.diagnose()
    if let best = ledger.best { metrics.append(Metric("best", Double(best))) }
    try record(metrics, of: .checkpoint)
    try saveState()
    let parts = [evaluation.summary, evaluation.details, model.promotion?.summary ?? ""]
    report("checkpoint \(number): \(parts.filter { !$0.isEmpty }.joined(separator: "; "))")
    if let target = plan.target, evaluation.score >= target { return .targetReached }
    return nil
  }

  // MARK: Reporting

  func report(_ line: String) {
    report(line)
    recorder?.note(line)
  }

  private func speak(_ round: [Metric], stepsPerSecond: Int) throws {
    try record(round, of: .round)
    let counts = learner.counts
    var parts = [
      Text.clock(seconds),
      "\(plan.stepWord) \(Text.grouped(counts.steps)) (\(Text.grouped(stepsPerSecond))/s)",
      "\(plan.episodeWord) \(Text.grouped(counts.episodes))",
    ]
    parts += round.map { "\($0.name) \(Text.figure($0.value))" }
    if let evaluation { parts.append(evaluation.summary) }
    if let left = plan.limit.secondsLeft(steps: counts.steps, seconds: seconds) {
      parts.append("left \(Text.clock(left))")
    }
    report(parts.joined(separator: "  "))
  }

  private func record(_ metrics: [Metric], of source: RunRecorder.Source) throws {
    try recorder?.record(metrics, of: source, at: learner.counts, seconds: seconds)
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

  mutating func update(_ newSteps: Int, _ newSeconds: Double) -> Int {
    defer { (steps, seconds) = (newSteps, newSeconds) }
    // In whole milliseconds there is nothing that cannot be divided.
    let milliseconds = max(1, Int(min(1e15, (newSeconds - seconds) * 1000)))
    return (newSteps - steps) / milliseconds * 1000
      + (newSteps - steps) % milliseconds * 1000 / milliseconds
  }
}
