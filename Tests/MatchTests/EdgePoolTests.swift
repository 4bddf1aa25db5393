import ArenaCore
import Foundation
import Testing

@testable import Match

/// Pools that lie at the edge of what a likelihood can tell.
@Suite struct EdgePoolTests {
  @Test(arguments: [1, 10, 400, 100_000], [RatingModel.Draws.raoKupper, .davidson, .halfWins])
  func `draws alone make equals`(games: Int, draws: RatingModel.Draws) {
    let result = PairResult(first: 0, second: 1, draws: Double(games))
    let ratings = Ratings(of: 2, from: [result], model: RatingModel(draws: draws))
    let difference = ratings.difference(of: 0, above: 1)
    #expect(abs(difference.elo) < 1e-6)
    #expect(difference.margin.isFinite && ratings.advantage.margin.isFinite)
    // Each took points from the other.
    #expect(ratings.groups == [[0, 1]])
  }

  @Test(arguments: [400.0, 1e6, 1e12])
  func `any small pool has finite ratings`(most: Double) {
    var random = RandomSource(seed: 3)
    for round in 0..<(most == 400 ? 1000 : 100) {
      let count = 2 + (round.isMultiple(of: 50) ? random.below(6) : random.below(4))
      var results: [PairResult] = []
      for first in 0..<count {
        for second in 0..<count where second != first && random.below(3) > 0 {
          func games() -> Double { [0, 0, 1, 3, most][random.below(5)] }
          results.append(
            PairResult(first: first, second: second, wins: games(), draws: games(), losses: games())
          )
        }
      }
      let ratings = Ratings(of: count, from: results)
      #expect(ratings.elo.allSatisfy { $0.isFinite })
      #expect((0..<count).allSatisfy { ratings.estimate(of: $0).margin.isFinite })
      for one in 0..<count {
        #expect((0..<count).allSatisfy { ratings.difference(of: one, above: $0).margin.isFinite })
      }
    }
  }

  private static func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  private static func isNear(_ a: Double, _ b: Double) -> Bool {
    abs(a - b) <= 1e-6 * max(1, abs(b))
  }

  @Test(arguments: [1.0, 7, 500])
  func `who won everything stands where one virtual game each holds it`(wins: Double) {
    let ratings = Ratings(
      of: 2, from: [PairResult(first: 1, second: 0, wins: wins)],
      model: RatingModel(draws: .halfWins, hasAdvantage: false))
    #expect(ratings.priorGames == 1 && ratings.isPriorAutomatic && ratings.groups == [[1], [0]])
    // With strengths t and -t the slope is 2 wins (1 - s(2t)) + 1 - 2 s(t), which falls.
    var (low, high) = (0.0, 50.0)
    for _ in 0..<200 {
      let t = (low + high) / 2
      let slope = 2 * wins * (1 - Self.logistic(2 * t)) + 1 - 2 * Self.logistic(t)
      if slope > 0 { low = t } else { high = t }
    }
    #expect(Self.isNear(ratings.elo[1], low * Elo.perLogOdds))
    #expect(Self.isNear(ratings.elo[0], -low * Elo.perLogOdds))
    // The information on the difference: of the games, and half of that on each strength.
    func information(_ x: Double) -> Double { Self.logistic(x) * (1 - Self.logistic(x)) }
    let error = (2 / (2 * wins * information(2 * low) + information(low))).squareRoot()
    let margin = ratings.difference(of: 1, above: 0).margin
    #expect(Self.isNear(margin, Elo.intervalWidth * error * Elo.perLogOdds))
  }

  @Test(arguments: [1.0, 7, 500])
  func `where whoever moves first wins, a virtual game holds the advantage`(games: Double) {
    let ratings = Ratings(
      of: 2,
      from: [(0, 1), (1, 0)].map { PairResult(first: $0.0, second: $0.1, wins: games) },
      model: RatingModel(draws: .halfWins))
    #expect(ratings.isPriorAutomatic && ratings.groups.count == 1)
    // 2 games + 1/2 won and 1/2 lost.
    let odds = 4 * games + 1
    #expect(Self.isNear(ratings.advantage.elo, log(odds) * Elo.perLogOdds))
    let information = (2 * games + 1) * odds / ((1 + odds) * (1 + odds))
    let error = Elo.perLogOdds / information.squareRoot()
    #expect(Self.isNear(ratings.advantage.margin, Elo.intervalWidth * error))
    #expect(ratings.elo.allSatisfy { abs($0) < 1e-6 })
  }

  @Test(arguments: [RatingModel.Draws.raoKupper, .davidson, .halfWins])
  func `anchors apart beyond all odds leave finite ratings between them`(draws: RatingModel.Draws) {
    let far = 1e6
    let ratings = Ratings(
      of: 3,
      from: [
        PairResult(first: 2, second: 0, wins: 1, draws: 1),
        PairResult(first: 0, second: 2, draws: 1, losses: 1),
        PairResult(first: 2, second: 1, draws: 1, losses: 1),
        PairResult(first: 1, second: 2, wins: 1, draws: 1),
      ],
      model: RatingModel(draws: draws), anchors: [0: -far, 1: far])
    #expect(ratings.elo[0] == -far && ratings.elo[1] == far && abs(ratings.elo[2]) < 1)
    #expect(ratings.estimate(of: 2).margin.isFinite && ratings.advantage.margin.isFinite)
  }
}
