/// How well a checkpoint does: its rating among fixed opponents, or its mean return.
public struct Assessment: Sendable, Hashable {
  /// For the progress line: "rating 812 ± 60", "return 475.0".
  public var summary: String
  /// The figure that a run may stop at: a rating in Elo points or a mean return.
  public var score: Double
  /// For the metrics file.
  public var metrics: [Metric]

  public init(summary: String, score: Double, metrics: [Metric]) {
    self.summary = summary
    self.score = score
    self.metrics = metrics
  }
}
