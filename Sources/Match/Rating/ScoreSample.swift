import Foundation

/// The scores of one player against another: single games (trinomial) or pairs of games with the
/// seats swapped (pentanomial).
///
/// Pairs cancel the opening's advantage, so their variance is smaller and their intervals are
/// honest where single games of a pair depend on each other.
public struct ScoreSample: Sendable, Hashable {
  /// How often each score came, worst first: `[3]` loss, draw, win or `[5]` both lost ... both won.
  public private(set) var counts: [Double]

  /// Single games.
  ///
  /// - Precondition: no count is negative.
  public init(wins: Int, draws: Int, losses: Int) {
    precondition(min(wins, draws, losses) >= 0, "\(wins)-\(draws)-\(losses) has a negative count")
    counts = [Double(losses), Double(draws), Double(wins)]
  }

  /// Pairs of games by the points of both: 0, 1/2, 1, 3/2, 2.
  ///
  /// - Precondition: there are five counts, none negative.
  public init(pairs: [Int]) {
    precondition(
      pairs.count == 5 && pairs.allSatisfy { $0 >= 0 }, "pairs are 5 counts, not \(pairs)")
    counts = pairs.map(Double.init)
  }

  /// Games behind each count: 1 or 2.
  public var gamesPerSample: Int { counts.count == 3 ? 1 : 2 }
  /// The number of counted games or pairs.
  public var total: Double { counts.reduce(0, +) }
  /// The score of each count, within 0 ... 1.
  var scores: [Double] { counts.indices.map { Double($0) / Double(counts.count - 1) } }

  /// Whether every sample was won, or every one lost: no finite Elo is most likely then.
  public var isOneSided: Bool { total > 0 && (counts.first == total || counts.last == total) }

  /// The mean score; 1/2 for an empty sample.
  public var mean: Double {
    total == 0 ? 0.5 : zip(counts, scores).reduce(0) { $0 + $1.0 * $1.1 } / total
  }

  /// The variance of one sample's score.
  public var variance: Double {
    guard total > 0 else { return 0 }
    let mean = self.mean
    return zip(counts, scores).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) } / total
  }

  /// The logistic Elo difference of the mean score; its interval maps the ends of the score's normal
  /// 95 % interval.
  ///
  /// Never NaN or infinite: a one-sided or empty sample is given one drawn sample more, and the ends
  /// stay a quarter of a sample away from 0 and 1.
  public var elo: EloEstimate {
    let sample = regularised
    let reach = Elo.intervalWidth * (sample.variance / sample.total).squareRoot()
    let edge = 0.25 / sample.total
    func bounded(_ score: Double) -> Double { min(max(score, edge), 1 - edge) }
    return EloEstimate(
      elo: Elo.difference(forScore: sample.mean),
      lower: Elo.difference(forScore: bounded(sample.mean - reach)),
      upper: Elo.difference(forScore: bounded(sample.mean + reach)))
  }

  /// Normalised Elo: the mean score above 1/2 in standard deviations of one game, on a scale where
  /// it is about Elo when there are no draws.
  ///
  /// Source: Van den Bergh's notes on normalised Elo for Fishtest.
  public var normalisedElo: EloEstimate {
    let sample = regularised
    let deviation = (sample.variance * Double(gamesPerSample)).squareRoot()
    let games = sample.total * Double(gamesPerSample)
    return EloEstimate(
      elo: deviation == 0 ? 0 : Elo.perDeviation * (sample.mean - 0.5) / deviation,
      standardError: Elo.perDeviation / games.squareRoot())
  }

  /// The likelihood that the player is the stronger one, from the mean score's own variance.
  public var superiority: Double {
    let sample = regularised
    let error = (sample.variance / sample.total).squareRoot()
    guard error > 0 else { return 0.5 }
    return Elo.normalProbability(below: (sample.mean - 0.5) / error)
  }

  /// The same likelihood from wins and losses alone, as if draws had never been played.
  ///
  /// - Precondition: the sample is of single games.
  public var superiorityFromDecisiveGames: Double {
    precondition(counts.count == 3, "decisive games are counted in single games, not in pairs")
    let decisive = counts[0] + counts[2]
    guard decisive > 0 else { return 0.5 }
    return 0.5 + 0.5 * erf((counts[2] - counts[0]) / (2 * decisive).squareRoot())
  }

  /// The sample, with one drawn sample more where it is one-sided or empty.
  var regularised: Self {
    guard isOneSided || total == 0 else { return self }
    var sample = self
    sample.counts[counts.count / 2] += 1
    return sample
  }
}
