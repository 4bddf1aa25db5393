import ArenaCore

/// The steps of one round of all lanes, lane after lane, in flat arrays: step `t` of lane `l` has
/// index `l * steps + t`.
struct Rollout {
  let lanes: Int
  let steps: Int
  let width: Int
  let actionWidth: Int
  let maskWidth: Int

  /// As the network saw them.
  var observations: [Float]  // [lanes, steps, width]
  var legal: [Bool]  // [lanes, steps, maskWidth]
  var actions: [Float]  // [lanes, steps, actionWidth]
  /// How likely each action was when it was drawn.
  var logs: [Float]  // [lanes, steps]
  var steps: [ValuedStep]  // [lanes, steps]
  private(set) var advantages: [Float]  // [lanes, steps]

  init(lanes: Int, steps: Int, width: Int, actionWidth: Int, maskWidth: Int) {
    self.lanes = lanes
    self.steps = steps
    self.width = width
    self.actionWidth = actionWidth
    self.maskWidth = maskWidth
    let count = lanes * steps
    observations = [Float](repeating: 0, count: count * width)
    legal = [Bool](repeating: true, count: count * maskWidth)
    actions = [Float](repeating: 0, count: count * actionWidth)
    logs = [Float](repeating: 0, count: count)
    let step = ValuedStep(reward: 0, value: 0, nextValue: 0, continuation: .terminated)
    steps = [ValuedStep](repeating: step, count: count)
    advantages = logs
  }

  var count: Int { lanes * steps }

  mutating func estimateAdvantages(_ estimation: AdvantageEstimation) {
    for lane in 0..<lanes {
      let range = lane * steps..<(lane + 1) * steps
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
