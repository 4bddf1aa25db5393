public import ArenaCore

/// Positions to evaluate and room for the answers; one is made and used again and again.
///
/// Rows are independent of each other: an evaluator's answer for a row may depend on that row's
/// position only (up to rounding), so that batching never changes play.
public struct EvaluationBatch<Game: BoardGame>: Sendable {
  /// The most positions it holds.
  public let capacity: Int
  /// The width of a row of logits.
  public let actionCount: Int
  /// The positions to evaluate, all running.
  public private(set) var positions: [Game] = []
  /// Policy logits, `[capacity, actionCount]`, row-major; the first `count` rows are in use.
  public var logits: [Float]
  /// Values from the view of the seat to move, -1 ... 1, `[capacity]`.
  public var values: [Float]
  /// What is known for certain of each position, `[count]`; nil where nothing is.
  public var findings: [ProvenResult?] = []

  public init(capacity: Int, actionCount: Int) {
    precondition(capacity > 0, "a batch must hold at least one position, not \(capacity)")
    self.capacity = capacity
    self.actionCount = actionCount
    logits = [Float](repeating: 0, count: capacity * actionCount)
    values = [Float](repeating: 0, count: capacity)
    positions.reserveCapacity(capacity)
    findings.reserveCapacity(capacity)
  }

  /// An empty batch with room for what another holds: the one kept for that, or a new one.
  ///
  /// The kept one is taken out for exclusive access; a moved value is not copied.
  static func taking(_ kept: inout Self?, like other: Self) -> Self {
    if var batch = kept.take(), batch.capacity >= other.count,
      batch.actionCount == other.actionCount
    {
      batch.removeAll()
      return batch
    }
    return Self(capacity: other.capacity, actionCount: other.actionCount)
  }

  /// The number of positions in it.
  public var count: Int { positions.count }
  public var isEmpty: Bool { positions.isEmpty }
  public var isFull: Bool { positions.count == capacity }

  /// Adds a position as row `count`.
  ///
  /// - Precondition: the batch is not full.
  public mutating func append(_ position: Game) {
    precondition(positions.count < capacity, "the batch is full with \(capacity) positions")
    positions.append(position)
    findings.append(nil)
  }

  /// Empties the batch and keeps its memory.
  public mutating func removeAll() {
    positions.removeAll(keepingCapacity: true)
    findings.removeAll(keepingCapacity: true)
  }

  /// The range of `logits` that belongs to a row.
  public func logitRange(of row: Int) -> Range<Int> {
    row * actionCount..<(row + 1) * actionCount
  }

  /// Takes over the answer that `source` holds for its row `sourceRow`.
  public mutating func copyAnswer(to row: Int, from source: Self, row sourceRow: Int) {
    precondition(
      source.actionCount == actionCount,
      "rows of \(source.actionCount) logits do not fit rows of \(actionCount)")
    values[row] = source.values[sourceRow]
    findings[row] = source.findings[sourceRow]
    let target = row * actionCount
    let start = sourceRow * actionCount
    for action in 0..<actionCount { logits[target + action] = source.logits[start + action] }
  }

  /// Answers a row with a proven result, all actions being equal.
  mutating func answer(_ row: Int, with finding: ProvenResult, for mover: Seat) {
    findings[row] = finding
    values[row] = Float(finding.proof.value(for: mover) ?? 0)
    for index in logitRange(of: row) { logits[index] = 0 }
  }
}
