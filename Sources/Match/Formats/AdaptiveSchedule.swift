/// Plays the games that tell most until every rating's 95 % interval is within a bound.
///
/// Each pair of games is the one that takes most from the variances of those ratings which are not
/// yet known well enough, by the model's own information: equal opponents tell more than unequal
/// ones, and a player whose rating is open plays more than one whose rating is known.
///
/// Source: the A-optimal design of experiments, chosen greedily (Fedorov 1972).
public struct AdaptiveSchedule: Schedule {
  let players: Int
  /// Half the width of every interval at the end, in Elo points.
  let bound: Double
  /// The most games of two players.
  let gamesPerPair: Int
  /// Against whom the intervals are taken; nil the mean of all.
  let anchor: Int?

  public init(players: Int, bound: Double, gamesPerPair: Int, anchor: Int? = nil) {
    self.players = players
    self.bound = bound
    self.gamesPerPair = gamesPerPair
    self.anchor = anchor
  }

  public var gameCount: Int { players * (players - 1) / 2 * gamesPerPair }

  public func pairings(after results: [GameResult]) -> [Pairing] {
    guard players > 1 else { return [] }
    var played: [Int: Int] = [:]
    for result in results { played[pair(result.first, result.second), default: 0] += 1 }
    var design: Design
    if results.count < players {
      design = Design(players: players)
    } else {
      let ratings = Standings(playerCount: players, results: results).ratings()
      design = Design(ratings)
    }
    if let anchor { design.measure(against: anchor) }
    // As many pairs of games at once as players or, later, a few percent of all.
    let count = max((players + 1) / 2, results.count / 64)
    var pairings: [Pairing] = []
    let limit = bound / Elo.intervalWidth
    for _ in 0..<count {
      guard
        let (a, b) = design.best(
          limit: limit,
          isOpen: { a, b in
            played[pair(a, b), default: 0] < gamesPerPair
          })
      else { break }
      let begun = played[pair(a, b), default: 0]
      let games = min(2, gamesPerPair - begun)
      for game in begun..<begun + games { pairings.append(Pairing(a, b, game: game)) }
      played[pair(a, b)] = begun + games
      design.play(a, b, games: games)
    }
    return pairings
  }

  private func pair(_ a: Int, _ b: Int) -> Int { min(a, b) * players + max(a, b) }
}

/// What games would tell about ratings whose covariance is known.
private struct Design {
  private let size: Int
  private let elo: [Double]
  private var covariance: [Double]  // [player, player]

  /// Players of whom nothing is known but that they are players.
  init(players: Int) {
    size = players
    elo = [Double](repeating: 0, count: players)
    let spread = 400.0 * 400
    covariance = (0..<players * players).map {
      spread * (($0 / players == $0 % players ? 1 : 0) - 1 / Double(players))
    }
  }

  init(_ ratings: Ratings) {
    size = ratings.elo.count
    elo = ratings.elo
    covariance = ratings.covariance
  }

  /// Takes all ratings as differences from one player's.
  mutating func measure(against anchor: Int) {
    let own = (0..<size).map { covariance[$0 * size + anchor] }
    for row in 0..<size {
      for column in 0..<size {
        covariance[row * size + column] += own[anchor] - own[row] - own[column]
      }
    }
  }

  /// A game's information about the difference of two ratings, per squared Elo point.
  private func information(_ a: Int, _ b: Int) -> Double {
    let expected = Elo.expectation(elo[a] - elo[b])
    return expected * (1 - expected) / (Elo.perLogOdds * Elo.perLogOdds)
  }

  /// The pair whose next two games take most from the variances above `limit` squared; nil when
  /// there is none above, or no pair is open.
  func best(limit: Double, isOpen: (Int, Int) -> Bool) -> (Int, Int)? {
    let wanted = (0..<size).filter { covariance[$0 * (size + 1)] > limit * limit }
    guard let worst = wanted.max(by: { variance($0) < variance($1) }) else { return nil }
    var best: (pair: (Int, Int), gain: Double)?
    // In a large pool the least known player is one of the two.
    for a in size > 64 ? worst..<worst + 1 : 0..<size {
      for b in size > 64 ? 0..<size : a + 1..<max(a + 1, size) where a != b && isOpen(a, b) {
        let weight = 2 * information(a, b)
        var squares = 0.0
        for k in wanted {
          let tilt = covariance[k * size + a] - covariance[k * size + b]
          squares += tilt * tilt
        }
        let gain = weight * squares / (1 + weight * difference(a, b))
        if gain > best?.gain ?? 0 { best = ((min(a, b), max(a, b)), gain) }
      }
    }
    return best?.pair
  }

  private func variance(_ a: Int) -> Double { covariance[a * (size + 1)] }

  private func difference(_ a: Int, _ b: Int) -> Double {
    variance(a) + variance(b) - 2 * covariance[a * size + b]
  }

  /// Takes games as played: their information is known whatever their results.
  mutating func play(_ a: Int, _ b: Int, games: Int) {
    let weight = Double(games) * information(a, b)
    let scale = weight / (1 + weight * difference(a, b))
    let tilt = (0..<size).map { covariance[$0 * size + a] - covariance[$0 * size + b] }
    for row in 0..<size {
      for column in 0..<size { covariance[row * size + column] -= scale * tilt[row] * tilt[column] }
    }
  }
}
