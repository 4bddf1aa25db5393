import ArenaCore
import Foundation
import TestKit
import Testing

@testable import Match

/// Simulated matches: what a sequential test promises must hold.
@Suite struct SequentialTestTests {
  /// Plays until the test decides; a third of the games is drawn.
  private func play(
    _ test: SequentialTest, elo: Double, _ random: inout RandomSource
  ) -> ScoreSample {
    let score = Elo.expectation(elo)
    var counts = (wins: 0, draws: 0, losses: 0)
    while true {
      for _ in 0..<2 {
        let draw = random.uniform()
        if draw < 0.3 {
          counts.draws += 1
        } else if draw < 0.3 + score - 0.15 {
          counts.wins += 1
        } else {
          counts.losses += 1
        }
      }
      let sample = ScoreSample(wins: counts.wins, draws: counts.draws, losses: counts.losses)
      if test.verdict(sample) != .undecided { return sample }
    }
  }

  @Test func `errors are at most those asked for, and corrected estimates have no bias`() {
    let matches = runsLongTests ? 2000 : 100
    let test = SequentialTest(0, 100)
    var random = RandomSource(seed: 11)
    let slack = 3 * (0.05 * 0.95 / Double(matches)).squareRoot()
    for truth in [0.0, 100] {
      var wrong = 0
      var (below, covered) = (0, 0)
      for _ in 0..<matches {
        let sample = play(test, elo: truth, &random)
        wrong += (test.verdict(sample) == .acceptAlternative) == (truth == 0) ? 1 : 0
        let corrected = test.correctedElo(sample)
        below += corrected.elo < truth ? 1 : 0
        covered += (corrected.lower...corrected.upper).contains(truth) ? 1 : 0
      }
      let share = Double(wrong) / Double(matches)
      if runsLongTests {
        print(
          "sprt, truth \(truth): \(share) wrong, \(below) below, \(covered) covered of \(matches)")
      }
      #expect(share <= 0.05 + slack)
      #expect(
        abs(Double(below) / Double(matches) - 0.5) < 3 * (0.25 / Double(matches)).squareRoot()
          + 0.02)
      #expect(abs(Double(covered) / Double(matches) - 0.95) < slack + 0.015)
    }
  }

  @Test func `the chances of a stopped walk are those of walks`() {
    let walk = StoppedWalk(width: 6, start: 3, variance: 0.04)
    var random = RandomSource(seed: 5)
    let (count, steps) = (4000, 150)
    for drift in [-0.02, 0, 0.03] {
      var places: [(place: Double, steps: Double)] = []
      for _ in 0..<count {
        var (place, step) = (3.0, 0)
        while step < steps, place > 0, place < 6 {
          place += drift + 0.2 * random.normal()
          step += 1
        }
        places.append((place, Double(step)))
      }
      // The walk in steps oversteps the ends by .58 of a step's deviation.
      let wide = StoppedWalk(width: 6 + 2 * 0.1165, start: 3.1165, variance: 0.04)
      let stopped = Double(places.count { $0.place <= 0 }) / Double(count)
      let expected = wide.probability(upTo: 0, after: Double(steps), drift: drift)
      #expect(abs(stopped - expected) < 0.03, "\(drift): \(stopped) \(expected)")
      let low = Double(places.count { $0.place < 4 }) / Double(count)
      let expectedLow = wide.probability(upTo: 4.1165, after: Double(steps), drift: drift)
      #expect(abs(low - expectedLow) < 0.03, "\(drift): \(low) \(expectedLow)")
    }
    #expect(walk.probability(upTo: 6, after: 1e6, drift: 0) > 0.499)
  }

  @Test func `95 % intervals cover the truth in 95 % of tournaments`() {
    let tournaments = runsLongTests ? 2000 : 200
    let truth = [-150.0, -40, 0, 60, 130]
    var random = RandomSource(seed: 21)
    var covered = 0
    for _ in 0..<tournaments {
      var results: [PairResult] = []
      for first in truth.indices {
        for second in truth.indices where second != first {
          var result = PairResult(first: first, second: second)
          for _ in 0..<20 {
            // Rao and Kupper's model with a draw parameter of 70 Elo and an advantage of 30.
            let x = truth[first] - truth[second] + 30
            let draw = random.uniform()
            if draw < Elo.expectation(x - 70) {
              result.wins += 1
            } else if draw < 1 - Elo.expectation(-x - 70) {
              result.draws += 1
            } else {
              result.losses += 1
            }
          }
          results.append(result)
        }
      }
      let ratings = Ratings(of: truth.count, from: results)
      let scale = RatingModel().slope(drawParameter: (ratings.drawParameter ?? 0) / Elo.perLogOdds)
      let estimate = ratings.difference(of: 4, above: 0)
      if (estimate.lower...estimate.upper).contains(280 * scale) { covered += 1 }
    }
    let share = Double(covered) / Double(tournaments)
    if runsLongTests { print("intervals: \(share) of \(tournaments) cover the truth") }
    #expect(abs(share - 0.95) < (runsLongTests ? 0.01 : 3 * (0.05 * 0.95 / 200).squareRoot()))
  }
}
