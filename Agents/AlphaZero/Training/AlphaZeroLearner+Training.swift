import ArenaCore
import Foundation
import NeuralCore
import Training

extension AlphaZeroLearner {
  /// Cosine from the full rate to a twentieth of it.
  func learningRate(fraction: Double) -> Float {
    Float(options.learningRate * (0.05 + 0.95 * (1 + cos(.pi * fraction)) / 2))
  }

  /// Runs the updates pending for the positions played; nil while the window is too small.
  func train(rate: Float) -> TrainingLosses? {
    guard replay.count >= options.batch else {
      pendingUpdates = 0
      return nil
    }
    guard pendingUpdates >= 1 else { return nil }
    var losses = TrainingLosses(options.heads)
    while pendingUpdates >= 1 { update(rate: rate, &losses) }
    return losses
  }

  /// One optimiser step, of those pending, on a batch of the window.
  func update(rate: Float, _ losses: inout TrainingLosses) {
    fillBatch()
    let targets = self.targets
    let heads = options.heads
    let batch = options.batch
    let sums = trainer.step(count: batch, learningRate: rate, clip: options.maxGradNorm) { shard in
      TrainingLosses.ofShard(shard, targets, heads, batch: batch)
    }
    losses.add(sums, rows: batch)
    if options.averageDecay > 0 { average.add(trainer.network.parameters) }
    pendingUpdates -= 1
    counts.updates += 1
  }

  private func fillBatch() {
    let width = start.observationShape.count
    for row in 0..<options.batch {
      let inputs = UnsafeMutableBufferPointer(
        rebasing: trainer.inputs[row * width..<(row + 1) * width])
      var features = inputs.mutableSpan
      replay.sample(features: &features, targets: &targets, row: row, using: &random)
    }
  }
}
