public import Match

/// How well a checkpoint does: its rating among fixed opponents, its mean return, its mistakes.
public struct EvaluationResult: Sendable, Hashable {
  /// For the progress line: "rating 812 ± 60", "return 475.0".
  public var summary: String
  /// More for the checkpoint's own line; empty where there is no more.
  public var details = ""
  /// The number that a run may stop at: a rating in Elo points or a mean return.
  public var score: Double
  /// Half the width of the score's 95 % interval; nil where it has none.
  public var margin: Double?
  /// For the metrics file.
  public var metrics: [Metric]
  /// A few of the games played for it, to look at.
  public var games: [GameRecord] = []

  public init(summary: String, score: Double, margin: Double? = nil, metrics: [Metric]) {
    self.summary = summary
    self.score = score
    self.margin = margin
    self.metrics = metrics
  }
}
