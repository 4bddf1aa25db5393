/// The steps of one round of all environments, one after the other, in flat arrays: step `t` of
/// environment `e` has index `e * length + t`.
struct Rollout {
  let environments: Int
  /// Steps of each environment.
  let length: Int
  let width: Int
  let actionWidth: Int
  let maskWidth: Int

  /// As the network saw them.
  var observations: [Float]  // [environments, length, width]
  var legal: [Bool]  // [environments, length, maskWidth]
  var actions: [Float]  // [environments, length, actionWidth]
  /// How likely each action was when it was drawn.
  var logProbabilities: [Float]  // [environments, length]
  var steps: [ValuedStep]  // [environments, length]
  private(set) var advantages: [Float]  // [environments, length]
  /// Whether the episode of a step ended within the rollout.
  private(set) var isComplete: [Bool]  // [environments, length]

  init(environments: Int, length: Int, width: Int, actionWidth: Int, maskWidth: Int) {
    self.environments = environments
    self.length = length
    self.width = width
    self.actionWidth = actionWidth
    self.maskWidth = maskWidth
    let count = environments * length
    observations = [Float](repeating: 0, count: count * width)
    legal = [Bool](repeating: true, count: count * maskWidth)
    actions = [Float](repeating: 0, count: count * actionWidth)
    logProbabilities = [Float](repeating: 0, count: count)
    let step = ValuedStep(reward: 0, value: 0, nextValue: 0, continuation: .terminated)
    steps = [ValuedStep](repeating: step, count: count)
    advantages = logProbabilities
    isComplete = [Bool](repeating: false, count: count)
  }

  var count: Int { environments * length }

  func maskRange(_ index: Int) -> Range<Int> { index * maskWidth..<(index + 1) * maskWidth }
  func actionRange(_ index: Int) -> Range<Int> { index * actionWidth..<(index + 1) * actionWidth }

  mutating func setObservation(_ index: Int, to features: UnsafeMutableBufferPointer<Float>) {
    for column in 0..<width { observations[index * width + column] = features[column] }
  }

  mutating func estimateAdvantages(_ estimation: AdvantageEstimation) {
    for environment in 0..<environments {
      let range = environment * length..<(environment + 1) * length
      advantages.replaceSubrange(range, with: estimation.advantages(of: steps[range]))
      var hasEnded = false
      for index in range.reversed() {
        hasEnded = hasEnded || steps[index].continuation.advantageSign == 0
        isComplete[index] = hasEnded
      }
    }
  }

  /// What the value function should have said: the advantage on top of what it said.
  func target(_ index: Int) -> Float { advantages[index] + steps[index].value }

  /// How much of the targets' variance the value function predicted: 1 all, 0 nothing; nan when
  /// the targets do not vary.
  var explainedVariance: Double {
    let learnt = (0..<count).filter { !steps[$0].isFrozen }
    func variance(_ figure: (Int) -> Float) -> Double {
      let mean = learnt.reduce(0.0) { $0 + Double(figure($1)) } / Double(learnt.count)
      return learnt.reduce(0.0) {
        $0 + (Double(figure($1)) - mean) * (Double(figure($1)) - mean)
      }
    }
    let total = variance(target)
    return total > 0 ? 1 - variance { advantages[$0] } / total : .nan
  }
}
