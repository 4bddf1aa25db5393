import ArenaCore

/// Judges positions: how promising each action is and who stands better.
///
/// Search calls it with many positions at once and waits for the answer; an evaluator that has more
/// than one core to use does so inside. A wrapper (a cache, a splitter) is an evaluator itself.
public protocol Evaluator<Game> {
  associatedtype Game: BoardGame

  /// Fills `batch.logits` and `batch.values` for all `batch.count` positions.
  ///
  /// - Logits: `[count, actionCount]`, any finite numbers; those of illegal actions are ignored.
  /// - Values: `[count]`, -1 (lost) ... 1 (won) from the view of the seat to move.
  /// - Precondition: every position of the batch is running.
  mutating func evaluate(_ batch: inout EvaluationBatch<Game>)
}
