public import ArenaCore

/// Proves positions where a small look ahead suffices and asks another evaluator about the rest.
public struct ProvingEvaluator<Inner: Evaluator>: Evaluator where Inner.Game: Keyed {
  public typealias Game = Inner.Game

  public var inner: Inner
  /// Positions proven since the beginning.
  public private(set) var proven = 0
  /// Positions that the inner evaluator was asked.
  public private(set) var asked = 0

  // Nil proves nothing.
  private var search: ProofSearch<Game>?
  private var rest: EvaluationBatch<Game>?
  private var rows: [Int] = []  // the row of the batch for each row of `rest`

  /// - Parameter nodes: the most positions that the proof of one may look at; 0 proves nothing.
  public init(_ inner: Inner, nodes: Int) {
    self.inner = inner
    search = nodes > 0 ? ProofSearch(limit: nodes) : nil
  }

  public mutating func evaluate(_ batch: inout EvaluationBatch<Game>) {
    // Taken out of self for exclusive access; a moved value is not copied.
    guard var search = search.take() else {
      asked += batch.count
      return inner.evaluate(&batch)
    }
    var ask = EvaluationBatch.taking(&rest, like: batch)
    rows.removeAll(keepingCapacity: true)
    for row in 0..<batch.count {
      let position = batch.positions[row]
      if let finding = search.prove(position), let seat = position.turn {
        batch.answer(row, with: finding, for: seat)
        proven += 1
      } else {
        rows.append(row)
        ask.append(position)
      }
    }
    if !ask.isEmpty {
      asked += ask.count
      inner.evaluate(&ask)
      for (source, row) in rows.enumerated() { batch.copyAnswer(to: row, from: ask, row: source) }
    }
    rest = ask
    self.search = search
  }
}

extension ProvingEvaluator: Sendable where Inner: Sendable {}
