import Foundation

/// A Glicko-2 rating: strength, uncertainty and volatility, updated by rating periods.
///
/// Source: Glickman, "Example of the Glicko-2 system", 2012; step numbers are his.
public struct Glicko2: Sendable, Hashable, Codable {
  /// Strength in Elo points, 1500 for a newcomer.
  public var rating: Double
  /// The standard deviation of the strength, 350 for a newcomer.
  public var deviation: Double
  /// How erratic the strength is over time, 0.06 for a newcomer.
  public var volatility: Double

  /// One game of a rating period.
  public struct Game: Sendable, Hashable {
    public var opponent: Glicko2
    /// 1 a win, 1/2 a draw, 0 a loss.
    public var score: Double

    public init(against opponent: Glicko2, score: Double) {
      self.opponent = opponent
      self.score = score
    }
  }

  private static let scale = 173.7178

  public init(rating: Double = 1500, deviation: Double = 350, volatility: Double = 0.06) {
    self.rating = rating
    self.deviation = deviation
    self.volatility = volatility
  }

  /// The 95 % interval of the strength.
  public var estimate: EloEstimate { EloEstimate(elo: rating, standardError: deviation) }

  /// The rating after a period with these games; with none only the uncertainty grows.
  ///
  /// - Parameter tau: bounds the change of volatility, 0.3 ... 1.2.
  public func updated(after games: [Game], tau: Double = 0.5) -> Self {
    let spread = deviation / Self.scale
    guard !games.isEmpty else {
      var result = self
      result.deviation = Self.scale * hypot(spread, volatility)
      return result
    }
    // Steps 3 and 4: the variance of the games' evidence and the improvement they suggest.
    var information = 0.0
    var surprise = 0.0
    for game in games {
      let opponentSpread = game.opponent.deviation / Self.scale
      let weight = 1 / (1 + 3 * opponentSpread * opponentSpread / (.pi * .pi)).squareRoot()
      let distance = (rating - game.opponent.rating) / Self.scale
      let expected = 1 / (1 + exp(-weight * distance))
      information += weight * weight * expected * (1 - expected)
      surprise += weight * (game.score - expected)
    }
    let variance = 1 / information
    let improvement = variance * surprise

    let newVolatility = volatility(
      spread: spread, variance: variance, improvement: improvement, tau: tau)
    // Steps 6 and 7.
    let widened = hypot(spread, newVolatility)
    let newSpread = 1 / (1 / (widened * widened) + information).squareRoot()
    return Glicko2(
      rating: rating + Self.scale * newSpread * newSpread * surprise,
      deviation: Self.scale * newSpread, volatility: newVolatility)
  }

  /// Step 5: the root of Glickman's function by the Illinois method.
  private func volatility(
    spread: Double, variance: Double, improvement: Double, tau: Double
  ) -> Double {
    let start = log(volatility * volatility)
    func excess(_ x: Double) -> Double {
      let sum = spread * spread + variance + exp(x)
      return exp(x) * (improvement * improvement - sum) / (2 * sum * sum)
        - (x - start) / (tau * tau)
    }
    var a = start
    var b: Double
    if improvement * improvement > spread * spread + variance {
      b = log(improvement * improvement - spread * spread - variance)
    } else {
      var steps = 1.0
      while excess(start - steps * tau) < 0 { steps += 1 }
      b = start - steps * tau
    }
    var excessA = excess(a)
    var excessB = excess(b)
    for _ in 0..<200 where abs(b - a) > 1e-9 {
      let c = a + (a - b) * excessA / (excessB - excessA)
      let excessC = excess(c)
      if excessC * excessB <= 0 {
        a = b
        excessA = excessB
      } else {
        excessA /= 2
      }
      b = c
      excessB = excessC
    }
    return exp(a / 2)
  }
}
