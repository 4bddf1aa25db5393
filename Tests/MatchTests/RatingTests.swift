import Foundation
import Testing

@testable import Match

/// Published or independently computed values.
@Suite struct RatingTests {
  private func near(_ a: Double, _ b: Double, within tolerance: Double) -> Bool {
    abs(a - b) <= tolerance
  }

  @Test(arguments: [
    (0.0, 0.5), (10, 0.514387), (100, 0.640065), (200, 0.759747), (400, 0.909091), (-35, 0.449801),
  ])
  func `the expected score of a difference`(_ difference: Double, _ score: Double) {
    #expect(near(Elo.expectation(difference), score, within: 5e-7))
    #expect(near(Elo.difference(forScore: Elo.expectation(difference)), difference, within: 1e-9))
  }

  @Test func `an estimate is printed with its sign, and never as minus zero`() {
    #expect(EloEstimate(elo: 70.44, lower: 48.4, upper: 92.4).description == "+70.4 +- 22.0")
    #expect(EloEstimate(elo: -15.7, lower: -46.1, upper: 14.7).description == "-15.7 +- 30.4")
    #expect(EloEstimate(elo: -0.04, lower: -1.04, upper: 0.96).description == "+0.0 +- 1.0")
  }

  @Test func `two players from single games`() {
    let sample = ScoreSample(wins: 76, draws: 123, losses: 89)
    #expect(near(sample.elo.elo, -15.6935, within: 5e-5))
    #expect(near(sample.elo.margin, 30.4580, within: 5e-5))
    #expect(near(sample.superiority, 0.1553, within: 5e-5))
    #expect(near(sample.superiorityFromDecisiveGames, 0.1558, within: 5e-5))

    let decisive = ScoreSample(wins: 600, draws: 0, losses: 400)
    #expect(near(decisive.elo.elo, 70.4365, within: 5e-5))
    #expect(near(decisive.elo.margin, 22.0109, within: 5e-5))
  }

  @Test(arguments: [(10, 0, 0), (0, 0, 10), (0, 0, 0), (0, 5, 0), (9, 1, 0), (1, 0, 0)])
  func `one-sided and empty samples stay finite`(_ wins: Int, _ draws: Int, _ losses: Int) {
    let sample = ScoreSample(wins: wins, draws: draws, losses: losses)
    for estimate in [sample.elo, sample.normalisedElo] {
      #expect(estimate.elo.isFinite && estimate.lower.isFinite && estimate.upper.isFinite)
      #expect(estimate.lower <= estimate.elo && estimate.elo <= estimate.upper)
    }
    #expect((0...1).contains(sample.superiority))
    #expect((0...1).contains(sample.superiorityFromDecisiveGames))
    #expect(sample.elo.elo.sign == (wins >= losses ? .plus : .minus))
  }

  @Test func `two players from pairs of games`() {
    let sample = ScoreSample(pairs: [34, 54, 63, 64, 75])
    #expect(near(sample.elo.elo, 55.5798, within: 5e-5))
    #expect(near(sample.elo.margin, 27.6534, within: 5e-5))
    #expect(near(sample.superiority, 0.99997, within: 5e-6))
    #expect(near(sample.normalisedElo.elo, 57.94, within: 5e-3))
    #expect(near(sample.normalisedElo.margin, 28.28, within: 5e-3))
  }

  @Test func `the bounds of a sequential test`() {
    let even = SequentialTest(0, 5)
    #expect(near(even.lowerBound, -2.944439, within: 5e-7))
    #expect(near(even.upperBound, 2.944439, within: 5e-7))
    let uneven = SequentialTest(0, 5, alpha: 0.05, beta: 0.10)
    #expect(near(uneven.lowerBound, -2.251292, within: 5e-7))
    #expect(near(uneven.upperBound, 2.890372, within: 5e-7))
  }

  @Test func `log-likelihood ratios by the generalised test`() {
    let games = ScoreSample(wins: 21404, draws: 40708, losses: 21184)
    #expect(near(SequentialTest(0.5, 2.5).logLikelihoodRatio(games), -1.57189, within: 5e-6))
    let pairs = ScoreSample(pairs: [365, 16618, 36229, 16974, 390])
    let normalised = SequentialTest(0, 2, scale: .normalised)
    #expect(near(normalised.logLikelihoodRatio(pairs), 2.25037, within: 5e-6))
    let logistic = ScoreSample(pairs: [223, 9863, 21279, 10037, 246])
    #expect(near(SequentialTest(0.5, 2.5).logLikelihoodRatio(logistic), -3.07413, within: 5e-6))
  }

