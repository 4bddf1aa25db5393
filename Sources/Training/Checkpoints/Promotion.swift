/// The match of a checkpoint against the best one before it, and what came of it.
public struct Promotion: Sendable, Hashable, Codable {
  public enum Verdict: String, Sendable, Hashable, Codable {
    /// The checkpoint is stronger: it becomes the best.
    case stronger
    /// It is not.
    case notStronger = "not-stronger"
    /// The games were used up before the test knew.
    case undecided
  }

  /// The checkpoint played against.
  public var against: Int?
  public var wins: Int
  public var draws: Int
  public var losses: Int
  /// The most games that were allowed.
  public var limit: Int
  /// Of the test's two hypotheses.
  public var logLikelihoodRatio: Double
  public var verdict: Verdict

  public init(
    against: Int?, wins: Int, draws: Int, losses: Int, limit: Int, logLikelihoodRatio: Double,
    verdict: Verdict
  ) {
    self.against = against
    self.wins = wins
    self.draws = draws
    self.losses = losses
    self.limit = limit
    self.logLikelihoodRatio = logLikelihoodRatio
    self.verdict = verdict
  }

  /// The share of all points that the checkpoint scored, 0 ... 1.
  public var share: Double {
    let games = wins + draws + losses
    return games == 0 ? 0 : (Double(wins) + Double(draws) / 2) / Double(games)
  }

  /// For the checkpoint's line: "beats checkpoint 3 by 14-2-4".
  var summary: String {
    let opponent = against.map { "checkpoint \($0)" } ?? "the best"
    let score = "\(wins)-\(draws)-\(losses)"
    return switch verdict {
    case .stronger: "beats \(opponent) \(score)"
    case .notStronger: "does not beat \(opponent) \(score)"
    case .undecided: "undecided against \(opponent) \(score)"
    }
  }
}
