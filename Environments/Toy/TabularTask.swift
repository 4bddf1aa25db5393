public import ArenaCore

/// A task whose dynamics are one table and whose observation is the number of its state.
///
/// Learners see the state as one-hot features, `[states]`; text interfaces see the number, as in
/// Gymnasium.
public protocol TabularTask: GymnasiumTask, FiniteEnvironment {
  /// Where the task stands; holds the table.
  var process: TabularProcess { get set }
}

/// A walk over the states of a table.
public struct TabularProcess: Sendable {
  public let table: TransitionTable
  /// The state the walk is in.
  public internal(set) var state = 0
  /// Whether an episode is running.
  public internal(set) var isRunning = false

  public init(_ table: TransitionTable) { self.table = table }
}

extension TabularTask {
  public var table: TransitionTable { process.table }
  public var state: Int { process.state }

  public var turn: Seat? { process.isRunning ? .first : nil }
  public var actionCount: Int { process.table.actionCount }
  public var observationShape: ObservationShape { .vector(process.table.stateCount) }

  public mutating func reset(using random: inout RandomSource) {
    process.state = process.table.sampleStart(using: &random)
    process.isRunning = true
  }

  public mutating func step(_ action: Int, using random: inout RandomSource) -> Step {
    precondition(process.isRunning, "\(Self.self) is over: reset it before the next step")
    precondition(
      action >= 0 && action < actionCount,
      "\(Self.self) has actions 0 to \(actionCount - 1), not \(action)")
    let transition = process.table.sample(process.state, action, using: &random)
    process.state = transition.next
    process.isRunning = !transition.terminates
    return Step(reward: transition.reward, terminated: transition.terminates)
  }

  public func observe(as seat: Seat, into features: inout MutableSpan<Float>) {
    for index in 0..<process.table.stateCount { features[index] = 0 }
    features[process.state] = 1
  }

  public func observationText(as seat: Seat) -> String { String(process.state) }
}
