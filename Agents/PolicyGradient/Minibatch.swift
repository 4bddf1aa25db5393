/// The steps of a rollout that one gradient step learns from.
struct Minibatch {
  let capacity: Int
  let maskWidth: Int
  let actionWidth: Int
  /// Rows in use.
  private(set) var count = 0

  private var legal: [Bool]  // [batch, maskWidth]
  private var actions: [Float]  // [batch, actionWidth]
  /// How likely each action was when it was drawn.
  private(set) var logProbabilities: [Float]  // [batch]
  private(set) var advantages: [Float]  // [batch]
  /// What the value function said.
  private(set) var values: [Float]  // [batch]
  /// What it should have said.
  private(set) var returns: [Float]  // [batch]

  init(capacity: Int, of rollout: Rollout) {
    self.capacity = capacity
    maskWidth = rollout.maskWidth
    actionWidth = rollout.actionWidth
    legal = [Bool](repeating: true, count: capacity * maskWidth)
    actions = [Float](repeating: 0, count: capacity * actionWidth)
    logProbabilities = [Float](repeating: 0, count: capacity)
    (advantages, values, returns) = (logProbabilities, logProbabilities, logProbabilities)
  }

  /// Takes the steps of a rollout at the given indices, and writes what they observed.
  ///
  /// - Parameter observations: `[batch, width]`.
  mutating func fill(
    from rollout: Rollout, _ indices: ArraySlice<Int>,
    observations: UnsafeMutableBufferPointer<Float>
  ) {
    count = indices.count
    for (row, index) in indices.enumerated() {
      observations.set(row, to: rollout.observations, row: index, width: rollout.width)
      for column in 0..<maskWidth {
        legal[row * maskWidth + column] = rollout.legal[index * maskWidth + column]
      }
      for column in 0..<actionWidth {
        actions[row * actionWidth + column] = rollout.actions[index * actionWidth + column]
      }
      logProbabilities[row] = rollout.logProbabilities[index]
      advantages[row] = rollout.advantages[index]
      values[row] = rollout.steps[index].value
      returns[row] = rollout.advantages[index] + rollout.steps[index].value
    }
  }

  /// Gives the advantages mean 0 and deviation 1; a single one, of which nothing would be left,
  /// stays as it is.
  mutating func normaliseAdvantages() {
    guard count > 1 else { return }
    let rows = advantages.prefix(count)
    let mean = rows.reduce(0, +) / Float(count)
    let square = rows.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(count)
    let factor = 1 / (square.squareRoot() + 1e-8)
    for row in 0..<count { advantages[row] = (advantages[row] - mean) * factor }
  }

  /// The masks, `[batch, maskWidth]`, and actions, `[batch, actionWidth]`.
  func withChoices(
    _ body: (_ legal: UnsafeBufferPointer<Bool>, _ actions: UnsafeBufferPointer<Float>) -> Void
  ) {
    legal.withUnsafeBufferPointer { legal in
      actions.withUnsafeBufferPointer { actions in body(legal, actions) }
    }
  }
}
