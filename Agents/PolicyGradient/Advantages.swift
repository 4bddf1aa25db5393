/// One step of a rollout as advantage estimation sees it.
struct ValuedStep: Hashable, Sendable {
  /// From the view of the seat that acted.
  var reward: Float
  /// What the value function said before the step, for the seat that acted.
  var value: Float
  /// What it said after the step, for the seat to move then; of this episode, not of the next one.
  var nextValue: Float
  /// How the episode went on.
  var continuation: Continuation
  /// Whether a frozen opponent acted, of whose steps nothing is learnt.
  var isFrozen = false

  enum Continuation: Hashable, Sendable {
    /// The same seat moves next.
    case sameSeat
    /// The opponent moves next: its advantages are this seat's losses.
    case opponent
    /// Nothing follows.
    case terminated
    /// The episode was cut: its future has a value, but its advantages are another episode's.
    case truncated
  }
}

extension ValuedStep.Continuation {
  /// What the value after the step counts for, before discounting.
  var valueSign: Float {
    switch self {
    case .sameSeat, .truncated: 1
    case .opponent: -1
    case .terminated: 0
    }
  }

  /// What the advantage of the following step counts for, before discounting.
  var advantageSign: Float {
    switch self {
    case .sameSeat: 1
    case .opponent: -1
    case .terminated, .truncated: 0
    }
  }
}

/// Generalised advantage estimation, for one player and for two.
///
///     delta     = reward + s γ nextValue - value
///     advantage = delta + s γ λ (advantage of the next step)
///
/// where `s` is -1 when the turn passed to the opponent, 1 when it did not, and 0 at an end (after a
/// truncation only the advantage's `s` is 0).
///
/// A frozen opponent belongs to the world: what its step led to takes the place of `nextValue` in the
/// step before, and λ counts the learner's own steps alone.
///
/// Source: Schulman et al. 2015; the sign for two players is that of negamax.
struct AdvantageEstimation: Hashable, Sendable {
  var discount: Float
  var lambda: Float

  /// The advantages of one environment's consecutive `steps`, from the view of the seat that acted;
  /// those of frozen opponents mean nothing.
  func advantages(of steps: some RandomAccessCollection<ValuedStep>) -> [Float] {
    var advantages: [Float] = []
    advantages.reserveCapacity(steps.count)
    var following: Float = 0
    // What the step of a frozen opponent led to, from its own view.
    var answer: Float?
    for step in steps.reversed() {
      let goesOn = step.continuation.advantageSign != 0
      let nextValue = goesOn ? answer ?? step.nextValue : step.nextValue
      let future = step.continuation.valueSign * discount * nextValue
      let reach = step.isFrozen ? 1 : lambda
      let delta = step.isFrozen ? 0 : step.reward + future - step.value
      following = delta + step.continuation.advantageSign * discount * reach * following
      answer = step.isFrozen ? step.reward + future : nil
      advantages.append(following)
    }
    advantages.reverse()
    return advantages
  }
}
