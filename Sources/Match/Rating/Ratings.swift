import ArenaCore
import Foundation

/// The ratings of a pool of players by maximum likelihood, with their full covariance.
///
/// The mean of the ratings is 0 unless anchors hold some of them fixed. Where the results have no
/// finite maximum (somebody won everything, two groups never met, ...) every player is given one
/// virtual game, half won and half lost, against an opponent at the mean of the anchors or at 0, and
/// so is the first-move advantage: `priorGames` says so, `groups` who did not score against whom.
/// Nothing is ever NaN or infinite.
///
/// With draws the ratings (not the advantage or the draw parameter) are scaled, as BayesElo does, so
/// that near 0 a difference means the expected score that the Elo formula gives. Anchors are on that
/// scale: where they are apart the draw parameter is found with them, and the intervals are those
/// at this value.
///
/// Source: Hunter 2004 for the theory; Coulom's BayesElo for the scale; the maximum is found by
/// Newton's method, because the covariance needs the second derivatives anyway.
public struct Ratings: Sendable, Hashable {
  public let model: RatingModel
  /// `[player]`, Elo points.
  public let elo: [Double]
  /// `[player, player]`, Elo points squared, of the ratings with mean 0, or against the anchors,
  /// whose own are 0.
  public let covariance: [Double]
  /// What moving first is worth in Elo points, unscaled; 0 where the model has none.
  public let advantage: EloEstimate
  /// Rao-Kupper: the draw parameter in Elo points. Davidson: its n. Nil for half wins and where no
  /// game was drawn.
  public let drawParameter: Double?
  /// How many virtual games each player was given; 0 where none was needed or asked for.
  public let priorGames: Double
  /// Whether these were given because the results have no finite maximum, and not asked for.
  public let isPriorAutomatic: Bool
  /// Groups of players who all scored against each other, directly or through others; one when the
  /// pool hangs together.
  public let groups: [[Int]]

  /// How many players a program should let in: memory grows with the square of their number, for the
  /// covariance has one for every two, and time with its cube.
  public static let mostPlayers = 5000

  public var usesPrior: Bool { priorGames > 0 }

  /// Fits the ratings of `playerCount` players to results.
  ///
  /// - Parameters:
  ///   - priorGames: virtual games of every player, half won and half lost; 0 gives one to each
  ///     where the results have no finite maximum.
  ///   - anchors: Elo ratings held fixed, by player.
  ///   - pairs: the same games in pairs with the seats swapped; the intervals are then right also
  ///     where the games of a pair depend on each other.
  /// - Precondition: there is at least one player, and results and anchors name players below
  ///   `playerCount`.
  public init(
    of playerCount: Int, from results: [PairResult], model: RatingModel = RatingModel(),
    priorGames: Double = 0, anchors: [Int: Double] = [:], pairs: [GamePair]? = nil
  ) {
    precondition(playerCount >= 1, "ratings need a player")
    for result in results {
      precondition(
        result.first != result.second && (0..<playerCount).contains(result.first)
          && (0..<playerCount).contains(result.second),
        "no game of \(result.first) against \(result.second) among \(playerCount) players")
    }
    groups = WinGraph(playerCount: playerCount, results, anchors: anchors.keys.sorted()).groups
    let centre = anchors.isEmpty ? 0 : anchors.values.reduce(0, +) / Double(anchors.count)
    func fit(_ priorGames: Double) -> RatingFit? {
      AnchoredFit(
        playerCount: playerCount, results: results, model: model, priorGames: priorGames,
        elo: anchors.mapValues { $0 - centre }
      ).fit
    }
    var games = priorGames
    var best = groups.count == 1 || games > 0 ? fit(games) : nil
    if best == nil {
      // With a prior there is a maximum to find.
      games = max(games, 1)
      best = fit(games)
    }
    guard let found = best else {
      preconditionFailure("the ratings of \(playerCount) players did not converge")
    }
    let scale = Elo.perLogOdds * model.slope(drawParameter: found.drawParameter)
    self.model = model
    self.priorGames = games
    isPriorAutomatic = games > priorGames
    let spread = found.covariance(pairs: pairs)
    elo = found.strengths.enumerated().map { anchors[$0] ?? $1 * scale + centre }
    covariance = spread.strengths.map { $0 * scale * scale }
    advantage = EloEstimate(
      elo: found.advantage * Elo.perLogOdds,
      standardError: spread.advantage.squareRoot() * Elo.perLogOdds)
    drawParameter = found.drawParameter.map {
      model.draws == .davidson ? exp($0) : $0 * Elo.perLogOdds
    }
  }

  /// A player's rating with its interval against the mean of the pool or the anchors.
  public func estimate(of player: Int) -> EloEstimate {
    EloEstimate(
      elo: elo[player],
      standardError: max(0, covariance[player * elo.count + player]).squareRoot())
  }

  /// How far `player` is above `other`, with the interval of the difference.
  public func difference(of player: Int, above other: Int) -> EloEstimate {
    EloEstimate(
      elo: elo[player] - elo[other], standardError: variance(player, other).squareRoot())
  }

  /// The likelihood that `player` is stronger than `other`, in the normal approximation.
  public func superiority(of player: Int, over other: Int) -> Double {
    let variance = variance(player, other)
    let difference = elo[player] - elo[other]
    // Two that are held fixed leave no doubt.
    guard variance > 0 else { return difference == 0 ? 0.5 : difference > 0 ? 1 : 0 }
    return Elo.normalProbability(below: difference / variance.squareRoot())
  }

  /// The expected score of `player` against `other`, by the Elo formula, both moving first equally
  /// often.
  public func expectation(of player: Int, against other: Int) -> Double {
    Elo.expectation(elo[player] - elo[other])
  }

  private func variance(_ a: Int, _ b: Int) -> Double {
    let n = elo.count
    return max(0, covariance[a * n + a] + covariance[b * n + b] - 2 * covariance[a * n + b])
  }
}

extension Ratings {
  /// What a reader must know: the model, the scale, the advantage and whether a prior was needed.
  func remarks(names: [String], scale: String) -> [String] {
    let draws =
      switch model.draws {
      case .halfWins: "Bradley-Terry, draws as half wins"
      case .raoKupper: "Bradley-Terry with draws by Rao and Kupper"
      case .davidson: "Bradley-Terry with draws by Davidson"
      }
    var remarks = ["Elo by maximum likelihood (\(draws)), 95 % intervals, \(scale)"]
    if model.hasAdvantage {
      remarks.append("moving first is worth \(advantage.description) Elo")
    }
    guard usesPrior else { return remarks }
    let groups = groups.map { group in group.map { names[$0] }.joined(separator: ", ") }
    let cause =
      groups.count > 1
      ? "no points taken both ways between the groups " + groups.joined(separator: " | ") + ": "
      : isPriorAutomatic ? "these results have no finite maximum: " : ""
    let games =
      priorGames == 1
      ? "one virtual game, half won,"
      : "\(Text.figure(priorGames)) virtual games, half of them won,"
    remarks.append("\(cause)each player was given \(games) against the mean")
    return remarks
  }
}
