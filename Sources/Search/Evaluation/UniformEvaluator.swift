import ArenaCore

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
