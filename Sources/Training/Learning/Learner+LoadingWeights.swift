public import NeuralCore

extension Learner {
  /// Goes on from a network's weights with fresh optimiser moments: for a learner that saves its
  /// trainer under `trainer.` and nothing else that follows the weights.
  public func loadWeights(_ network: Network) throws {
    var archive = Safetensors()
    save(to: &archive)
    let parameters = try archive.values("trainer.parameters", as: Float.self)
    guard parameters.count == network.parameters.count else {
      throw RunError.mismatch(
        "\(network.parameters.count) weights of a checkpoint against \(parameters.count)")
    }
    archive.set("trainer.parameters", network.parameters)
    for name in archive.names where name.hasPrefix("trainer.moments.") {
      let count = try archive.values(name, as: Float.self).count
      archive.set(name, [Float](repeating: 0, count: count))
    }
    // Adam corrects the bias of young moments by the steps taken since they were 0.
    archive.set("trainer.steps", [Int64(0)])
    try restore(from: archive)
  }
}

extension TrainerState {
  /// Takes a checkpoint's weights in place of the first of `parameters`, and begins the optimiser
  /// afresh: moments of 0 and, because Adam corrects them by the steps since, no steps.
  ///
  /// - Precondition: there are no more weights than parameters.
  public mutating func loadWeights(_ weights: [Float]) {
    precondition(
      weights.count <= parameters.count,
      "\(weights.count) weights do not fit \(parameters.count) parameters")
    parameters.replaceSubrange(0..<weights.count, with: weights)
    for index in moments.indices {
      moments[index] = [Float](repeating: 0, count: moments[index].count)
    }
    stepCount = 0
  }
}
