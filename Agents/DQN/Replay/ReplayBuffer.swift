import NeuralCore
import Training

/// The last experiences of a learner, in flat arrays.
///
/// Every experience carries its own next observation. That costs memory, but it cannot pair an
/// observation with one of another episode or with one that the write head has overwritten.
struct ReplayBuffer {
  let capacity: Int
  /// Floats of one observation.
  let width: Int
  let actionCount: Int

  private(set) var observations: PackedRows  // [count, width]
  private(set) var actions: [Int32] = []  // [count]
  /// Discounted rewards until the next observation, from the view of the seat that acted.
  private(set) var returns: [Float] = []  // [count]
  /// What the value of the next observation counts for; 0 after a termination, negative when it is
  /// the opponent's.
  private(set) var discounts: [Float] = []  // [count]
  private(set) var nextObservations: PackedRows  // [count, width]
  private(set) var nextLegal: [Bool] = []  // [count, actionCount]
  /// Experiences ever stored; the next one overwrites slot `total % capacity`.
  private(set) var total = 0

  init(capacity: Int, width: Int, actionCount: Int) {
    precondition(capacity > 0, "a replay buffer needs room, not \(capacity)")
    self.capacity = capacity
    self.width = width
    self.actionCount = actionCount
    observations = PackedRows(width: width)
    nextObservations = PackedRows(width: width)
  }

  /// Bytes that a full buffer takes.
  ///
  /// - Parameter isBinary: whether all observations are made of 0 and 1.
  static func byteCount(capacity: Int, width: Int, actionCount: Int, isBinary: Bool) -> Int {
    2 * PackedRows.byteCount(rows: capacity, width: width, isBinary: isBinary)
      + capacity * (12 + actionCount)
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
    let slot = total % capacity
    observations.set(slot, to: observation)
    nextObservations.set(slot, to: next)
    if count < capacity {
      for index in 0..<actionCount { nextLegal.append(legal[index]) }
      actions.append(Int32(action))
      returns.append(nStepReturn)
      discounts.append(discount)
    } else {
      for index in 0..<actionCount { nextLegal[slot * actionCount + index] = legal[index] }
      actions[slot] = Int32(action)
      returns[slot] = nStepReturn
      discounts[slot] = discount
    }
    total += 1
  }

  func legal(_ slot: Int) -> Range<Int> { slot * actionCount..<(slot + 1) * actionCount }
}

extension ReplayBuffer {
  func save(to archive: inout Safetensors) {
    archive.set("replay.total", [UInt64(total)])
    observations.save(to: &archive, as: "replay.observations")
    archive.set("replay.actions", actions)
    archive.set("replay.returns", returns)
    archive.set("replay.discounts", discounts)
    nextObservations.save(to: &archive, as: "replay.next-observations")
    let legal = nextLegal.map { $0 ? UInt8(1) : 0 }
    archive.set("replay.next-legal", legal)
  }

  mutating func restore(from archive: Safetensors) throws {
    let words = try archive.array("replay.total", as: UInt64.self, count: 1)
    guard words[0] <= 1 << 53 else {
      throw RunError.mismatch("replay.total is \(words[0]), which is no count up to 2^53")
    }
    let total = Int(words[0])
    let count = min(total, capacity)
    let actions = try archive.array("replay.actions", as: Int32.self, count: count)
    guard actions.allSatisfy({ $0 >= 0 && $0 < actionCount }) else {
      throw RunError.mismatch("replay.actions has actions that the world has not")
    }
    let legal = try archive.array(
      "replay.next-legal", as: UInt8.self, count: count * actionCount)
    let returns = try archive.finiteArray("replay.returns", as: Float.self, count: count)
    let discounts = try archive.finiteArray("replay.discounts", as: Float.self, count: count)
    let observations = try PackedRows(
      from: archive, as: "replay.observations", count: count, width: width)
    let next = try PackedRows(
      from: archive, as: "replay.next-observations", count: count, width: width)
    self.total = total
    self.actions = actions
    self.returns = returns
    self.discounts = discounts
    self.observations = observations
    nextObservations = next
    nextLegal = legal.map { $0 != 0 }
  }
}
