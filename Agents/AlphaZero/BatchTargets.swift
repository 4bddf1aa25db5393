/// What a batch of positions should be answered with.
struct BatchTargets: Sendable {
  let actionCount: Int
  /// `[batch, actions]`: the improved policies; 0 for actions that are not legal.
  private(set) var policies: [Float]
  /// `[batch, actions]`: whether the action is legal.
  private(set) var legal: [Bool]
  /// `[batch]`: values from the view of the seat to move, -1 ... 1.
  var values: [Float]
  /// Reused by whoever fills a row.
  var legalScratch: [Int] = []

  init(batch: Int, actionCount: Int) {
    self.actionCount = actionCount
    policies = [Float](repeating: 0, count: batch * actionCount)
    legal = [Bool](repeating: false, count: batch * actionCount)
    values = [Float](repeating: 0, count: batch)
  }

  /// Lends the policy and the legal actions of a row, `[actions]` each.
  func withRow<Result>(
    _ row: Int, _ body: (UnsafeBufferPointer<Float>, UnsafeBufferPointer<Bool>) -> Result
  ) -> Result {
    let range = row * actionCount..<(row + 1) * actionCount
    return policies.withUnsafeBufferPointer { policies in
      legal.withUnsafeBufferPointer { legal in
        body(
          UnsafeBufferPointer(rebasing: policies[range]),
          UnsafeBufferPointer(rebasing: legal[range]))
      }
    }
  }

  mutating func clear(_ row: Int) {
    for index in row * actionCount..<(row + 1) * actionCount {
      policies[index] = 0
      legal[index] = false
    }
    legalScratch.removeAll(keepingCapacity: true)
  }

  mutating func allow(_ action: Int, in row: Int) { legal[row * actionCount + action] = true }

  mutating func setPolicy(_ action: Int, _ probability: Float, in row: Int) {
    policies[row * actionCount + action] = probability
  }
}
