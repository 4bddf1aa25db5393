import Foundation

/// The log likelihood of results at one difference, and its derivatives by the difference x and the
/// draw parameter d: what Newton's method needs.
///
/// A pool of a thousand players has half a million different results, so there are no exponentials
/// and logarithms here: they come from outside, the one by players and the others many at once.
struct Likelihood {
  /// The log likelihood is `linear` less the logarithm of each factor times its count.
  var linear = 0.0
  var factors = (1.0, 1.0)
  var counts = (0.0, 0.0)
  var x = 0.0
  var d = 0.0
  var xx = 0.0
  var xd = 0.0
  var dd = 0.0

  /// What all results share of the draw parameter.
  struct Draws {
    /// Davidson: the logarithm of n.
    let d: Double
    let exponential: Double
    /// Rao-Kupper: e^2d / (e^2d - 1), and the logarithm of e^2d - 1.
    let ratio: Double
    let logFactor: Double

    init(_ d: Double) {
      self.d = d
      exponential = exp(min(d, Likelihood.reach / 2))
      ratio = 1 / -expm1(-2 * d)
      logFactor = log(expm1(2 * d))
    }
  }

  /// Beyond such differences, 100,000 Elo points, odds grow no further, which keeps them finite.
  static let reach = 600.0

  static func odds(_ x: Double) -> Double { exp(min(max(x, -reach), reach)) }

  /// - Parameters:
  ///   - odds: e^-x, the second player's.
  ///   - draws: nil when no game was drawn, which puts the draw parameter at its boundary.
  @inline(__always)
  init(_ result: PairResult, _ model: RatingModel, x: Double, odds: Double, draws: Draws?) {
    switch (model.draws, draws) {
    case (.raoKupper, let draws?): raoKupper(result, odds, draws)
    case (.davidson, let draws?): davidson(result, x, odds, draws)
    default: halfWins(result, odds)
    }
  }

  @inline(__always)
  private mutating func halfWins(_ result: PairResult, _ odds: Double) {
    let won = result.wins + result.draws / 2
    let lost = result.losses + result.draws / 2
    let win = 1 / (1 + odds)
    let loss = odds * win
    factors = (1 + odds, 1 + 1 / odds)
    counts = (won, lost)
    x = won * loss - lost * win
    xx = -(won + lost) * win * loss
  }

  @inline(__always)
  private mutating func raoKupper(_ result: PairResult, _ odds: Double, _ draws: Draws) {
    // P(draw) = P(win) P(loss) (e^2d - 1), so a draw is a win, a loss and a factor.
    let won = result.wins + result.draws
    let lost = result.losses + result.draws
    factors = (1 + draws.exponential * odds, 1 + draws.exponential / odds)
    counts = (won, lost)
    linear = result.draws * draws.logFactor
    let win = 1 / factors.0
    let loss = 1 / factors.1
    let (wonBack, lostBack) = (won * (1 - win), lost * (1 - loss))
    x = wonBack - lostBack
    d = -wonBack - lostBack + result.draws * 2 * draws.ratio
    xx = -wonBack * win - lostBack * loss
    xd = wonBack * win - lostBack * loss
    dd = xx - result.draws * 4 * draws.ratio * (draws.ratio - 1)
  }

  @inline(__always)
  private mutating func davidson(
    _ result: PairResult, _ x: Double, _ odds: Double, _ draws: Draws
  ) {
    let drawOdds = draws.exponential * odds.squareRoot()
    let sum = 1 + drawOdds + odds
    let (win, draw, loss) = (1 / sum, drawOdds / sum, odds / sum)
    let games = result.games
    factors.0 = sum
    counts.0 = games
    linear = result.draws * (draws.d - x / 2) - result.losses * x
    self.x = (result.wins - result.losses - games * (win - loss)) / 2
    d = result.draws - games * draw
    xx = -games / 4 * (win + loss - (win - loss) * (win - loss))
    xd = games / 2 * (win - loss) * draw
    dd = -games * draw * (1 - draw)
  }
}

/// A sum of many logarithms, of which few are taken: factors are multiplied as far as they go.
struct LogSum {
  private var sum = 0.0
  private var product = 1.0

  /// Adds `count` times the logarithm of a factor of 1 or more.
  @inline(__always)
  mutating func add(_ factor: Double, times count: Double) {
    if count == 1 && factor < 1e150 {
      product *= factor
      if product > 1e150 { flush() }
    } else if count != 0 {
      sum += count * log(factor)
    }
  }

  private mutating func flush() {
    sum += log(product)
    product = 1
  }

  var value: Double { sum + log(product) }
}
