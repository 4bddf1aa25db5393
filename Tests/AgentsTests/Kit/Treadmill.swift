import ArenaCore

/// A world that never ends by itself and whose observation is the number of steps taken since the
/// reset, so that a stored pair shows where it came from. Every step is worth 1.
struct Treadmill: DiscreteEnvironment {
  /// What is shown instead of the count; nil shows the count.
  var shown: Float?
  /// The step that terminates the episode; nil for none.
  var terminatesAfter: Int?
  private(set) var count = 0
  private var isRunning = false

  init(showing shown: Float? = nil, terminatesAfter: Int? = nil) {
    self.shown = shown
    self.terminatesAfter = terminatesAfter
  }

  var turn: Seat? { isRunning ? .first : nil }
  var observationShape: ObservationShape { .vector(1) }
  var actionCount: Int { 2 }

  mutating func reset(using random: inout RandomSource) {
    count = 0
    isRunning = true
  }

  mutating func step(_ action: Int, using random: inout RandomSource) -> Step {
    precondition(isRunning, "the treadmill is over")
    count += 1
    isRunning = count != terminatesAfter
    return Step(reward: 1, terminated: !isRunning)
  }

  func observe(as seat: Seat, into features: inout MutableSpan<Float>) {
    features[0] = shown ?? Float(count)
  }
}