  @Test func `a sequential test decides`() {
    let test = SequentialTest(0, 50)
    #expect(test.verdict(ScoreSample(wins: 300, draws: 0, losses: 150)) == .acceptAlternative)
    #expect(test.verdict(ScoreSample(wins: 150, draws: 0, losses: 300)) == .acceptNull)
    #expect(test.verdict(ScoreSample(wins: 3, draws: 0, losses: 2)) == .undecided)
    #expect(test.verdict(ScoreSample(wins: 0, draws: 0, losses: 0)) == .undecided)
  }

  // A is 0, B is 1, C is 2. The values to meet come from iterations stopped near the maximum.
  private let pool = [
    PairResult(first: 0, second: 1, wins: 6, draws: 2, losses: 2),
    PairResult(first: 1, second: 0, wins: 3, draws: 3, losses: 4),
    PairResult(first: 0, second: 2, wins: 7, draws: 1, losses: 2),
    PairResult(first: 2, second: 0, wins: 2, draws: 2, losses: 6),
    PairResult(first: 1, second: 2, wins: 5, draws: 3, losses: 2),
    PairResult(first: 2, second: 1, wins: 4, draws: 2, losses: 4),
  ]

  @Test func `a pool by plain Bradley-Terry`() {
    let ratings = Ratings(
      of: 3, from: pool, model: RatingModel(draws: .halfWins, hasAdvantage: false))
    for (elo, expected) in zip(ratings.elo, [85.2685, -12.2025, -73.0661]) {
      #expect(near(elo, expected, within: 1e-3))
    }
    #expect(!ratings.usesPrior)
    #expect(ratings.advantage.elo == 0)
  }

  @Test func `a pool with a first-move advantage`() {
    let ratings = Ratings(
      of: 3, from: pool, model: RatingModel(draws: .halfWins, hasAdvantage: true))
    for (elo, expected) in zip(ratings.elo, [86.6435, -12.3986, -74.2449]) {
      #expect(near(elo, expected, within: 1e-3))
    }
    #expect(near(ratings.advantage.elo, 45.1399, within: 1e-3))
  }

  @Test func `a pool as BayesElo rates it`() {
    let ratings = Ratings(of: 3, from: pool)
    for (elo, expected) in zip(ratings.elo, [88.365, -13.066, -75.299]) {
      #expect(near(elo, expected, within: 5e-4))
    }
    #expect(near(ratings.advantage.elo, 49.151, within: 5e-4))
    #expect(near(ratings.drawParameter ?? 0, 87.057, within: 5e-4))
  }

  @Test(arguments: [
    RatingModel.Draws.halfWins, .raoKupper, .davidson,
  ])
  func `the likelihood's derivatives are the slopes of its value`(_ draws: RatingModel.Draws) {
    let model = RatingModel(draws: draws)
    let result = PairResult(first: 0, second: 1, wins: 6, draws: 2, losses: 3)
    let h = 1e-5
    for (x, d) in [(0.3, 0.7), (-1.2, 0.2), (2.5, 1.5)] {
      func at(_ x: Double, _ d: Double) -> Likelihood { Likelihood(result, model, x: x, d: d) }
      let here = at(x, d)
      func slope(_ value: (Likelihood) -> Double, _ dx: Double, _ dd: Double) -> Double {
        (value(at(x + dx, d + dd)) - value(at(x - dx, d - dd))) / (2 * h)
      }
      #expect(near(here.x, slope(\.value, h, 0), within: 1e-6))
      #expect(near(here.xx, slope(\.x, h, 0), within: 1e-6))
      guard draws != .halfWins else { continue }
      #expect(near(here.d, slope(\.value, 0, h), within: 1e-6))
      #expect(near(here.xd, slope(\.x, 0, h), within: 1e-6))
      #expect(near(here.dd, slope(\.d, 0, h), within: 1e-6))
    }
  }

  @Test func `intervals of two players are those of the score's variance`() {
    // Without draws Bradley-Terry for two is the logistic of the score, by the delta method.
    let ratings = Ratings(
      of: 2, from: [PairResult(first: 0, second: 1, wins: 600, losses: 400)],
      model: RatingModel(draws: .halfWins, hasAdvantage: false))
    let difference = ratings.difference(of: 0, above: 1)
    #expect(near(difference.elo, 70.4365, within: 5e-5))
    let deviation = (0.6 * 0.4 / 1000).squareRoot() / (0.6 * 0.4) * Elo.perLogOdds
    #expect(near(difference.margin, Elo.intervalWidth * deviation, within: 1e-6))
    #expect(near(ratings.estimate(of: 0).margin, difference.margin / 2, within: 1e-6))
    #expect(ratings.superiority(of: 0, over: 1) > 0.9999)
  }

