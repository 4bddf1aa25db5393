import Foundation

/// How results depend on ratings.
///
/// With x the difference of the two strengths in natural log odds, from the first player's view, the
/// first-move advantage included, and s the logistic function:
///
/// | draws | first wins | draw | second wins |
/// |---|---|---|---|
/// | `halfWins` | s(x), a draw counts as half a win each | - | s(-x) |
/// | `raoKupper` | s(x - d) | the rest | s(-x - d) |
/// | `davidson` | exp(x/2) / z | n / z | exp(-x/2) / z |
///
/// Source: Bradley and Terry 1952; Rao and Kupper 1967, the form that Coulom's BayesElo uses;
/// Davidson 1970, Davidson and Beaver 1977.
public struct RatingModel: Sendable, Hashable {
  public enum Draws: Sendable, Hashable {
    case halfWins
    case raoKupper
    case davidson
  }

  public var draws: Draws
  /// Whether an advantage of moving first is estimated; 0 otherwise.
  public var hasAdvantage: Bool

  public init(draws: Draws = .raoKupper, hasAdvantage: Bool = true) {
    self.draws = draws
    self.hasAdvantage = hasAdvantage
  }

  /// How steeply the expected score rises at difference 0, relative to the logistic function.
  func slope(drawParameter: Double?) -> Double {
    guard let d = drawParameter else { return 1 }
    switch draws {
    case .halfWins: return 1
    case .raoKupper: return 4 * exp(-d) / ((1 + exp(-d)) * (1 + exp(-d)))
    case .davidson: return 2 / (2 + exp(d))
    }
  }
}

/// The results of all games that `first` began against `second`.
public struct PairResult: Sendable, Hashable {
  /// Indices of the players.
  public var first: Int
  public var second: Int
  /// From the first player's view; virtual games may be fractions.
  public var wins: Double
  public var draws: Double
  public var losses: Double

  public init(
    first: Int, second: Int, wins: Double = 0, draws: Double = 0, losses: Double = 0
  ) {
    self.first = first
    self.second = second
    self.wins = wins
    self.draws = draws
    self.losses = losses
  }

  public var games: Double { wins + draws + losses }
}

/// Two games between the same players with the same opening and the seats swapped, which may depend
/// on each other; or one game that has no partner.
public struct GamePair: Sendable, Hashable {
  /// One or two results, of one game each.
  public var games: [PairResult]
  /// How often just this came.
  public var count: Double

  public init(_ games: [PairResult], count: Double = 1) {
    self.games = games
    self.count = count
  }
}

/// The log likelihood of results at one difference, and its derivatives by the difference x and the
/// draw parameter d: what Newton's method needs.
struct Likelihood {
  var value = 0.0
  var x = 0.0
  var d = 0.0
  var xx = 0.0
  var xd = 0.0
  var dd = 0.0

  /// - Parameter d: the draw parameter (Davidson: the log of n); nil when no game was drawn, which
  ///   puts it at its boundary.
  init(_ result: PairResult, _ model: RatingModel, x: Double, d: Double?) {
    switch (model.draws, d) {
    case (.davidson, let d?): davidson(result, x, d)
    case (.raoKupper, let d?): raoKupper(result, x, d)
    default: halfWins(result, x)
    }
  }

  private mutating func halfWins(_ result: PairResult, _ x: Double) {
    let won = result.wins + result.draws / 2
    let lost = result.losses + result.draws / 2
    let win = logistic(x)
    value = won * logLogistic(x) + lost * logLogistic(-x)
    self.x = won * (1 - win) - lost * win
    xx = -(won + lost) * win * (1 - win)
  }

  private mutating func raoKupper(_ result: PairResult, _ x: Double, _ d: Double) {
    // P(draw) = P(win) P(loss) (e^2d - 1), so a draw is a win, a loss and a factor.
    let won = result.wins + result.draws
    let lost = result.losses + result.draws
    let win = logistic(x - d)
    let loss = logistic(-x - d)
    let ratio = 1 / -expm1(-2 * d)  // e^2d / (e^2d - 1)
    value = won * logLogistic(x - d) + lost * logLogistic(-x - d)
    if result.draws > 0 { value += result.draws * log(expm1(2 * d)) }
    self.x = won * (1 - win) - lost * (1 - loss)
    self.d = -won * (1 - win) - lost * (1 - loss) + result.draws * 2 * ratio
    let bendWin = won * win * (1 - win)
    let bendLoss = lost * loss * (1 - loss)
    xx = -bendWin - bendLoss
    xd = bendWin - bendLoss
    dd = xx - result.draws * 4 * ratio * (ratio - 1)
  }

  private mutating func davidson(_ result: PairResult, _ x: Double, _ d: Double) {
    let peak = max(abs(x) / 2, d)
    let weights = (
      win: exp(x / 2 - peak), draw: exp(d - peak), loss: exp(-x / 2 - peak)
    )
    let sum = weights.win + weights.draw + weights.loss
    let (win, draw, loss) = (weights.win / sum, weights.draw / sum, weights.loss / sum)
    let games = result.games
    value =
      (result.wins - result.losses) * x / 2 + result.draws * d - games * (peak + log(sum))
    self.x = (result.wins - result.losses - games * (win - loss)) / 2
    self.d = result.draws - games * draw
    xx = -games / 4 * (win + loss - (win - loss) * (win - loss))
    xd = games / 2 * (win - loss) * draw
    dd = -games * draw * (1 - draw)
  }

  private func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  private func logLogistic(_ x: Double) -> Double {
    x > 0 ? -log1p(exp(-x)) : x - log1p(exp(x))
  }
}
