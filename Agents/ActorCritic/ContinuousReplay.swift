import NeuralCore
import Training

/// The last steps of continuous actions, in flat arrays.
struct ContinuousReplay {
  let capacity: Int
  /// Floats of one observation.
  let width: Int
  let actionWidth: Int

  private(set) var observations: [Float] = []  // [count, width]
  /// Within -1 ... 1, whatever the bounds of the environment are.
  private(set) var actions: [Float] = []  // [count, actionWidth]
  private(set) var rewards: [Float] = []  // [count]
  /// What the value of the next observation counts for; 0 after a termination.
  private(set) var discounts: [Float] = []  // [count]
  private(set) var nextObservations: [Float] = []  // [count, width]
  /// Steps ever stored; the next one overwrites slot `total % capacity`.
  private(set) var total = 0

  init(capacity: Int, width: Int, actionWidth: Int) {
    self.capacity = capacity
    self.width = width
    self.actionWidth = actionWidth
  }

  var count: Int { rewards.count }

  /// - Parameters:
  ///   - observation: before the step, `[width]`.
  ///   - next: observations after the step, never of a new episode, of which `row` is this one's.
  mutating func append(
    observation: [Float], action: [Float], reward: Float, discount: Float, next: [Float], row: Int
  ) {
    precondition(
      observation.count == width && action.count == actionWidth,
      "\(observation.count) features and \(action.count) actions")
    let next = next[row * width..<(row + 1) * width]
    if count < capacity {
      observations.append(contentsOf: observation)
      actions.append(contentsOf: action)
      rewards.append(reward)
      discounts.append(discount)
      nextObservations.append(contentsOf: next)
    } else {
      let slot = total % capacity
      for index in 0..<width {
        observations[slot * width + index] = observation[index]
        nextObservations[slot * width + index] = next[next.startIndex + index]
      }
      for index in 0..<actionWidth { actions[slot * actionWidth + index] = action[index] }
      rewards[slot] = reward
      discounts[slot] = discount
    }
    total += 1
  }

  /// Writes observation and action of a slot one after the other.
  func copyStep(_ slot: Int, to row: UnsafeMutableBufferPointer<Float>) {
    for index in 0..<width { row[index] = observations[slot * width + index] }
    for index in 0..<actionWidth { row[width + index] = actions[slot * actionWidth + index] }
  }

  // MARK: Saving

  func save(to archive: inout Safetensors) {
    archive.set("replay.total", [UInt64(total)])
    archive.set("replay.observations", observations)
    archive.set("replay.actions", actions)
    archive.set("replay.rewards", rewards)
    archive.set("replay.discounts", discounts)
    archive.set("replay.next-observations", nextObservations)
  }

  /// - Throws: `RunError`, changing nothing, for what is no such memory.
  mutating func restore(from archive: Safetensors) throws {
    let words = try archive.array("replay.total", as: UInt64.self, count: 1)
    guard words[0] <= 1 << 53 else {
      throw RunError.mismatch("replay.total is \(words[0]), which is no count up to 2^53")
    }
    var restored = self
    restored.total = Int(words[0])
    let count = min(restored.total, capacity)
    func numbers(_ name: String, _ width: Int) throws -> [Float] {
      try archive.finiteArray("replay." + name, as: Float.self, count: count * width)
    }
    restored.observations = try numbers("observations", width)
    restored.actions = try numbers("actions", actionWidth)
    restored.rewards = try numbers("rewards", 1)
    restored.discounts = try numbers("discounts", 1)
    restored.nextObservations = try numbers("next-observations", width)
    self = restored
  }
}
