import ArenaCore
import Training

/// Learning from games of others before the first game of one's own.
extension AlphaZeroLearner {
  /// Updates of one round of it.
  private static var updatesPerRound: Int { 64 }

  /// A round of learning from imported games; nil where there are none, or their lessons are over.
  func studyImportedGames(rate: Float) throws -> [Metric]? {
    guard !options.pretraining.folder.isEmpty, counts.steps == 0 else { return nil }
    if counts.updates == 0 && replay.count == 0 {
      let games = try ImportedGames(contentsOf: options.pretraining.folder, from: start)
      replay.add(games.training, capacity: .max)
      validation.add(games.validation, capacity: .max)
      guard replay.count >= options.batch else {
        throw RunError.mismatch(
          "\(options.pretraining.folder) has \(replay.count) positions to train on, fewer than a "
            + "batch of \(options.batch)")
      }
      pendingUpdates = (Double(options.pretraining.epochs * replay.count) / Double(options.batch))
        .rounded(.up)
    }
    guard pendingUpdates >= 1 else { return nil }
    var losses = TrainingLosses(options.heads)
    for _ in 0..<Self.updatesPerRound where pendingUpdates >= 1 { update(rate: rate, &losses) }
    return [Metric("pretraining-updates-left", pendingUpdates)] + losses.metrics
  }
}
