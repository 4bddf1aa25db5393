import ArenaCore

/// One step in the plane: the reward is minus the squared distance of the action from a goal, one of
/// whose coordinates lies outside the bounds.
struct Reach: ContinuousEnvironment {
  private var isRunning = false
  /// The last action that the world was given.
  private(set) var taken = ContinuousAction()

  var turn: Seat? { isRunning ? .first : nil }
  var observationShape: ObservationShape { .vector(1) }
  var actionBounds: [ClosedRange<Float>] { [-1...1, -0.5...0.5] }

  mutating func reset(using random: inout RandomSource) { isRunning = true }

  mutating func step(_ action: ContinuousAction, using random: inout RandomSource) -> Step {
    precondition(isRunning, "one step only")
    isRunning = false
    taken = action
    let miss = SIMD2(action[0] - 0.4, action[1] - 2)
    return Step(reward: -Double((miss * miss).sum()), terminated: true)
  }

  func observe(as seat: Seat, into features: inout MutableSpan<Float>) { features[0] = 1 }
}
