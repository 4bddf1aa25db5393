/// The steps of one round: step `t` of environment `e` has index `e * length + t`.
struct PQNRound {
  var observations: [Float]  // [environments, length, features]
  var actions: [Int]  // [environments, length]
  var steps: [ValuedStep]  // [environments, length]; values are those of the best actions
  var targets: [Float]  // [environments, length]
  var order: [Int]  // [environments, length], shuffled

  init(count: Int, width: Int) {
    observations = [Float](repeating: 0, count: count * width)
    actions = [Int](repeating: 0, count: count)
    let step = ValuedStep(reward: 0, value: 0, nextValue: 0, continuation: .terminated)
    steps = [ValuedStep](repeating: step, count: count)
    targets = [Float](repeating: 0, count: count)
    order = Array(0..<count)
  }
}
