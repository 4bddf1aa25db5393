import Benchmarks
import Testing

/// What the statistics promise, in studies short enough for every day; `arena bench statistics` has
/// the long ones.
@Suite struct RatingStudyTests {
  @Test(arguments: [false, true])
  func `95 of 100 intervals hold the truth`(pairs: Bool) {
    let share = RatingStudy.coverage(
      tournaments: 60, players: 6, gamesPerPair: 40, pairs: pairs, seed: 5)
    #expect((0.91...0.985).contains(share), "\(share)")
  }

  @Test func `a sequential test errs as seldom as it promises`() {
    for truth in [0.0, 60] {
      let result = RatingStudy.errors(matches: 150, elo: 60, truth: truth, seed: 6)
      #expect(result.wrong < 0.05 + 3 * (0.05 * 0.95 / 150).squareRoot(), "\(truth): \(result)")
    }
  }

  @Test func `adaptive pairing needs fewer games than a round robin`() {
    let result = RatingStudy.adaptiveShare(
      pools: 3, players: 8, deviation: 350, bound: 60, seed: 7)
    #expect(result.share < 0.7, "\(result)")
  }
}
