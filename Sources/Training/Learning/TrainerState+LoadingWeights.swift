import NeuralCore

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
