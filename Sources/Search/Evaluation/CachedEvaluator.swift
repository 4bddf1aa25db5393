public import ArenaCore

/// Remembers another evaluator's answers by position, so that none is asked twice.
///
/// A bounded table: a new answer replaces the older one of two with the same low key bits. Positions
/// that appear more than once in a batch are asked once. Call `removeAll` when the inner evaluator
/// learns. Keep one cache for each worker: what a shared one holds would depend on timing.
public struct CachedEvaluator<Inner: Evaluator>: Evaluator where Inner.Game: Keyed {
  public typealias Game = Inner.Game

  public var inner: Inner
  /// The most answers it holds; a power of two.
  public let capacity: Int
  /// Positions answered without asking, since the beginning.
  public private(set) var hits = 0
  /// Positions that the inner evaluator was asked.
  public private(set) var misses = 0

  // Slots 2i and 2i + 1 form a set, the newer answer first. Key 0 marks an empty slot; a position
  // with that key is never kept.
  private var keys: [UInt64]  // [capacity]
  private var values: [Float]  // [capacity]
  private var findings: [ProvenResult?]  // [capacity]
  private var logits: [Float] = []  // [capacity, actionCount]
  private var asked: EvaluationBatch<Game>?
  private var askedRows: [UInt64: Int32] = [:]
  private var sources: [Int32] = []  // the row of `asked` for each row of the batch, -1 for a hit

  /// - Parameter capacity: the most answers to hold, rounded up to a power of two; each takes
  ///   28 + 4 * actionCount bytes.
  public init(_ inner: Inner, capacity: Int) {
    precondition(capacity > 0, "a cache must hold at least one answer, not \(capacity)")
    self.inner = inner
    var size = 2
    while size < capacity { size *= 2 }
    self.capacity = size
    keys = [UInt64](repeating: 0, count: size)
    values = [Float](repeating: 0, count: size)
    findings = [ProvenResult?](repeating: nil, count: size)
  }

  /// Forgets all answers; the counts go on.
  public mutating func removeAll() {
    for index in keys.indices { keys[index] = 0 }
  }

  public mutating func evaluate(_ batch: inout EvaluationBatch<Game>) {
    guard !batch.isEmpty else { return }
    let width = batch.actionCount
    if logits.count != capacity * width {
      logits = [Float](repeating: 0, count: capacity * width)
    }
    var ask = EvaluationBatch.taking(&asked, like: batch)
    askedRows.removeAll(keepingCapacity: true)
    sources.removeAll(keepingCapacity: true)

    for row in 0..<batch.count {
      let key = batch.positions[row].key
      if let slot = slot(of: key) {
        hits += 1
        batch.values[row] = values[slot]
        batch.findings[row] = findings[slot]
        for action in 0..<width {
          batch.logits[row * width + action] = logits[slot * width + action]
        }
        sources.append(-1)
      } else if let known = askedRows[key] {
        hits += 1
        sources.append(known)
      } else {
        misses += 1
        askedRows[key] = Int32(ask.count)
        sources.append(Int32(ask.count))
        ask.append(batch.positions[row])
      }
    }
    if !ask.isEmpty {
      inner.evaluate(&ask)
      for row in 0..<ask.count { keep(row, of: ask) }
      for (row, source) in sources.enumerated() where source >= 0 {
        batch.copyAnswer(to: row, from: ask, row: Int(source))
      }
    }
    asked = ask
  }

  private func slot(of key: UInt64) -> Int? {
    let set = Int(truncatingIfNeeded: key) & (capacity - 2)
    if key == 0 { return nil }
    return keys[set] == key ? set : keys[set + 1] == key ? set + 1 : nil
  }

  private mutating func keep(_ row: Int, of batch: EvaluationBatch<Game>) {
    let key = batch.positions[row].key
    guard key != 0 else { return }
    let width = batch.actionCount
    let set = Int(truncatingIfNeeded: key) & (capacity - 2)
    if keys[set] != 0 {
      keys[set + 1] = keys[set]
      values[set + 1] = values[set]
      findings[set + 1] = findings[set]
      for action in 0..<width {
        logits[(set + 1) * width + action] = logits[set * width + action]
      }
    }
    keys[set] = key
    values[set] = batch.values[row]
    findings[set] = batch.findings[row]
    for action in 0..<width {
      logits[set * width + action] = batch.logits[row * width + action]
    }
  }
}

extension CachedEvaluator: Sendable where Inner: Sendable {}
