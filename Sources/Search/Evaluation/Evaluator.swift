public import ArenaCore

/// Evaluates positions: how promising each action is and who stands better.
///
/// Search calls it with many positions at once and waits for the answer; an evaluator that has more
/// than one core to use does so inside. A wrapper (a cache, a prover) is an evaluator itself.
public protocol Evaluator<Game>: SendableMetatype {
  associatedtype Game: BoardGame

  /// Fills `batch.logits` and `batch.values` for all `batch.count` positions.
  ///
  /// - Logits: `[count, actionCount]`, any finite numbers; those of illegal actions are ignored.
  /// - Values: `[count]`, -1 (lost) ... 1 (won) from the view of the seat to move.
  /// - Precondition: every position of the batch is running.
  mutating func evaluate(_ batch: inout EvaluationBatch<Game>)
}

/// Calls every action equally good and every position even: search without knowledge.
public struct UniformEvaluator<Game: BoardGame>: Evaluator, Sendable {
  public init() {}

  public mutating func evaluate(_ batch: inout EvaluationBatch<Game>) {
    for row in 0..<batch.count {
      batch.values[row] = 0
      for index in batch.logitRange(of: row) { batch.logits[index] = 0 }
    }
  }
}
