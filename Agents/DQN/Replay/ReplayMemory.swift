import NeuralCore
import Training

/// What DQN remembers: n-step windows over the running episodes, the replay buffer that they fill,
/// and the order in which it is drawn from.
struct ReplayMemory {
  private(set) var windows: [MultiStepWindow]  // [environments]
  private(set) var buffer: ReplayBuffer
  private(set) var sampler: Sampler

  init(windows: [MultiStepWindow], buffer: ReplayBuffer, sampler: Sampler) {
    self.windows = windows
    self.buffer = buffer
    self.sampler = sampler
  }

  /// Takes in one step of an environment; see `MultiStepWindow.append`.
  mutating func store(
    _ environment: Int, observation: Span<Float>, action: Int, reward: Double, passesTurn: Bool,
    end: MultiStepWindow.End, next: Span<Float>, nextLegal: Span<Bool>, isLearnt: Bool
  ) {
    let before = buffer.total
    windows[environment].append(
      observation: observation, action: action, reward: reward, passesTurn: passesTurn, end: end,
      next: next, nextLegal: nextLegal, isLearnt: isLearnt, to: &buffer)
    for total in before..<buffer.total { sampler.insert(total % buffer.capacity) }
  }

  /// Draws the experiences of a batch.
  ///
  /// - Parameter beta: the exponent of the importance weights.
  mutating func sample(_ batch: inout DQNBatch, beta: Double) {
    sampler.draw(from: buffer.count, beta: beta, slots: &batch.slots, weights: &batch.weights)
    for row in batch.slots.indices {
      batch.actions[row] = Int(buffer.actions[batch.slots[row]])
    }
  }

  /// Gives the experiences of a batch the priorities of their errors.
  mutating func updatePriorities(_ batch: DQNBatch) {
    for row in batch.slots.indices { sampler.update(batch.slots[row], error: batch.errors[row]) }
  }
}

extension ReplayMemory {
  func save(to archive: inout Safetensors) {
    archive.add(sampler.random, as: "draws")
    archive.set("priorities", sampler.state(count: buffer.count))
    buffer.save(to: &archive)
    for (index, window) in windows.enumerated() {
      window.save(to: &archive, as: "environment.\(index).window")
    }
  }

  /// - Throws: `RunError`, changing nothing, for what is no such memory.
  mutating func restore(from archive: Safetensors) throws {
    var restored = self
    try restored.buffer.restore(from: archive)
    restored.sampler.random = try archive.random("draws")
    guard
      restored.sampler.restore(
        try archive.values("priorities", as: Double.self), count: restored.buffer.count)
    else { throw RunError.mismatch("priorities do not fit the replay buffer") }
    for index in windows.indices {
      try restored.windows[index].restore(
        from: archive, as: "environment.\(index).window", actionCount: buffer.actionCount)
    }
    self = restored
  }
}

/// The minibatch of one gradient step.
struct DQNBatch {
  /// Where each experience lies in the replay buffer.
  var slots: [Int]  // [batch]
  var actions: [Int]  // [batch]
  /// What each says its action is worth.
  var targets: [Float]  // [batch, width]
  /// What each counts for: 1, or less where it was drawn too often.
  var weights: [Float]  // [batch]
  /// How wrong the value of its action was.
  var errors: [Float]  // [batch]

  /// - Parameter width: numbers of a target, as many as the network has for an action.
  init(capacity: Int, width: Int) {
    slots = [Int](repeating: 0, count: capacity)
    actions = slots
    targets = [Float](repeating: 0, count: capacity * width)
    weights = [Float](repeating: 0, count: capacity)
    errors = weights
  }

  var count: Int { slots.count }
}
