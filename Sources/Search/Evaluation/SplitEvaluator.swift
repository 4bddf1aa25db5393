import ArenaCore

/// Passes a large batch on in pieces, for an evaluator that is best at a certain size.
public struct SplitEvaluator<Inner: Evaluator>: Evaluator {
  public typealias Game = Inner.Game

  public var inner: Inner
  /// The most positions that the inner evaluator is given at once.
  public let limit: Int
  private var piece: EvaluationBatch<Game>?

  public init(_ inner: Inner, limit: Int) {
    precondition(limit > 0, "a piece must hold at least one position, not \(limit)")
    self.inner = inner
    self.limit = limit
  }

  public mutating func evaluate(_ batch: inout EvaluationBatch<Game>) {
    if batch.count <= limit { return inner.evaluate(&batch) }
    var part = piece.take() ?? EvaluationBatch(capacity: limit, actionCount: batch.actionCount)
    var start = 0
    while start < batch.count {
      // Pieces of nearly equal size instead of a small last one.
      let pieces = (batch.count - start + limit - 1) / limit
      let size = (batch.count - start + pieces - 1) / pieces
      part.removeAll()
      for row in start..<start + size { part.append(batch.positions[row]) }
      inner.evaluate(&part)
      for row in 0..<size { batch.copyAnswer(to: start + row, from: part, row: row) }
      start += size
    }
    piece = part
  }
}

extension SplitEvaluator: Sendable where Inner: Sendable {}
