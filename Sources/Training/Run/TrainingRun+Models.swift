import Foundation
import Match
import Storage

/// What a run keeps of each checkpoint besides its network.
extension TrainingRun {
  /// Decides whether a kept network becomes the best and enters it in the ledger.
  func enter(
    _ number: Int, _ candidate: Candidate<World>, _ evaluation: EvaluationResult,
    _ watch: EvaluationWatch
  ) throws -> ModelRecord {
    var promotion: Promotion?
    var isPromoted = checkpointEvaluator.promotes
    if isPromoted, let best = ledger.best {
      promotion = try checkpointEvaluator.challenge(
        candidate, number: number, best: folder.network(named: String(best)), watch)
      promotion?.against = best
      isPromoted = promotion?.verdict == .stronger
    }
    if checkpointEvaluator.promotesByScore {
      // Of equals the later one: it has learnt from more.
      isPromoted = ledger.models.filter(\.isPromoted).allSatisfy { $0.score <= evaluation.score }
    }
    let counts = learner.counts
    let model = ModelRecord(
      number: number, date: Date.now.formatted(.iso8601), steps: counts.steps,
      episodes: counts.episodes, updates: counts.updates, seconds: seconds,
      seed: folder.configuration.seed, options: folder.configuration.agentOptions,
      score: evaluation.score, margin: evaluation.margin, summary: evaluation.summary,
      isPromoted: isPromoted, promotion: promotion)
    ledger.add(model)
    try folder.write(ledger)
    return model
  }

  /// Writes sample games where the checkpointEvaluator can.
  func keep(_ games: [GameRecord], of number: Int) throws {
    guard !games.isEmpty, let file = checkpointEvaluator.file(of: games) else { return }
    try DurableFile.write(
      Data(file.text.utf8), to: folder.gamesPath(number, kind: file.kind))
  }
}
