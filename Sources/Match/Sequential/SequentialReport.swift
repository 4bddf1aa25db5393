import ArenaCore

/// Where a sequential test stands: for people, and as JSON.
public struct SequentialReport: Sendable, Hashable, Codable {
  /// `H0` (the difference is elo0), `H1` (it is elo1) or `continue`.
  public let decision: String
  /// The log-likelihood ratio, and the bounds at which the test decides.
  public let llr: Double
  public let lower: Double
  public let upper: Double
  /// The difference by the mean score, in logistic Elo, with its 95 % interval.
  public let elo: Double
  public let eloLower: Double
  public let eloUpper: Double
  /// The same, corrected for having stopped when the results were favourable; equal to it before.
  public let corrected: Double
  public let correctedLower: Double
  public let correctedUpper: Double
  /// Normalised Elo, and half its interval.
  public let normalised: Double
  public let normalisedMargin: Double
  /// The likelihood that the player is the stronger one, from the mean score's variance.
  public let superiority: Double
  public let games: Int

  public init(_ test: SequentialTest, _ sample: ScoreSample) {
    decision =
      switch test.verdict(sample) {
      case .undecided: "continue"
      case .acceptNull: "H0"
      case .acceptAlternative: "H1"
      }
    llr = test.logLikelihoodRatio(sample)
    lower = test.lowerBound
    upper = test.upperBound
    let plain = sample.elo
    (elo, eloLower, eloUpper) = (plain.elo, plain.lower, plain.upper)
    let corrected =
      test.verdict(sample) == .undecided || sample.isOneSided ? plain : test.correctedElo(sample)
    (self.corrected, correctedLower, correctedUpper) = (
      corrected.elo, corrected.lower, corrected.upper
    )
    normalised = sample.normalisedElo.elo
    normalisedMargin = sample.normalisedElo.margin
    superiority = sample.superiority
    games = Int(sample.total) * sample.gamesPerSample
  }

  /// Several lines without a trailing newline.
  public var text: String {
    func range(_ lower: Double, _ upper: Double) -> String {
      "\(Text.signed(lower, decimals: 1)) ... \(Text.signed(upper, decimals: 1))"
    }
    let verdict =
      switch decision {
      case "H0": "accept H0: the difference is elo0, not elo1"
      case "H1": "accept H1: the difference is elo1, not elo0"
      default: "continue: neither bound is reached"
      }
    let normalised =
      "\(Text.signed(normalised, decimals: 1)) +- \(Text.fixed(normalisedMargin, decimals: 1))"
    return """
      \(verdict)
      LLR        \(Text.fixed(llr, decimals: 3)) (\(Text.fixed(lower, decimals: 3)) ... \(Text.fixed(upper, decimals: 3)))
      Elo        \(Text.signed(elo, decimals: 1)) (\(range(eloLower, eloUpper))), \(Text.grouped(games)) games
      corrected  \(Text.signed(corrected, decimals: 1)) (\(range(correctedLower, correctedUpper))), for having stopped when it looked good or bad
      normalised \(normalised)
      LOS        \(Text.fixed(100 * superiority, decimals: 2)) %
      """
  }
}
