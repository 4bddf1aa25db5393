import Foundation

/// The ratings of a pool of players by maximum likelihood, with their full covariance.
///
/// The mean of the ratings is 0. Where the results have no finite maximum (somebody won everything,
/// two groups never met, ...) every player is given one virtual game, half won and half lost, against
/// an opponent rated 0, and so is the first-move advantage: `usesPrior` says so, `groups` who did
/// not score against whom. Nothing is ever NaN or infinite.
///
/// With draws the ratings (not the advantage or the draw parameter) are scaled, as BayesElo does, so
/// that near 0 a difference means the expected score that the Elo formula gives.
///
/// Source: Hunter 2004 for the theory; Coulom's BayesElo for the scale; the maximum is found by Newton's method, because
/// the covariance needs the second derivatives anyway.
public struct Ratings: Sendable, Hashable {
  public let model: RatingModel
  /// `[player]`, Elo points.
  public let elo: [Double]
  /// `[player, player]`, Elo points squared, of the ratings with mean 0.
  public let covariance: [Double]
  /// What moving first is worth in Elo points, unscaled; 0 where the model has none.
  public let advantage: EloEstimate
  /// Rao-Kupper: the draw parameter in Elo points. Davidson: its n. Nil for half wins and where no
  /// game was drawn.
  public let drawParameter: Double?
  /// Whether the stated prior was needed.
  public let usesPrior: Bool
  /// Groups of players who all scored against each other, directly or through others; one when the
  /// pool hangs together.
  public let groups: [[Int]]

  /// Fits the ratings of `playerCount` players to results.
  ///
  /// - Precondition: there is at least one player, and results name players below `playerCount`.
  public init(of playerCount: Int, from results: [PairResult], model: RatingModel = RatingModel()) {
    precondition(playerCount >= 1, "ratings need a player")
    for result in results {
      precondition(
        result.first != result.second && (0..<playerCount).contains(result.first)
          && (0..<playerCount).contains(result.second),
        "no game of \(result.first) against \(result.second) among \(playerCount) players")
    }
    let groups = WinGraph(playerCount: playerCount, results).groups
    var fit: RatingFit?
    if groups.count == 1 {
      fit = RatingFit(playerCount: playerCount, results, model, usesPrior: false)
    }
    usesPrior = fit == nil
    // With the prior the likelihood is strictly concave, so there is a maximum to find.
    let found = fit ?? RatingFit(playerCount: playerCount, results, model, usesPrior: true)
    guard let found else {
      preconditionFailure("the ratings of \(playerCount) players did not converge")
    }
    self.model = model
    self.groups = groups
    let scale = Elo.perLogOdds * model.slope(drawParameter: found.drawParameter)
    elo = found.strengths.map { $0 * scale }
    covariance = found.strengthCovariance.map { $0 * scale * scale }
    advantage = EloEstimate(
      elo: found.advantage * Elo.perLogOdds,
      standardError: found.advantageVariance.squareRoot() * Elo.perLogOdds)
    drawParameter = found.drawParameter.map {
      model.draws == .davidson ? exp($0) : $0 * Elo.perLogOdds
    }
  }

  /// A player's rating with its interval against the mean of the pool.
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
    guard variance > 0 else { return 0.5 }
    return Elo.normalProbability(below: (elo[player] - elo[other]) / variance.squareRoot())
  }

  private func variance(_ a: Int, _ b: Int) -> Double {
    let n = elo.count
    return max(0, covariance[a * n + a] + covariance[b * n + b] - 2 * covariance[a * n + b])
  }
}
