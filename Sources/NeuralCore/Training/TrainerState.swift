/// Everything a trainer needs to go on as if it had never stopped.
public struct TrainerState: Hashable, Sendable {
  /// `[parameterCount]`.
  public var parameters: [Float]
  /// `[moment, parameterCount]`: the optimiser's flat arrays.
  public var moments: [[Float]]
  /// Updates made so far.
  public var stepCount: Int

  public init(parameters: [Float], moments: [[Float]], stepCount: Int) {
    self.parameters = parameters
    self.moments = moments
    self.stepCount = stepCount
  }
}

/// What training may lose for good when it diverges.
public enum TrainingNumbers: String, Sendable, Hashable {
  case weights
  case moments = "optimiser's moments"
  case gradient
}

extension Trainer {
  /// The first of what training goes on from that holds infinities or no numbers; nil while all is
  /// well. The gradient is that of the last step.
  public var lostNumbers: TrainingNumbers? {
    if !learnt.hasFiniteValues { return .weights }
    if !gradientNorm.isFinite { return .gradient }
    return learnt.hasFiniteMoments ? nil : .moments
  }
}

extension TrainerState {
  /// Whether it can be gone on from: all numbers are finite.
  public var isFinite: Bool {
    parameters.allSatisfy(\.isFinite) && moments.allSatisfy { $0.allSatisfy(\.isFinite) }
  }
}
