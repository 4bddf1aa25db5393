import Foundation

/// A Brownian motion that stops when it leaves an interval: what a log-likelihood ratio is, nearly,
/// during a sequential test.
///
/// Outcomes are ordered by how much they speak for an upward drift: an early stop at the lower end
/// is the least, then later ones, then where it stands if it has not stopped, then late stops at the
/// upper end and last an early one.
///
/// Source: the series of the heat equation between absorbing ends (Feller, volume 2, chapter 10).
struct StoppedWalk {
  /// From the lower end to the upper end, and from the lower end to the start.
  let width: Double
  let start: Double
  /// A step's variance.
  let variance: Double

  /// How likely an outcome is that speaks less, or as much, for an upward drift.
  ///
  /// - Parameters:
  ///   - place: where it stopped or stands, from the lower end; at or below 0 and at or above
  ///     `width` it stopped.
  ///   - steps: how many it took.
  func probability(upTo place: Double, after steps: Double, drift: Double) -> Double {
    if place <= 0 { return lowerEnd(by: steps, drift: drift) }
    if place >= width { return 1 - mirrored.lowerEnd(by: steps, drift: -drift) }
    return lowerEnd(by: steps, drift: drift)
      + stillInside(below: place, after: steps, drift: drift)
  }

  private var mirrored: Self { Self(width: width, start: width - start, variance: variance) }

  /// How likely it stops at the lower end within `steps`.
  private func lowerEnd(by steps: Double, drift: Double) -> Double {
    let lean = drift / variance
    let ever: Double
    if abs(lean * width) < 1e-9 {
      ever = (width - start) / width
    } else if lean > 0 {
      ever = exp(-2 * lean * start) * expm1(-2 * lean * (width - start)) / expm1(-2 * lean * width)
    } else {
      ever = expm1(2 * lean * (width - start)) / expm1(2 * lean * width)
    }
    let later = sum(lean, steps) { wave, rate in
      variance / width * wave * sin(wave * start) / rate
    }
    return min(max(ever - later, 0), 1)
  }

  /// How likely it has not stopped and stands below `place`.
  private func stillInside(below place: Double, after steps: Double, drift: Double) -> Double {
    let lean = drift / variance
    return sum(lean, steps) { wave, _ in
      let end = exp(lean * place) * (lean * sin(wave * place) - wave * cos(wave * place))
      return 2 / width * sin(wave * start) * (end + wave) / (lean * lean + wave * wave)
    }
  }

  /// Sums `term` over the standing waves between the ends, each dying away at its rate.
  private func sum(
    _ lean: Double, _ steps: Double, _ term: (_ wave: Double, _ rate: Double) -> Double
  ) -> Double {
    var sum = 0.0
    for number in 1...20_000 {
      let wave = Double(number) * .pi / width
      let rate = variance / 2 * (lean * lean + wave * wave)
      // The waves of so high a number have died away; the factor is large where the drift is.
      let factor = exp(-lean * start - rate * steps)
      sum += factor * term(wave, rate)
      if rate * steps > 40 + abs(lean * width) { break }
    }
    return sum
  }
}

extension SequentialTest {
  /// The difference that the test's own results show, corrected for having stopped when they were
  /// favourable, with its 95 % interval, in logistic Elo: at the estimate, an outcome that speaks
  /// less for the player is as likely as one that speaks more.
  ///
  /// Source: Siegmund 1985, chapters 3 and 10, the correction for the overshoot included.
  public func correctedElo(_ sample: ScoreSample) -> EloEstimate {
    guard sample.total > 0 else { return sample.elo }
    let variance = sample.regularised.variance
    let (low, high) = (expectedScore(elo0, in: sample), expectedScore(elo1, in: sample))
    // A sample moves the ratio by this for each unit of score, about the middle of the hypotheses.
    let slope = (high - low) / variance
    let step = slope * variance.squareRoot()
    // It oversteps the bounds by so much of a step on average.
    let overshoot = 0.5826 * step
    let walk = StoppedWalk(
      width: upperBound - lowerBound + 2 * overshoot, start: overshoot - lowerBound,
      variance: step * step)
    let ratio = logLikelihoodRatio(sample)
    let place =
      ratio <= lowerBound
      ? 0 : ratio >= upperBound ? walk.width : ratio - lowerBound + overshoot
    func elo(where probability: Double) -> Double {
      var (left, right) = (-1500.0, 1500.0)
      for _ in 0..<60 {
        let middle = (left + right) / 2
        let drift = slope * (Elo.expectation(middle) - (low + high) / 2)
        if walk.probability(upTo: place, after: sample.total, drift: drift) > probability {
          left = middle
        } else {
          right = middle
        }
      }
      return (left + right) / 2
    }
    return EloEstimate(
      elo: elo(where: 0.5), lower: elo(where: 0.975), upper: elo(where: 0.025))
  }
}
