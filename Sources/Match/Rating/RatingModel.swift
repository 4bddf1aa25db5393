public import ArenaCore
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

  /// How fast the logarithm of the slope falls as the draw parameter grows.
  func fall(drawParameter d: Double) -> Double {
    switch draws {
    case .halfWins: 0
    case .raoKupper: tanh(d / 2)
    case .davidson: 1 / (1 + 2 * exp(-d))
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

  /// Counts a game more.
  public mutating func add(_ winner: Seat?) {
    switch winner {
    case .first: wins += 1
    case .second: losses += 1
    case nil: draws += 1
    }
  }
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

  /// Counted pairs in a fixed order, so that sums have the same bits in every run.
  static func inOrder(_ pairs: some Sequence<GamePair>) -> [GamePair] {
    func order(_ result: PairResult) -> (Int, Int, Double, Double) {
      (result.first, result.second, result.wins, result.draws)
    }
    return pairs.sorted { one, other in
      zip(one.games, other.games).first { $0 != $1 }.map { order($0.0) < order($0.1) }
        ?? (one.games.count < other.games.count)
    }
  }
}
