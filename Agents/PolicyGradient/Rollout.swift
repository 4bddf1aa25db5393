import ArenaCore

/// The steps of one round of all lanes, lane after lane, in flat arrays: step `t` of lane `l` has
/// index `l * horizon + t`.
struct Rollout {
  let lanes: Int
  let horizon: Int
  let width: Int
  let actionWidth: Int
  let maskWidth: Int

  /// As the network saw them.
  var observations: [Float]  // [lanes, horizon, width]
  var legal: [Bool]  // [lanes, horizon, maskWidth]
  var actions: [Float]  // [lanes, horizon, actionWidth]
  /// How likely each action was when it was drawn.
  var logs: [Float]  // [lanes, horizon]
  var steps: [ValuedStep]  // [lanes, horizon]
  private(set) var advantages: [Float]  // [lanes, horizon]

  init(lanes: Int, horizon: Int, width: Int, actionWidth: Int, maskWidth: Int) {
    self.lanes = lanes
    self.horizon = horizon
    self.width = width
    self.actionWidth = actionWidth
    self.maskWidth = maskWidth
    let count = lanes * horizon
    observations = [Float](repeating: 0, count: count * width)
    legal = [Bool](repeating: true, count: count * maskWidth)
    actions = [Float](repeating: 0, count: count * actionWidth)
    logs = [Float](repeating: 0, count: count)
    let step = ValuedStep(reward: 0, value: 0, nextValue: 0, continuation: .terminated)
    steps = [ValuedStep](repeating: step, count: count)
    advantages = logs
  }

  var count: Int { lanes * horizon }

  mutating func estimateAdvantages(_ estimation: AdvantageEstimation) {
    for lane in 0..<lanes {
      let range = lane * horizon..<(lane + 1) * horizon
      advantages.replaceSubrange(range, with: estimation.advantages(of: steps[range]))
    }
  }

  /// What the value function should have said: the advantage on top of what it said.
  func goal(_ index: Int) -> Float { advantages[index] + steps[index].value }

  /// How much of the goals' variance the value function had foreseen: 1 all, 0 nothing; nan when
  /// the goals do not vary.
  var explainedVariance: Double {
    func variance(_ figure: (Int) -> Float) -> Double {
      let mean = (0..<count).reduce(0.0) { $0 + Double(figure($1)) } / Double(count)
      return (0..<count).reduce(0.0) {
        $0 + (Double(figure($1)) - mean) * (Double(figure($1)) - mean)
      }
    }
    let total = variance(goal)
    return total > 0 ? 1 - variance { advantages[$0] } / total : .nan
  }
}
