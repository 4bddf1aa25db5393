import NeuralCore

/// What a batch of positions should be answered with.
struct BatchTargets: Sendable {
  let actionCount: Int
  let cellCount: Int
  /// `[batch, actions]`: the improved policies; 0 for actions that are not legal.
  private(set) var policies: [Float]
  /// `[batch, actions]`: whether the action is legal.
  private(set) var legal: [Bool]
  /// `[batch]`: values from the view of the seat to move, -1 ... 1.
  var values: [Float]
  /// `[batch, actions]`: the opponent's policies after the moves played.
  private(set) var replies: [Float]
  /// `[batch]`: whether there is such a policy.
  var hasReply: [Bool]
  /// `[batch, cells]`: who owns each cell in the end, 1 the seat to move ... -1.
  private(set) var ownership: [Float]
  /// `[batch]`: final margins in points a cell, from the view of the seat to move.
  var margins: [Float]
  /// `[batch]`: whether the game was played to its end in points.
  var hasPoints: [Bool]
  /// Reused by whoever fills a row.
  var legalScratch: [Int] = []

  /// - Parameter cellCount: cells of the board whose owner is learnt; 0 where there are none.
  init(batch: Int, actionCount: Int, cellCount: Int = 0) {
    self.actionCount = actionCount
    self.cellCount = cellCount
    policies = [Float](repeating: 0, count: batch * actionCount)
    legal = [Bool](repeating: false, count: batch * actionCount)
    values = [Float](repeating: 0, count: batch)
    replies = policies
    hasReply = [Bool](repeating: false, count: batch)
    ownership = [Float](repeating: 0, count: batch * cellCount)
    margins = values
    hasPoints = hasReply
  }

  private func actions(of row: Int) -> Range<Int> { row * actionCount..<(row + 1) * actionCount }

  /// Lends the policy and the legal actions of a row, `[actions]` each.
  func withRow<Result>(
    _ row: Int, _ body: (UnsafeBufferPointer<Float>, UnsafeBufferPointer<Bool>) -> Result
  ) -> Result {
    policies.withUnsafeBufferPointer { policies in
      legal.withUnsafeBufferPointer { legal in
        body(
          UnsafeBufferPointer(rebasing: policies[actions(of: row)]),
          UnsafeBufferPointer(rebasing: legal[actions(of: row)]))
      }
    }
  }

  /// Lends the opponent's policy of a row, `[actions]`.
  func withReply<Result>(_ row: Int, _ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
    replies.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[actions(of: row)])) }
  }

  /// Lends the owners of a row, `[cells]`.
  func withOwnership<Result>(_ row: Int, _ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
    ownership.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[row * cellCount..<(row + 1) * cellCount]))
    }
  }

  mutating func clear(_ row: Int) {
    for index in actions(of: row) {
      policies[index] = 0
      legal[index] = false
      replies[index] = 0
    }
    hasReply[row] = false
    hasPoints[row] = false
    legalScratch.removeAll(keepingCapacity: true)
  }

  mutating func allow(_ action: Int, in row: Int) { legal[row * actionCount + action] = true }

  mutating func setPolicy(_ action: Int, _ probability: Float, in row: Int) {
    policies[row * actionCount + action] = probability
  }

  mutating func setReply(_ action: Int, _ probability: Float, in row: Int) {
    replies[row * actionCount + action] = probability
  }

  mutating func setOwner(_ cell: Int, _ owner: Float, in row: Int) {
    ownership[row * cellCount + cell] = owner
  }
}
