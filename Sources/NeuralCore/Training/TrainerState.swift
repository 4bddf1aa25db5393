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
