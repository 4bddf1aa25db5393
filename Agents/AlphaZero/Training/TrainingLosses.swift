import NeuralCore
import Training

/// The losses of an AlphaZero network's heads over a batch, and what is reported of them.
struct TrainingLosses: Sendable {
  /// Places in `LossSums`; those of the auxiliary heads follow the value's by kind.
  private static let policy = 0
  private static let value = 1
  private static let auxiliary = 2
  private static let replies = 6
  private static let pointed = 7

  private let heads: [AuxiliaryHead]
  private var sums = LossSums()
  private var rows = 0

  init(_ heads: [AuxiliaryHead]) { self.heads = heads }

  /// The sums of the losses over a shard's rows; fills the gradients of the mean loss over all
  /// `rows` of the batch.
  static func ofShard(
    _ shard: Shard, _ batch: Batch, _ heads: [AuxiliaryHead], rows: Int
  ) -> LossSums {
    let scale = 1 / Float(rows)
    var sums = LossSums()
    for row in shard.rows {
      batch.withRow(row) { policy, legal in
        sums[Self.policy] += Loss.crossEntropy(
          logits: shard.output(AlphaZeroNetwork.policyHead, row: row), target: policy,
          legal: legal, weight: scale,
          gradient: shard.gradient(AlphaZeroNetwork.policyHead, row: row))
      }
      sums[Self.value] += AlphaZeroNetwork.valueLoss(
        logit: shard.output(AlphaZeroNetwork.valueHead, row: row)[0],
        target: batch.values[row], weight: scale,
        gradient: &shard.gradient(AlphaZeroNetwork.valueHead, row: row)[0])
      if batch.hasReply[row] { sums[Self.replies] += 1 }
      if batch.hasPoints[row] { sums[Self.pointed] += 1 }
      for (index, head) in heads.enumerated() {
        sums[Self.auxiliary + head.kind.rawValue] += loss(
          of: head, at: AlphaZeroNetwork.playingHeads + index, shard, batch, row: row,
          scale: scale)
      }
    }
    return sums
  }

  private static func loss(
    of head: AuxiliaryHead, at index: Int, _ shard: Shard, _ batch: Batch, row: Int,
    scale: Float
  ) -> Double {
    let output = shard.output(index, row: row)
    let gradient = shard.gradient(index, row: row)
    let weight = scale * head.weight
    switch head.kind {
    case .reply:
      guard batch.hasReply[row] else { return 0 }
      // The opponent's legal actions depend on the move, which the network does not see.
      return batch.withReply(row) {
        Loss.crossEntropy(logits: output, target: $0, weight: weight, gradient: gradient)
      }
    case .softPolicy:
      return batch.withRow(row) { policy, legal in
        withUnsafeTemporaryAllocation(of: Float.self, capacity: policy.count) { soft in
          soften(policy, into: soft)
          return Loss.crossEntropy(
            logits: output, target: UnsafeBufferPointer(soft), legal: legal, weight: weight,
            gradient: gradient)
        }
      }
    case .ownership:
      guard batch.hasPoints[row] else { return 0 }
      let share = 1 / Float(output.count)
      return batch.withOwnership(row) { owners in
        owners.indices.reduce(0.0) { sum, cell in
          sum + Double(share)
            * AlphaZeroNetwork.valueLoss(
              logit: output[cell], target: owners[cell], weight: weight * share,
              gradient: &gradient[cell])
        }
      }
    case .score:
      guard batch.hasPoints[row] else { return 0 }
      return Loss.squaredError(
        output: output[0], target: batch.margins[row], weight: weight, gradient: &gradient[0])
    }
  }

  /// The fourth root of a policy, normalised: what the soft-policy head learns.
  static func soften(
    _ policy: UnsafeBufferPointer<Float>, into soft: UnsafeMutableBufferPointer<Float>
  ) {
    var sum: Float = 0
    for action in policy.indices {
      let root = policy[action].squareRoot().squareRoot()
      soft.initializeElement(at: action, to: root)
      sum += root
    }
    guard sum > 0 else { return }
    for action in policy.indices { soft[action] /= sum }
  }

  // MARK: Reporting

  /// Adds the sums of a batch of `rows` rows.
  mutating func add(_ batch: LossSums, rows: Int) {
    sums += batch
    self.rows += rows
  }

  /// The mean loss of each head over the rows that could teach it.
  var metrics: [Metric] {
    var metrics = [
      Metric.loss("policy", sums[Self.policy] / Double(rows)),
      Metric.loss("value", sums[Self.value] / Double(rows)),
    ]
    for head in heads {
      let count: Double =
        switch head.kind {
        case .reply: sums[Self.replies]
        case .softPolicy: Double(rows)
        case .ownership, .score: sums[Self.pointed]
        }
      guard count > 0 else { continue }
      metrics.append(
        Metric.loss(head.kind.name, sums[Self.auxiliary + head.kind.rawValue] / count))
    }
    return metrics
  }
}
