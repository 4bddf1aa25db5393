import ArenaCore

/// How gradients become steps: what every learner's optimiser is set by.
struct OptimiserOptions: OptionGroup {
  /// At the start of the run.
  var learningRate = 0.001
  /// At the end of the run, moved to in a straight line.
  var finalLearningRate = 0.0
  /// The norm that gradients are cut to; nil does not cut them.
  var maxGradNorm: Float?

  static let fields: [OptionField<Self>] = [
    OptionField(
      "learning-rate", \.learningRate, 0...1, "learning rate at the start of the run",
      formerly: "rate"),
    OptionField(
      "final-learning-rate", \.finalLearningRate, 0...1,
      "the same at the end of the run, moved to in a straight line", formerly: "last-rate"),
    OptionField(
      "max-grad-norm", \.maxGradNorm, 0...1e9, off: 0, "norm that gradients are cut to; 0 for none",
      formerly: "largest-gradient"),
  ]

  /// The learning rate when `fraction` of the run is behind us, 0 ... 1.
  func learningRate(at fraction: Double) -> Float {
    Float(LinearSchedule(start: learningRate, end: finalLearningRate).value(at: fraction))
  }
}
