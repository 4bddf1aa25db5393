import ArenaCore
import Glibc
import NeuralCore

/// The minibatch of a search-free learner, beside the observations that its trainer holds.
struct SearchFreeBatch: Sendable {
  /// Scratch: the policy of one position, `[actions]`.
  var policy: [Float]
  private let actionCount: Int
  private var actions: [Int]  // [rows]
  private var targets: [Float]  // [rows]
  private var policies: [Float]  // [rows, actions]; empty for value iteration
  private var legal: [Bool]  // [rows, actions]; likewise
  /// A copy of one observation, `[features]`.
  private var original: [Float]

  init(capacity: Int, of round: SearchFreeRound) {
    actionCount = round.actionCount
    policy = [Float](repeating: 0, count: actionCount)
    actions = [Int](repeating: 0, count: capacity)
    targets = [Float](repeating: 0, count: capacity)
    policies = [Float](repeating: 0, count: round.policies.isEmpty ? 0 : capacity * actionCount)
    legal = [Bool](repeating: false, count: policies.count)
    original = [Float](repeating: 0, count: round.width)
  }

  /// Draws an action from the scratch policy.
  func draw(using random: inout RandomSource) -> Int {
    var rest = Float(random.uniform())
    var last = 0
    for action in policy.indices where policy[action] > 0 {
      rest -= policy[action]
      last = action
      if rest < 0 { break }
    }
    return last
  }

  /// Fills a row with a ply as one of its images.
  mutating func set(
    _ row: Int, to index: Int, of round: SearchFreeRound, as symmetry: Symmetry,
    observation: UnsafeMutableBufferPointer<Float>
  ) {
    for column in 0..<round.width {
      original[column] = round.observations[index * round.width + column]
    }
    var image = observation.mutableSpan
    symmetry.apply(toPlanes: original.span, into: &image)
    actions[row] = symmetry.actions[round.actions[index]]
    targets[row] = round.targets[index]
    guard !policies.isEmpty else { return }
    for action in 0..<actionCount {
      let place = row * actionCount + symmetry.actions[action]
      policies[place] = round.policies[index * actionCount + action]
      legal[place] = round.legal[index * actionCount + action]
    }
  }

  /// Adds the gradients of a row's losses; the sums are the value's loss, the policy's
  /// cross-entropy and the entropy of its target.
  func loss(
    of row: Int, in shard: Shard, _ heads: SearchFreeNetwork, weight: Float
  ) -> LossSums {
    var sums = LossSums()
    let output = heads.algorithm == .avi ? 0 : actions[row]
    sums[0] = AlphaZeroNetwork.valueLoss(
      logit: shard.output(heads.values, row: row)[output], target: targets[row], weight: weight,
      gradient: &shard.gradient(heads.values, row: row)[output])
    guard !policies.isEmpty else { return sums }
    policies.withUnsafeBufferPointer { policies in
      legal.withUnsafeBufferPointer { legal in
        let target = policies.row(row, width: actionCount)
        sums[1] = Loss.crossEntropy(
          logits: shard.output(heads.policy, row: row), target: target,
          legal: legal.row(row, width: actionCount), weight: weight,
          gradient: shard.gradient(heads.policy, row: row))
        for probability in target where probability > 0 {
          sums[2] -= Double(probability) * Glibc.log(Double(probability))
        }
      }
    }
    return sums
  }
}
