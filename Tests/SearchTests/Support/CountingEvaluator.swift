import ArenaCore
import Search

/// Counts what another evaluator is asked.
struct CountingEvaluator<Inner: Evaluator>: Evaluator {
  var inner: Inner
  private(set) var positionsSeen = 0

  init(_ inner: Inner) { self.inner = inner }

  mutating func evaluate(_ batch: inout EvaluationBatch<Inner.Game>) {
    positionsSeen += batch.count
    inner.evaluate(&batch)
  }
}
