import ArenaCore

/// The last experiences of a learner, in flat arrays.
///
/// Every experience carries its own next observation. That costs memory, but it cannot pair an
/// observation with one of another episode or with one that the write head has overwritten.
struct ReplayBuffer {
  let capacity: Int
  /// Floats of one observation.
  let width: Int
  let actionCount: Int

  var observations: [Float] = []  // [count, width]
  var actions: [Int32] = []  // [count]
  /// Discounted rewards until the next observation, from the view of the seat that acted.
  var returns: [Float] = []  // [count]
  /// What the value of the next observation counts for; 0 after a termination, negative when it is
  /// the opponent's.
  var discounts: [Float] = []  // [count]
  var nextObservations: [Float] = []  // [count, width]
  var nextLegal: [Bool] = []  // [count, actionCount]
  /// Experiences ever stored; the next one overwrites slot `total % capacity`.
  var total = 0

  init(capacity: Int, width: Int, actionCount: Int) {
    precondition(capacity > 0, "a replay buffer needs room, not \(capacity)")
    self.capacity = capacity
    self.width = width
    self.actionCount = actionCount
  }

  /// Experiences held: the last `capacity` ones.
  var count: Int { actions.count }

  mutating func append(
    observation: Span<Float>, action: Int, nStepReturn: Float, discount: Float, next: Span<Float>,
    nextLegal legal: Span<Bool>
  ) {
    precondition(
      observation.count == width && next.count == width && legal.count == actionCount,
      "observations of \(observation.count) and \(next.count) floats and \(legal.count) actions "
        + "for a buffer of \(width) and \(actionCount)")
    if count < capacity {
      for index in 0..<width { observations.append(observation[index]) }
      for index in 0..<width { nextObservations.append(next[index]) }
      for index in 0..<actionCount { nextLegal.append(legal[index]) }
      actions.append(Int32(action))
      returns.append(nStepReturn)
      discounts.append(discount)
    } else {
      let slot = total % capacity
      for index in 0..<width { observations[slot * width + index] = observation[index] }
      for index in 0..<width { nextObservations[slot * width + index] = next[index] }
      for index in 0..<actionCount { nextLegal[slot * actionCount + index] = legal[index] }
      actions[slot] = Int32(action)
      returns[slot] = nStepReturn
      discounts[slot] = discount
    }
    total += 1
  }

  func observation(_ slot: Int) -> Range<Int> { slot * width..<(slot + 1) * width }
  func legal(_ slot: Int) -> Range<Int> { slot * actionCount..<(slot + 1) * actionCount }
}
