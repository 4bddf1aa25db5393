import ArenaCore
import NeuralCore
import Training

extension PolicyGradientLearner {
  /// Runs the epochs over the rollout.
  func learn(fraction: Double) -> [Metric] {
    let rate = options.optimiser.learningRate(at: fraction)
    let objective = ClippedObjective(
      clip: options.clipRange(at: fraction), valueClip: options.valueClipRange)
    let entropyWeight = options.entropyCoefficient(at: fraction)
    var sums = LossSums()
    var weight = 0
    for _ in 0..<options.epochs {
      shuffleOrder()
      var divergence = 0.0
      var start = 0
      while start < order.count {
        let count = min(trainer.capacity, order.count - start)
        prepare(start..<start + count)
        let batch = step(
          start..<start + count, objective, rate: rate, entropyWeight: entropyWeight)
        sums += batch
        counts.updates += 1
        divergence += batch[Figure.divergence] / Double(order.count)
        start += count
      }
      weight += order.count
      if let largest = options.targetKL, divergence > largest { break }
    }
    let scale = 1 / Double(weight)
    return [
      Metric.loss("policy", sums[Figure.policy] * scale),
      Metric.loss("value", sums[Figure.value] * scale),
      Metric("entropy", sums[Figure.entropy] * scale),
      Metric("divergence", sums[Figure.divergence] * scale),
      Metric("clipped", sums[Figure.clipped] * scale),
    ]
  }

  /// A fresh order of all steps, by Fisher and Yates.
  func shuffleOrder() {
    for last in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(last, shuffle.below(last + 1))
    }
  }

  /// Writes a batch's observations for the trainer, and its advantages.
  func prepare(_ batch: Range<Int>) {
    let width = rollout.width
    for (row, index) in order[batch].enumerated() {
      for feature in 0..<width {
        trainer.inputs[row * width + feature] = rollout.observations[index * width + feature]
      }
      advantages[row] = rollout.advantages[index]
    }
    // One advantage would be normalised to nothing.
    guard options.normalisesAdvantages, batch.count > 1 else { return }
    let rows = advantages.prefix(batch.count)
    let mean = rows.reduce(0, +) / Float(batch.count)
    let square = rows.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(batch.count)
    let factor = 1 / (square.squareRoot() + 1e-8)
    for row in 0..<batch.count { advantages[row] = (advantages[row] - mean) * factor }
  }

  /// One optimiser step; the sums are over the rows, not means.
  private func step(
    _ batch: Range<Int>, _ objective: ClippedObjective, rate: Float, entropyWeight: Float
  ) -> LossSums {
    let scale = 1 / Float(batch.count)
    let valueScale = options.valueCoefficient * scale
    let (policy, heads, rollout, order, advantages) = (policy, heads, rollout, order, advantages)
    return trainer.step(
      count: batch.count, learningRate: rate, clip: options.optimiser.maxGradNorm
    ) { shard in
      var sums = LossSums()
      rollout.legal.withUnsafeBufferPointer { masks in
        rollout.actions.withUnsafeBufferPointer { actions in
          for row in shard.rows {
            let index = order[batch.lowerBound + row]
            let mask = masks.row(index, width: rollout.maskWidth)
            let action = actions.row(index, width: rollout.actionWidth)
            let log = policy.weigh(action, row: row, in: shard, heads: heads.policy, legal: mask)
            let term = objective.policy(
              log: log, oldLog: rollout.logs[index], advantage: advantages[row])
            let entropy = policy.sendBack(
              action, row: row, in: shard, heads: heads.policy, legal: mask,
              pull: term.pull * scale, entropyPull: entropyWeight * scale)
            let value = shard.output(heads.value, row: row)[0]
            let (loss, slope) = objective.value(
              value, oldValue: rollout.steps[index].value, goal: rollout.target(index))
            shard.gradient(heads.value, row: row)[0] += slope * valueScale
            sums[Figure.policy] += Double(term.loss)
            sums[Figure.value] += Double(loss)
            sums[Figure.entropy] += Double(entropy)
            sums[Figure.divergence] += Double(term.divergence)
            sums[Figure.clipped] += term.isClipped ? 1 : 0
          }
        }
      }
      return sums
    }
  }
}

/// What the sums of a batch hold.
private enum Figure {
  static let policy = 0
  static let value = 1
  static let entropy = 2
  static let divergence = 3
  static let clipped = 4
}
