import Foundation

/// Probabilities of a few fixed scores within 0 ... 1.
struct ScoreDistribution {
  var scores: [Double]
  var probabilities: [Double]

  /// As observed, counts of zero taken as 0.001.
  init(_ sample: ScoreSample) {
    let counts = sample.counts.map { max($0, 1e-3) }
    let total = counts.reduce(0, +)
    scores = sample.scores
    probabilities = counts.map { $0 / total }
  }

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

/// How a game ends by BayesElo's model.
///
/// Source: Coulom's BayesElo page.
struct BayesEloOutcome {
  let win: Double
  let loss: Double
  var draw: Double { 1 - win - loss }

  init(elo: Double, drawElo: Double) {
    win = Elo.expectation(elo - drawElo)
    loss = Elo.expectation(-elo - drawElo)
  }

  /// The draw parameter that makes the observed wins and losses most likely.
  ///
  /// Pairs hide whether a point came from two draws or from a win and a loss: it counts as draws.
  static func drawElo(_ observed: ScoreDistribution) -> Double {
    var (win, loss) = (0.0, 0.0)
    for (score, probability) in zip(observed.scores, observed.probabilities) {
      win += max(0, 2 * score - 1) * probability
      loss += max(0, 1 - 2 * score) * probability
    }
    return Elo.perLogOdds / 2 * log((1 - win) * (1 - loss) / (win * loss))
  }
}
