import ArenaCore

/// The whole dynamics of a finite task: for every state and action, what may happen and how likely.
///
/// A table is immutable and shared between copies of its task.
public struct TransitionTable: Sendable {
  /// One thing that may happen.
  public struct Transition: Sendable, Hashable {
    public var probability: Double
    /// The state it leads to.
    public var next: Int
    public var reward: Double
    /// Whether the episode ends there.
    public var terminates: Bool

    public init(_ probability: Double, to next: Int, reward: Double, terminates: Bool = false) {
      self.probability = probability
      self.next = next
      self.reward = reward
      self.terminates = terminates
    }
  }

  public let stateCount: Int
  public let actionCount: Int
  /// `[states]`: how likely each state is at the start.
  public let start: [Double]
  private let transitions: [Transition]
  private let bounds: [Int]  // [states * actions + 1], into `transitions`
  private let possibleStarts: [(state: Int, cumulative: Double)]

  /// - Parameters:
  ///   - start: `[states]`, weights that are divided by their sum.
  ///   - transitions: what may happen, in the order in which it is sampled.
  public init(
    start: [Double], actionCount: Int, transitions: (_ state: Int, _ action: Int) -> [Transition]
  ) {
    let sum = start.reduce(0, +)
    stateCount = start.count
    self.actionCount = actionCount
    self.start = start.map { $0 / sum }
    var all: [Transition] = []
    var bounds = [0]
    for state in 0..<start.count {
      for action in 0..<actionCount {
        all += transitions(state, action)
        bounds.append(all.count)
      }
    }
    self.transitions = all
    self.bounds = bounds
    var cumulative = 0.0
    possibleStarts = self.start.enumerated().compactMap { state, weight in
      cumulative += weight
      return weight > 0 ? (state, cumulative) : nil
    }
  }

  /// What may happen after an action, in the order in which it is sampled.
  public subscript(state: Int, action: Int) -> ArraySlice<Transition> {
    let row = state * actionCount + action
    return transitions[bounds[row]..<bounds[row + 1]]
  }

  /// Draws a starting state with one `uniform()`.
  func sampleStart(using random: inout RandomSource) -> Int {
    let draw = random.uniform()
    let start = possibleStarts.first { $0.cumulative > draw } ?? possibleStarts[0]
    return start.state
  }

  /// Draws what happens after an action with one `uniform()`: the first entry at which the running
  /// sum of the probabilities exceeds it, or the first of all should rounding leave none.
  func sample(_ state: Int, _ action: Int, using random: inout RandomSource) -> Transition {
    let draw = random.uniform()
    let row = state * actionCount + action
    var cumulative = 0.0
    for index in bounds[row]..<bounds[row + 1] {
      cumulative += transitions[index].probability
      if cumulative > draw { return transitions[index] }
    }
    return transitions[bounds[row]]
  }
}
