/// The plies of one round: ply `t` of game `g` has index `g * length + t`.
struct SearchFreeRound {
  let length: Int
  let width: Int
  let actionCount: Int
  var observations: [Float]  // [games, length, features]
  var actions: [Int]  // [games, length]
  /// Values are those of the moves that the player holds for best, or means over its policy.
  var steps: [ValuedStep]  // [games, length]
  var isGreedy: [Bool]  // [games, length]
  var policies: [Float]  // [games, length, actions]; empty for value iteration
  var legal: [Bool]  // [games, length, actions]; likewise
  var targets: [Float]  // [games, length]
  var order: [Int]  // [games, length], shuffled

  init(games: Int, length: Int, width: Int, actionCount: Int, hasPolicies: Bool) {
    (self.length, self.width, self.actionCount) = (length, width, actionCount)
    let count = games * length
    observations = [Float](repeating: 0, count: count * width)
    actions = [Int](repeating: 0, count: count)
    let step = ValuedStep(reward: 0, value: 0, nextValue: 0, continuation: .terminated)
    steps = [ValuedStep](repeating: step, count: count)
    isGreedy = [Bool](repeating: false, count: count)
    policies = [Float](repeating: 0, count: hasPolicies ? count * actionCount : 0)
    legal = [Bool](repeating: false, count: policies.count)
    targets = [Float](repeating: 0, count: count)
    order = Array(0..<count)
  }

  mutating func computeTargets(_ algorithm: SearchFreeOptions.Algorithm, lambda: Float) {
    for first in stride(from: 0, to: steps.count, by: length) {
      let range = first..<first + length
      switch algorithm {
      case .avi: backUp(range, lambda: lambda)
      case .klent:
        let advantages = AdvantageEstimation(discount: 1, lambda: lambda)
          .advantages(of: steps[range])
        for (index, advantage) in zip(range, advantages) {
          targets[index] = steps[index].value + advantage
        }
      }
    }
  }

  /// y = (1 - λ) max + λ y', the maximum being that over the moves, and y' what the next ply learns,
  /// with the sign of the turn. A move that was not the best cuts what follows, as in Watkins's
  /// Q(λ): the target is always one of best play.
  private mutating func backUp(_ range: Range<Int>, lambda: Float) {
    for index in range.reversed() {
      let step = steps[index]
      targets[index] = step.value
      let sign = step.continuation.advantageSign
      guard isGreedy[index], sign != 0, index + 1 < range.upperBound else { continue }
      targets[index] += lambda * (sign * targets[index + 1] - step.value)
    }
  }
}

extension SearchFreeRound {
  /// Stores a row of `observations` as what was seen at a ply.
  mutating func setObservation(_ index: Int, to rows: [Float], row: Int) {
    for column in 0..<width {
      observations[index * width + column] = rows[row * width + column]
    }
  }

  /// Stores what the policy of a ply moves towards, and what was legal.
  mutating func setPolicy(_ index: Int, to policy: [Float], legal mask: ArraySlice<Bool>) {
    for (action, isLegal) in mask.enumerated() {
      policies[index * actionCount + action] = policy[action]
      legal[index * actionCount + action] = isLegal
    }
  }
}