  @Test(arguments: [RatingModel.Draws.halfWins, .raoKupper, .davidson])
  func `pools without a finite maximum say so and stay finite`(_ draws: RatingModel.Draws) {
    let pools: [(name: String, results: [PairResult], groups: Int)] = [
      ("nobody played", [], 3),
      ("one won everything", [PairResult(first: 0, second: 1, wins: 10), pool[5]], 2),
      (
        "two worlds that never met",
        [PairResult(first: 0, second: 1, wins: 1, losses: 1)], 2
      ),
      (
        "a win and a draw",
        [
          PairResult(first: 0, second: 1, wins: 5, draws: 1),
          PairResult(first: 1, second: 2, wins: 5, draws: 1),
        ], 1
      ),
      (
        "the first player always won",
        [
          PairResult(first: 0, second: 1, wins: 5), PairResult(first: 1, second: 0, wins: 5),
          PairResult(first: 1, second: 2, wins: 5), PairResult(first: 2, second: 1, wins: 5),
        ], 1
      ),
      (
        "all drawn",
        [
          PairResult(first: 0, second: 1, draws: 5), PairResult(first: 1, second: 2, draws: 5),
          PairResult(first: 2, second: 0, draws: 5),
        ], 1
      ),
    ]
    for (name, results, groups) in pools {
      let ratings = Ratings(of: 3, from: results, model: RatingModel(draws: draws))
      #expect(ratings.groups.count == groups, "\(name)")
      #expect(ratings.usesPrior || (groups == 1 && draws == .halfWins), "\(name)")
      #expect(ratings.elo.allSatisfy { abs($0) < 3000 }, "\(name): \(ratings.elo)")
      #expect(ratings.covariance.allSatisfy { $0.isFinite }, "\(name)")
      #expect(ratings.advantage.elo.isFinite && ratings.advantage.margin.isFinite, "\(name)")
    }
  }

  @Test(arguments: [RatingModel.Draws.raoKupper, .davidson])
  func `the scale is the slope of the expected score`(_ draws: RatingModel.Draws) {
    let model = RatingModel(draws: draws)
    func logProbability(_ result: PairResult, _ x: Double) -> Double {
      Likelihood(result, model, x: x, d: 0.6).value
    }
    func expected(_ x: Double) -> Double {
      exp(logProbability(PairResult(first: 0, second: 1, wins: 1), x))
        + exp(logProbability(PairResult(first: 0, second: 1, draws: 1), x)) / 2
    }
    let slope = (expected(1e-4) - expected(-1e-4)) / 2e-4
    #expect(near(model.slope(drawParameter: 0.6), slope / 0.25, within: 1e-6))
  }

  @Test func `a large pool of mixed strengths is recovered`() {
    // Expected scores instead of random ones: the truth is then the maximum, exactly.
    let truth = (0..<12).map { Double($0) * 60 - 330 }
    var results: [PairResult] = []
    for a in truth.indices {
      for b in truth.indices where a != b {
        let score = Elo.expectation(truth[a] - truth[b] + 40)
        results.append(
          PairResult(first: a, second: b, wins: 100 * score, losses: 100 * (1 - score)))
      }
    }
    let ratings = Ratings(of: 12, from: results)
    for (elo, expected) in zip(ratings.elo, truth) {
      #expect(near(elo, expected, within: 1e-6))
    }
    #expect(near(ratings.advantage.elo, 40, within: 1e-6))
  }

  @Test func `glickman's example`() {
    let player = Glicko2(rating: 1500, deviation: 200)
    let after = player.updated(after: [
      .init(against: Glicko2(rating: 1400, deviation: 30), score: 1),
      .init(against: Glicko2(rating: 1550, deviation: 100), score: 0),
      .init(against: Glicko2(rating: 1700, deviation: 300), score: 0),
    ])
    #expect(near(after.rating, 1464.0507, within: 5e-5))
    #expect(near(after.deviation, 151.5165, within: 5e-5))
    #expect(near(after.volatility, 0.0599960, within: 5e-8))
    #expect(near(player.updated(after: []).deviation, 200.2714, within: 5e-5))
  }
}

extension Likelihood {
  /// The log likelihood as one number.
  fileprivate var value: Double {
    linear - counts.0 * log(factors.0) - counts.1 * log(factors.1)
  }

  fileprivate init(_ result: PairResult, _ model: RatingModel, x: Double, d: Double) {
    self.init(result, model, x: x, odds: Self.odds(-x), draws: Draws(d))
  }
}
