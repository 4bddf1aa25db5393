import ArenaCore
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
    }
  }
}
