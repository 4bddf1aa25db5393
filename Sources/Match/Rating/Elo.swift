import ArenaCore
import Foundation

/// The Elo scale: 400 points are odds of 10 to 1.
public enum Elo {
  /// Elo points in one unit of natural log odds.
  public static let perLogOdds = 400 / log(10.0)

  /// Normalised Elo points in one standard deviation of a game's score.
  static let perDeviation = 2 * perLogOdds

  /// The expected score of a player rated `difference` points above its opponent.
  public static func expectation(_ difference: Double) -> Double {
    1 / (1 + pow(10, -difference / 400))
  }

  /// The difference at which `score` is expected.
  ///
  /// - Precondition: `score` lies strictly between 0 and 1.
  public static func difference(forScore score: Double) -> Double {
    precondition(score > 0 && score < 1, "no difference is expected to score \(score)")
    return perLogOdds * log(score / (1 - score))
  }

  /// The half width of a 95 % interval in standard errors.
  static let intervalWidth = 1.959963984540054

  /// The cumulative distribution of the standard normal.
  static func normalProbability(below z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }
}

/// A rating or a difference of two with its 95 % interval, in Elo points.
public struct EloEstimate: Sendable, Hashable {
  public var elo: Double
  public var lower: Double
  public var upper: Double

  /// Half the width of the interval.
  public var margin: Double { (upper - lower) / 2 }

  public init(elo: Double, lower: Double, upper: Double) {
    self.elo = elo
    self.lower = lower
    self.upper = upper
  }

  init(elo: Double, standardError: Double) {
    let margin = Elo.intervalWidth * standardError
    self.init(elo: elo, lower: elo - margin, upper: elo + margin)
  }

  /// The estimate as `+70.4 +- 22.0`.
  public var description: String {
    "\(Text.signed(elo, decimals: 1)) +- \(Text.fixed(margin, decimals: 1))"
  }
}
