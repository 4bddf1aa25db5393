public import ArenaCore
public import NeuralCore

/// The parts that every learner's saved state has.
extension Safetensors {
  /// Adds weights, moments and step count as tensors whose names start with `prefix`.
  public mutating func add(_ state: TrainerState, prefix: String) {
    set(prefix + "parameters", state.parameters)
    for (index, moments) in state.moments.enumerated() {
      set(prefix + "moments.\(index)", moments)
    }
    set(prefix + "steps", [Int64(state.stepCount)])
  }

  /// The state that `add` wrote.
  ///
  /// - Throws: `RunError.mismatch` when it is not of the shape of `current` or no optimiser can have
  ///   come to it: numbers that are none, a negative second moment.
  public func trainerState(prefix: String, like current: TrainerState) throws -> TrainerState {
    let state = TrainerState(
      parameters: try values(prefix + "parameters", as: Float.self),
      moments: try current.moments.indices.map { index in
        try values(prefix + "moments.\(index)", as: Float.self)
      },
      stepCount: try count(prefix + "steps"))
    let sizes = [state.parameters.count] + state.moments.map(\.count)
    guard sizes == [current.parameters.count] + current.moments.map(\.count) else {
      throw RunError.mismatch("\(prefix)* is the state of another network")
    }
    guard state.isFinite else {
      throw RunError.mismatch("\(prefix)* holds weights or moments that are no finite numbers")
    }
    // Of one moment or two the last is a mean of squares.
    guard state.moments.last?.allSatisfy({ $0 >= 0 }) ?? true else {
      throw RunError.mismatch("\(prefix)moments.\(state.moments.count - 1) has negative squares")
    }
    return state
  }

  public mutating func add(_ random: RandomSource, as name: String) { set(name, random.words) }

  /// A random stream where it was saved.
  public func random(_ name: String) throws -> RandomSource {
    guard let random = RandomSource(words: try values(name, as: UInt64.self)) else {
      throw RunError.mismatch("\(name) is no random stream")
    }
    return random
  }

  public mutating func add(_ counts: LearnerCounts, as name: String) {
    set(name, [counts.steps, counts.episodes, counts.updates].map(Int64.init))
  }

  public func counts(_ name: String) throws -> LearnerCounts {
    let numbers = try values(name, as: Int64.self)
    guard numbers.count == 3, numbers.allSatisfy(Self.counts.contains) else {
      throw RunError.mismatch("\(name) must be three counts from 0 to 2^53")
    }
    var counts = LearnerCounts()
    counts.steps = Int(numbers[0])
    counts.episodes = Int(numbers[1])
    counts.updates = Int(numbers[2])
    return counts
  }

  /// What can have been counted: as many as a `Double` holds exactly.
  private static var counts: ClosedRange<Int64> { 0...1 << 53 }

  /// A number of things.
  public func count(_ name: String) throws -> Int {
    let number = try one(name, as: Int64.self)
    guard Self.counts.contains(number) else {
      throw RunError.mismatch("\(name) is \(number), which is no count from 0 to 2^53")
    }
    return Int(number)
  }

  /// Numbers that are all finite.
  public func finite<Element: TensorElement & BinaryFloatingPoint>(
    _ name: String, as type: Element.Type
  ) throws -> [Element] {
    let numbers = try values(name, as: type)
    guard numbers.allSatisfy(\.isFinite) else {
      throw RunError.mismatch("\(name) holds infinities or what is no number")
    }
    return numbers
  }

  /// The only element of a tensor.
  public func one<Element: TensorElement>(
    _ name: String, as type: Element.Type
  ) throws -> Element {
    let elements = try values(name, as: type)
    guard elements.count == 1 else {
      throw RunError.mismatch("\(name) must be one number, not \(elements.count)")
    }
    return elements[0]
  }
}
