import ArenaCore
import NeuralCore

/// How gradients become steps: what every learner's optimiser is set by.
struct OptimiserOptions: OptionGroup {
  /// At the start of the run.
  var learningRate = 0.001
  /// At the end of the run.
  var finalLearningRate = 0.0
  /// How it moves from one to the other.
  var schedule = Shape.linear
  /// The norm that gradients are cut to; nil does not cut them.
  var maxGradNorm: Float?

  /// How a learning rate moves over a run.
  enum Shape: String, CaseIterable, Sendable {
    /// Not at all: it stays what it is at the start.
    case constant
    /// In a straight line.
    case linear
    /// Down half a cosine. Source: Loshchilov and Hutter 2017.
    case cosine
  }

  static let fields: [OptionField<Self>] = [
    OptionField(
      "learning-rate", \.learningRate, 0...1, "learning rate at the start of the run",
      formerly: "rate"),
    OptionField(
      "final-learning-rate", \.finalLearningRate, 0...1,
      "the same at the end of the run, unless it is constant", formerly: "last-rate"),
    OptionField(
      "learning-rate-schedule", \.schedule, "how the learning rate moves from one to the other"),
    OptionField(
      "max-grad-norm", \.maxGradNorm, 0...1e9, off: 0, "norm that gradients are cut to; 0 for none",
      formerly: "largest-gradient"),
  ]

  /// The learning rate when `fraction` of the run is behind us, 0 ... 1.
  func learningRate(at fraction: Double) -> Float {
    let annealing: Annealing =
      switch schedule {
      case .constant: .constant(learningRate)
      case .linear: .linear(from: learningRate, to: finalLearningRate)
      case .cosine: .cosine(from: learningRate, to: finalLearningRate)
      }
    return Float(annealing.value(at: fraction))
  }
}
