import ArenaCore
import NeuralCore

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
  /// - Throws: `RunError.mismatch` when it is not of the shape of `current`.
  public func trainerState(prefix: String, like current: TrainerState) throws -> TrainerState {
    let state = TrainerState(
      parameters: try values(prefix + "parameters", as: Float.self),
      moments: try current.moments.indices.map { index in
        try values(prefix + "moments.\(index)", as: Float.self)
      },
      stepCount: Int(try one(prefix + "steps", as: Int64.self)))
    let sizes = [state.parameters.count] + state.moments.map(\.count)
    guard sizes == [current.parameters.count] + current.moments.map(\.count), state.stepCount >= 0
    else { throw RunError.mismatch("\(prefix)* is the state of another network") }
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
    guard numbers.count == 3, numbers.allSatisfy({ $0 >= 0 }) else {
      throw RunError.mismatch("\(name) must be three counts")
    }
    var counts = LearnerCounts()
    counts.steps = Int(numbers[0])
    counts.episodes = Int(numbers[1])
    counts.updates = Int(numbers[2])
    return counts
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
