import ArenaCore
import NeuralCore
import Training

/// Two action-value functions, Q1 and Q2, what moves them, and the target networks that follow.
///
/// The smaller of two estimates is less often too large. Source: Fujimoto et al. 2018.
final class TwinCritic {
  /// Heads 0 and 1 are Q1 and Q2 of a row of observation and action.
  let trainer: Trainer
  /// The weights that targets are computed with.
  private(set) var target: [Float]
  private let targetPredictor: Predictor
  let width: Int
  let actionWidth: Int

  init(
    _ trunk: TrunkOptions, width: Int, actionWidth: Int, batch: Int,
    using random: inout RandomSource
  ) throws {
    self.width = width
    self.actionWidth = actionWidth
    let layers =
      trunk.layers(on: .vector(width + actionWidth), initial: .he)
      + [.dense(outputs: 1, initial: .lecun)]
    let network = try Network(
      Architecture(
        input: .vector(width + actionWidth), trunk: [],
        heads: [Head(name: "q1", layers: layers), Head(name: "q2", layers: layers)]),
      using: &random)
    trainer = Trainer(
      network, optimiser: .adam(), capacity: batch, threads: 1, givesInputGradients: true)
    target = network.parameters
    targetPredictor = Predictor(network, capacity: batch)
  }

  private func row(
    _ index: Int, of inputs: UnsafeMutableBufferPointer<Float>
  ) -> UnsafeMutableBufferPointer<Float> {
    inputs.row(index, width: width + actionWidth)
  }

  /// Where the target networks read row `index`: observation, then action.
  func targetRow(_ index: Int) -> UnsafeMutableBufferPointer<Float> {
    row(index, of: targetPredictor.inputs)
  }

  /// Where Q1 and Q2 read row `index`.
  func onlineRow(_ index: Int) -> UnsafeMutableBufferPointer<Float> {
    row(index, of: trainer.inputs)
  }

  /// min(Q1', Q2') of each row that was written by `targetRow`.
  func targetValues(of count: Int, into values: inout [Float]) {
    targetPredictor.run(count: count)
    let (first, second) = (targetPredictor.output(0), targetPredictor.output(1))
    for row in 0..<count { values[row] = min(first[row], second[row]) }
  }

  /// A gradient step of both on half the squared distance from `targets`, `[batch]`, at the rows that
  /// were written by `onlineRow`.
  ///
  /// - Returns: the loss of both together and the mean of Q1.
  func update(
    to targets: [Float], learningRate: Float, clip: Float?
  ) -> (loss: Double, value: Double) {
    let scale = 1 / Float(targets.count)
    let sums = trainer.step(count: targets.count, learningRate: learningRate, clip: clip) {
      shard in
      var sums = LossSums()
      for head in 0...1 {
        let (values, gradients) = (shard.output(head), shard.gradient(head))
        for (index, row) in shard.rows.enumerated() {
          let error = values[index] - targets[row]
          gradients[index] = error * scale
          sums[0] += 0.5 * Double(error * error * scale)
          if head == 0 { sums[1] += Double(values[index] * scale) }
        }
      }
      return sums
    }
    return (sums[0], sums[1])
  }

  /// The derivative of `weight` times Q by the action, for each row that was written by `onlineRow`:
  /// that of the smaller of the two, or of Q1 alone.
  ///
  /// - Returns: the sum of the values looked at; `actionGradient` has the derivatives.
  func differentiate(count: Int, weight: Float, firstOnly: Bool = false) -> Double {
    trainer.differentiate(count: count) { shard in
      var sums = LossSums()
      let (first, second) = (shard.output(0), shard.output(1))
      for index in 0..<shard.rows.count {
        let takesFirst = firstOnly || first[index] <= second[index]
        shard.gradient(takesFirst ? 0 : 1)[index] = weight
        sums[0] += Double(takesFirst ? first[index] : second[index])
      }
      return sums
    }[0]
  }

  /// `[actionWidth]`: what `differentiate` found for a row.
  func actionGradient(_ row: Int) -> UnsafeBufferPointer<Float> {
    let row = self.row(row, of: trainer.inputGradients)
    return UnsafeBufferPointer(rebasing: row[width...])
  }

  /// The target networks go a part `rate` of the way to the others (Polyak averaging).
  func updateTarget(rate: Float) {
    target.follow(trainer.network.parameters, rate: rate)
    targetPredictor.replace(parameters: target)
  }

  // MARK: Saving

  func save(to archive: inout Safetensors) {
    archive.add(trainer.state, prefix: "critic.")
    archive.set("critic.target", target)
  }

  /// What a saved state says of the critic, for `restore`.
  func read(_ archive: Safetensors) throws -> (state: TrainerState, target: [Float]) {
    (
      try archive.trainerState(prefix: "critic.", like: trainer.state),
      try archive.finiteArray("critic.target", as: Float.self, count: target.count)
    )
  }

  func restore(_ saved: (state: TrainerState, target: [Float])) {
    trainer.state = saved.state
    target = saved.target
    targetPredictor.replace(parameters: target)
  }
}

extension [Float] {
  /// Goes a part `rate` of the way to `others`, `[count]`.
  mutating func follow(_ others: [Float], rate: Float) {
    precondition(count == others.count, "\(count) weights cannot follow \(others.count)")
    withUnsafeMutableBufferPointer { mine in
      others.withUnsafeBufferPointer { others in
        for index in mine.indices { mine[index] += rate * (others[index] - mine[index]) }
      }
    }
  }
}
