import Foundation

/// A sequential probability ratio test of two hypotheses about one player against another: stop as
/// soon as the games say which holds.
///
/// The log-likelihood ratio is the generalised one: each hypothesis is represented by the
/// distribution of scores that is most likely under it. Counts of zero are taken as 0.001.
///
/// Source: Wald 1945; Van den Bergh's notes on the generalised test for Fishtest.
public struct SequentialTest: Sendable, Hashable {
  /// What the hypotheses are about.
  public enum Scale: Sendable, Hashable {
    /// Logistic Elo: the mean score.
    case logistic
    /// Normalised Elo: the mean score above 1/2 in standard deviations of a game.
    case normalised
    /// Elo as BayesElo has it, with the draw parameter that the results show: a draw is half a win
    /// and half a loss that were not decided.
    case bayesElo
  }

  public enum Verdict: Sendable, Hashable {
    case undecided
    /// The difference is `elo0`.
    case acceptNull
    /// The difference is `elo1`.
    case acceptAlternative
  }

  public let elo0: Double
  public let elo1: Double
  /// The probability of accepting `elo1` when `elo0` is true.
  public let alpha: Double
  /// The probability of accepting `elo0` when `elo1` is true.
  public let beta: Double
  public let scale: Scale

  /// - Precondition: `elo0 < elo1`; the error probabilities are between 0 and 1/2.
  public init(
    _ elo0: Double, _ elo1: Double, alpha: Double = 0.05, beta: Double = 0.05,
    scale: Scale = .logistic
  ) {
    precondition(elo0 < elo1, "the test needs elo0 < elo1, not \(elo0) and \(elo1)")
    precondition(
      alpha > 0 && alpha < 0.5 && beta > 0 && beta < 0.5,
      "errors of \(alpha) and \(beta) are not between 0 and 1/2")
    self.elo0 = elo0
    self.elo1 = elo1
    self.alpha = alpha
    self.beta = beta
    self.scale = scale
  }

  /// At or below it the test accepts `elo0`.
  public var lowerBound: Double { log(beta / (1 - alpha)) }
  /// At or above it the test accepts `elo1`.
  public var upperBound: Double { log((1 - beta) / alpha) }

  /// The mean score of a sample's game at a difference of `elo`.
  func expectedScore(_ elo: Double, in sample: ScoreSample) -> Double {
    switch scale {
    case .logistic: return Elo.expectation(elo)
    case .normalised:
      let deviation = (sample.regularised.variance * Double(sample.gamesPerSample)).squareRoot()
      return min(max(0.5 + elo / Elo.perDeviation * deviation, 0.001), 0.999)
    case .bayesElo:
      let drawElo = BayesEloOutcome.drawElo(ScoreDistribution(sample))
      let outcome = BayesEloOutcome(elo: elo, drawElo: drawElo)
      return outcome.win + outcome.draw / 2
    }
  }

  /// The log-likelihood ratio of `elo1` against `elo0`.
  public func logLikelihoodRatio(_ sample: ScoreSample) -> Double {
    guard sample.total > 0 else { return 0 }
    if scale == .bayesElo, sample.gamesPerSample == 1 { return bayesEloRatio(sample) }
    let observed = ScoreDistribution(sample)
    let total = sample.counts.reduce(0) { $0 + max($1, 1e-3) }
    let null = mostLikely(elo0, observed, sample)
    let alternative = mostLikely(elo1, observed, sample)
    return total
      * zip(observed.probabilities, zip(alternative.probabilities, null.probabilities))
      .reduce(0) { $0 + $1.0 * log($1.1.0 / $1.1.1) }
  }

  /// The ratio of single games, whose distribution BayesElo's model gives as a whole.
  private func bayesEloRatio(_ sample: ScoreSample) -> Double {
    let counts = sample.counts.map { max($0, 1e-3) }
    let drawElo = BayesEloOutcome.drawElo(ScoreDistribution(sample))
    let (null, alternative) = (
      BayesEloOutcome(elo: elo0, drawElo: drawElo), BayesEloOutcome(elo: elo1, drawElo: drawElo)
    )
    return counts[0] * log(alternative.loss / null.loss)
      + counts[1] * log(alternative.draw / null.draw)
      + counts[2] * log(alternative.win / null.win)
  }

  public func verdict(_ sample: ScoreSample) -> Verdict {
    let ratio = logLikelihoodRatio(sample)
    return ratio >= upperBound
      ? .acceptAlternative : ratio <= lowerBound ? .acceptNull : .undecided
  }

  private func mostLikely(
    _ elo: Double, _ observed: ScoreDistribution, _ sample: ScoreSample
  ) -> ScoreDistribution {
    switch scale {
    case .logistic, .bayesElo: observed.mostLikely(withMean: expectedScore(elo, in: sample))
    case .normalised:
      // A pair's mean score deviates less than a game's, by the root of 2.
      observed.mostLikely(
        withStandardisedMean: elo / Elo.perDeviation * Double(sample.gamesPerSample).squareRoot())
    }
  }
}
