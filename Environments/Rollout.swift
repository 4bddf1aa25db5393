public import ArenaCore

/// An environment whose observation has a form for text interfaces: what Gymnasium returns, as one
/// JSON value.
///
/// Learners read the floats of `observe`; people and other programs read this. The two differ where
/// Gymnasium's observation is a number of a state or a tuple and a network needs one-hot features.
public protocol TextObserved: Environment {
  /// The observation of `seat` as JSON: an array of numbers, or one integer. Every number reads
  /// back to the same bits, as float32 or as float64.
  func observationText(as seat: Seat) -> String

  /// The sizes of the numbers of a tuple, each 0 ..< size; nil where the observation is none.
  var tupleSizes: [Int]? { get }
}

extension TextObserved {
  public var tupleSizes: [Int]? { nil }

  public func observationText(as seat: Seat) -> String {
    // Through Double: the shortest decimal of a Float would read back to another float64.
    "[" + observation(as: seat).map { Double($0).description }.joined(separator: ", ") + "]"
  }
}

/// Plays given actions in an environment and tells each step as one line of JSON.
///
/// A reset's line has `observation`; a step's has `observation`, `reward`, `terminated` and
/// `truncated`. The first reset is seeded; an action after the end of an episode is preceded by a
/// reset that goes on with the random stream, as in Gymnasium, and by its line. Every number reads
/// back to the same bits.
public struct Rollout<World: TextObserved>: Sendable {
  /// The environment as it stands.
  public private(set) var world: World
  private var random: RandomSource

  public init(_ world: World, seed: UInt64) {
    self.world = world
    random = RandomSource(seed: seed)
  }

  /// Plays all actions and writes every line, without line ends, in order.
  public mutating func play(_ actions: some Sequence<World.Action>, write: (String) throws -> Void)
    rethrows
  {
    try write(reset())
    for action in actions {
      if world.turn == nil { try write(reset()) }
      try write(step(action))
    }
  }

  /// Starts an episode and returns its line.
  ///
  /// - Parameter seed: begins the random stream anew; nil goes on with it.
  public mutating func begin(seed: UInt64?) -> String {
    if let seed { random = RandomSource(seed: seed) }
    return reset()
  }

  /// Acts and returns the step's line.
  ///
  /// - Precondition: the episode is running.
  public mutating func act(_ action: World.Action) -> String { step(action) }

  private mutating func reset() -> String {
    world.reset(using: &random)
    return "{\"observation\": \(world.observationText(as: .first))}"
  }

  private mutating func step(_ action: World.Action) -> String {
    let step = world.step(action, using: &random)
    return """
      {"observation": \(world.observationText(as: .first)), "reward": \(step.reward), \
      "terminated": \(step.terminated), "truncated": \(step.truncated)}
      """
  }
}

extension Rollout where World: DiscreteEnvironment {
  /// Reads actions from text, one index a line.
  ///
  /// - Throws: `ActionTextError` for the first line that is not an index of an action.
  public func actions(in text: String) throws(ActionTextError) -> [Int] {
    let allowed = "an integer from 0 to \(world.actionCount - 1)"
    return try ActionTextError.map(linesOf: text, allowed: allowed) { words in
      guard words.count == 1 else { return .failure(.count(words.count, expected: 1)) }
      guard let action = Int(words[0]) else { return .failure(.notANumber(words[0])) }
      guard action >= 0 && action < world.actionCount else {
        return .failure(.outOfRange(words[0]))
      }
      return .success(action)
    }
  }
}

extension Rollout where World: ContinuousEnvironment {
  /// Reads actions from text: on each line one finite number for each dimension, separated by
  /// spaces. Numbers beyond the bounds are the environment's business.
  ///
  /// - Throws: `ActionTextError` for the first line that is not an action.
  public func actions(in text: String) throws(ActionTextError) -> [ContinuousAction] {
    let bounds = world.actionBounds
    let ranges = bounds.map { "\($0.lowerBound) to \($0.upperBound)" }.joined(separator: ", ")
    let noun = bounds.count == 1 ? "one number" : "\(bounds.count) numbers"
    return try ActionTextError.map(linesOf: text, allowed: "\(noun), best in \(ranges)") { words in
      guard words.count == bounds.count else {
        return .failure(.count(words.count, expected: bounds.count))
      }
      var action = ContinuousAction()
      for (index, word) in words.enumerated() {
        // By way of float64, as a Python program reads it.
        guard let number = Double(word), Float(number).isFinite else {
          return .failure(.notANumber(word))
        }
        action[index] = Float(number)
      }
      return .success(action)
    }
  }
}
