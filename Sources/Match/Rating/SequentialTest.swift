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

  /// The log-likelihood ratio of `elo1` against `elo0`.
  public func logLikelihoodRatio(_ sample: ScoreSample) -> Double {
    guard sample.total > 0 else { return 0 }
    let counts = sample.counts.map { max($0, 1e-3) }
    let total = counts.reduce(0, +)
    let observed = ScoreDistribution(
      scores: sample.scores, probabilities: counts.map { $0 / total })
    let null = mostLikely(elo0, observed, sample.gamesPerSample)
    let alternative = mostLikely(elo1, observed, sample.gamesPerSample)
    return total
      * zip(observed.probabilities, zip(alternative.probabilities, null.probabilities))
      .reduce(0) { $0 + $1.0 * log($1.1.0 / $1.1.1) }
  }

  public func verdict(_ sample: ScoreSample) -> Verdict {
    let ratio = logLikelihoodRatio(sample)
    return ratio >= upperBound
      ? .acceptAlternative : ratio <= lowerBound ? .acceptNull : .undecided
  }

  private func mostLikely(
    _ elo: Double, _ observed: ScoreDistribution, _ gamesPerSample: Int
  ) -> ScoreDistribution {
    switch scale {
    case .logistic: observed.mostLikely(withMean: Elo.expectation(elo))
    case .normalised:
      // A pair's mean score deviates less than a game's, by the root of 2.
      observed.mostLikely(
        withStandardisedMean: elo / Elo.perDeviation * Double(gamesPerSample).squareRoot())
    }
  }
}

/// Probabilities of a few fixed scores within 0 ... 1.
struct ScoreDistribution {
  var scores: [Double]
  var probabilities: [Double]

  var mean: Double { zip(scores, probabilities).reduce(0) { $0 + $1.0 * $1.1 } }
  var variance: Double {
    let mean = self.mean
    return zip(scores, probabilities).reduce(0) { $0 + $1.1 * ($1.0 - mean) * ($1.0 - mean) }
  }

  /// The distribution with the given mean under which this one is most likely to be observed.
  func mostLikely(withMean mean: Double) -> Self {
    tilted(by: scores.map { $0 - mean })
  }

  /// The same with a given `(mean - 1/2) / standard deviation`: the constraint is made linear around
  /// the current solution until it stands still.
  func mostLikely(withStandardisedMean target: Double) -> Self {
    var solution = self
    solution.probabilities = scores.map { _ in 1 / Double(scores.count) }
    for _ in 0..<100 {
      let mean = solution.mean
      let deviation = solution.variance.squareRoot()
      let constraint = scores.map { score in
        let z = (score - mean) / deviation
        return score - 0.5 - target * deviation * (1 + z * z) / 2
      }
      let next = tilted(by: constraint)
      let change = zip(next.probabilities, solution.probabilities)
        .reduce(0) { max($0, abs($1.0 - $1.1)) }
      solution = next
      if change < 1e-12 { break }
    }
    return solution
  }

  /// The most likely distribution with `sum(probability * constraint) = 0`: each probability is
  /// divided by `1 + multiplier * constraint`, with the multiplier that meets the constraint.
  private func tilted(by constraint: [Double]) -> Self {
    guard let low = constraint.min(), let high = constraint.max(), low < 0, high > 0 else {
      return self
    }
    // The sum falls from +infinity to -infinity between these two poles: bisect.
    var left = -1 / high
    var right = -1 / low
    for _ in 0..<200 {
      let middle = (left + right) / 2
      let sum = zip(probabilities, constraint).reduce(0) { sum, term in
        sum + term.0 * term.1 / (1 + middle * term.1)
      }
      if sum > 0 { left = middle } else { right = middle }
    }
    let multiplier = (left + right) / 2
    var result = self
    for index in constraint.indices {
      result.probabilities[index] /= 1 + multiplier * constraint[index]
    }
    return result
  }
}
