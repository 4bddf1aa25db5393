import ArenaCore
import Foundation
import NeuralCore

/// Where a session begins, and what the next one goes on from.
extension TrainingRun {
  /// Brings the learner to where the session begins by its plan.
  func begin() throws {
    let opening: String
    var steps: Int? = 0
    switch plan.start {
    case .savedState where folder.has(folder.statePath):
      try restore(from: folder.statePath, orElse: "is damaged")
      opening = try openLedger("resuming")
    case .savedState, .nothing:
      if let remains = folder.remains {
        throw lost("state.safetensors is missing beside \(remains)")
      }
      opening = "new run in \(folder.path)"
      steps = nil
    case .previousState:
      opening = try beginFromPreviousState()
    case .checkpoint(let name):
      opening = try begin(from: name)
    }
    let lacksLedger = folder.lacksLedger && kept > 0
    recorder = try RunRecorder(
      folder, resumedAt: steps.map { _ in learner.counts.steps }, next: kept)
    report(opening)
    if let aside = folder.setAside { report("what was in \(folder.path) is now in \(aside)") }
    for remark in recorder?.remarks ?? [] { report(remark) }
    if lacksLedger {
      report(
        "\(folder.path)/models.json is missing: ratings of earlier checkpoints, and which of them "
          + "was the best, are no longer known")
    }
    if plan.start == .savedState { try returnIfAsked() }
    // From here on there is a state wherever there are checkpoints.
    if steps == nil || plan.start != .savedState { try saveState() }
  }

  private func openLedger(_ verb: String) throws -> String {
    ledger = try folder.readLedger()
    ledger.cut(from: kept)
    let steps = Text.grouped(learner.counts.steps)
    return "\(verb) \(folder.path) at step \(steps) (\(Text.clock(seconds)) trained)"
  }

  private func lost(_ reason: String) -> RunError {
    .stateLost(path: folder.path, reason: reason, ways: folder.waysOn)
  }

  // MARK: Other beginnings

  private func beginFromPreviousState() throws -> String {
    let path = folder.previousStatePath
    guard folder.has(path) else { throw lost("there is no state.previous.safetensors") }
    try restore(from: path, orElse: "is damaged too")
    let aside = try folder.setAside(states: [folder.statePath], from: kept)
    return try openLedger("going on from the state saved before the last:")
      + "; what came later is in \(aside)"
  }

  private func begin(from name: String) throws -> String {
    let number = try folder.checkpoint(named: name)
    let network = try Network(contentsOf: folder.checkpointPath(number))
    let known = folder.counts(at: number)
    do { try learner.loadWeights(network) } catch let error as RunError {
      throw lost("\(folder.checkpointPath(number)): \(error)")
    }
    if let known {
      learner.counts = known.counts
      secondsBefore = known.seconds
    }
    kept = number + 1
    mark = Int(fraction * Double(plan.checkpoints)) + 1
    isDue = false
    let aside = try folder.setAside(
      states: [folder.statePath, folder.previousStatePath], from: kept)
    ledger = (try? folder.readLedger()) ?? ModelLedger()
    ledger.cut(from: kept)
    return "going on from the weights of checkpoint \(number) at step "
      + "\(Text.grouped(learner.counts.steps)) with a fresh optimiser and nothing replayed; what "
      + "came later is in \(aside)"
  }

  /// Goes on from an earlier checkpoint's weights where a rollback asked for it. The state is saved
  /// before the wish is forgotten: a crash in between grants it twice, to the same end.
  private func returnIfAsked() throws {
    guard let number = ledger.returnTo else { return }
    try learner.loadWeights(Network(contentsOf: folder.checkpointPath(number)))
    try saveState()
    ledger.returnTo = nil
    try folder.write(ledger)
    report("going on from the weights of checkpoint \(number)")
  }

  // MARK: The state

  func saveState() throws {
    var archive = Safetensors()
    archive.metadata["run.seconds"] = String(seconds)
    archive.metadata["run.kept"] = String(kept)
    archive.metadata["run.due"] = String(isDue)
    if let evaluation {
      archive.metadata["run.summary"] = evaluation.summary
      archive.metadata["run.score"] = String(evaluation.score)
    }
    learner.save(to: &archive)
    try folder.write(state: archive)
  }

  /// Brings learner and run to a saved state, once all of it was checked.
  private func restore(from path: String, orElse words: String) throws {
    do {
      let archive = try Safetensors(contentsOf: path)
      let state = try SavedProgress(archive.metadata)
      try learner.restore(from: archive)
      secondsBefore = state.seconds
      (kept, isDue, evaluation) = (state.kept, state.isDue, state.evaluation)
    } catch let error as SafetensorsError {
      throw lost("the state \(words): \(error)")
    } catch let error as RunError {
      let reason = if case .mismatch(let text) = error { text } else { error.description }
      throw lost(
        "the state \(words), or run.json was changed: \(path) does not fit "
          + "\(folder.path)/run.json: \(reason)")
    }
    // A plan that was made longer since has marks that were kept before they were due.
    mark = min(kept, Int(fraction * Double(plan.checkpoints)) + 1)
  }
}

/// What a state holds of its run besides what the learner saved.
private struct SavedProgress {
  let seconds: Double
  let kept: Int
  let isDue: Bool
  let evaluation: EvaluationResult?

  /// - Throws: `RunError.mismatch` for what no run can have saved.
  init(_ metadata: [String: String]) throws(RunError) {
    guard let seconds = metadata["run.seconds"].flatMap(Double.init),
      RunLimit.seconds.contains(seconds)
    else { throw .mismatch("run.seconds is no training time") }
    guard let kept = metadata["run.kept"].flatMap({ Int($0) }), (0...1 << 31).contains(kept) else {
      throw .mismatch("run.kept is no number of a checkpoint")
    }
    // Older states lack it: they were saved only where none was due.
    guard let isDue = Bool(metadata["run.due"] ?? "false") else {
      throw .mismatch("run.due is neither true nor false")
    }
    var evaluation: EvaluationResult?
    if let summary = metadata["run.summary"] {
      guard let score = metadata["run.score"].flatMap(Double.init) else {
        throw .mismatch("run.score is no number")
      }
      evaluation = EvaluationResult(summary: summary, score: score, metrics: [])
    }
    (self.seconds, self.kept, self.isDue, self.evaluation) = (seconds, kept, isDue, evaluation)
  }
}

/// What a session of a run begins from.
public enum RunStart: Sendable, Hashable {
  /// The state that the last session saved; in a new folder, nothing.
  case savedState
  /// The state saved before the last one.
  case previousState
  /// The weights of a checkpoint, named as for players, and nothing else of what was learnt: a fresh
  /// optimiser and an empty replay window.
  case checkpoint(String)
  /// Nothing: what the folder holds is set aside.
  case nothing
}
