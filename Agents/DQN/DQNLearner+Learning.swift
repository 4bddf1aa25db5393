import ArenaCore
import NeuralCore

extension DQNLearner {
  /// One optimiser step: the sums are the loss and the mean value of the actions learnt about.
  func learn(fraction: Double) -> LossSums {
    sampler.draw(
      from: buffer.count, correction: options.importanceExponent(at: fraction), slots: &slots,
      weights: &weights)
    computeTargets()
    let batch = options.batchSize
    for row in 0..<batch {
      let source = buffer.observation(slots[row])
      for index in 0..<width {
        trainer.inputs[row * width + index] = buffer.observations[source.lowerBound + index]
      }
    }
    let (values, lossKind) = (values, options.loss)
    let scale = 1 / Float(batch)
    let sums = errors.withUnsafeMutableBufferPointer { errors in
      // Every row belongs to one shard, so no two threads write the same element.
      nonisolated(unsafe) let errors = errors
      return trainer.step(
        count: batch, learningRate: options.optimiser.learningRate(at: fraction),
        clip: options.optimiser.maxGradNorm
      ) { [slots, targets, weights, actions = buffer.actions] shard in
        var sums = LossSums()
        for row in shard.rows {
          let action = Int(actions[slots[row]])
          let value = values.value(of: action, row: row, in: shard)
          errors[row] = value - targets[row]
          let (loss, slope) = lossKind.loss(
            of: value, target: targets[row], weight: weights[row] * scale)
          sums[0] += loss
          sums[1] += Double(value * scale)
          values.addGradient(slope, to: action, row: row, in: shard)
        }
        return sums
      }
    }
    counts.updates += 1
    for row in 0..<batch { sampler.update(slots[row], error: errors[row]) }
    return sums
  }

  /// The value each drawn experience says its action has, by the target network.
  private func computeTargets() {
    for row in slots.indices {
      let source = buffer.observation(slots[row])
      for index in 0..<width {
        targetPredictor.inputs[row * width + index] =
          buffer.nextObservations[source.lowerBound + index]
      }
    }
    targetPredictor.run(count: slots.count)
    if options.isDouble {
      onlinePredictor.replace(parameters: trainer.network.parameters)
      _ = onlinePredictor.inputs.update(from: targetPredictor.inputs)
      onlinePredictor.run(count: slots.count)
    }
    for row in slots.indices {
      let slot = slots[row]
      var judged = rowValues.mutableSpan
      values.read(row: row, of: targetPredictor, into: &judged)
      var chosen = otherRowValues.mutableSpan
      values.read(row: row, of: options.isDouble ? onlinePredictor : targetPredictor, into: &chosen)
      targets[row] = ActionValues.target(
        gain: buffer.gains[slot], bootstrap: buffer.bootstraps[slot],
        onlinePredictor: otherRowValues.span, targetPredictor: rowValues.span,
        legal: buffer.nextLegal.span.extracting(buffer.legal(slot)))
    }
  }
}
