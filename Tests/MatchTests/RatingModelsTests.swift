import ArenaCore
import Foundation
import TestKit
import Testing

@testable import Match

/// Ratings against slow models, other programs and simulations.
@Suite struct RatingModelsTests {
  private func randomPool(
    players: Int, games: Int, _ random: inout RandomSource
  ) -> [PairResult] {
    (0..<games).map { _ in
      let first = random.integer(below: players)
      let second = (first + 1 + random.integer(below: players - 1)) % players
      var result = PairResult(first: first, second: second)
      switch random.integer(below: 3) {
      case 0: result.wins = 1
      case 1: result.draws = 1
      default: result.losses = 1
      }
      return result
    }
  }

  @Test(arguments: [1, 2, 31, 32, 33, 70])
  func `a matrix times its inverse is the identity`(_ size: Int) throws {
    var random = RandomSource(seed: UInt64(size))
    let root = (0..<size * size).map { _ in random.normal() }
    var entries = [Double](repeating: 0, count: size * size)
    for row in 0..<size {
      for column in 0..<size {
        entries[row * size + column] =
          (0..<size).reduce(row == column ? 1 : 0) {
            $0 + root[row * size + $1] * root[column * size + $1]
          }
      }
    }
    let matrix = try #require(PositiveMatrix(entries, size: size))
    let inverse = matrix.inverse
    let vector = (0..<size).map { _ in random.normal() }
    let solution = matrix.solve(vector)
    for row in 0..<size {
      for column in 0..<size {
        let entry = (0..<size).reduce(0) {
          $0 + entries[row * size + $1] * inverse[$1 * size + column]
        }
        #expect(abs(entry - (row == column ? 1 : 0)) < 1e-8)
      }
      let product = (0..<size).reduce(0) { $0 + entries[row * size + $1] * solution[$1] }
      #expect(abs(product - vector[row]) < 1e-8)
    }
    entries[size * size - 1] = -1
    #expect(PositiveMatrix(entries, size: size) == nil)
  }

  @Test func `groups are those of the paths between all players`() {
    for seed in 1...200 as ClosedRange<UInt64> {
      var random = RandomSource(seed: seed)
      let players = 3 + random.integer(below: 8)
      let results = randomPool(players: players, games: random.below(14), &random)
      var reaches = (0..<players).map { one in (0..<players).map { $0 == one } }
      for result in results {
        if result.losses == 0 { reaches[result.first][result.second] = true }
        if result.wins == 0 { reaches[result.second][result.first] = true }
      }
      for middle in 0..<players {
        for one in 0..<players where reaches[one][middle] {
          for other in 0..<players where reaches[middle][other] { reaches[one][other] = true }
        }
      }
      let groups = WinGraph(playerCount: players, results).groups
      #expect(groups.flatMap(\.self).sorted() == Array(0..<players))
      for (place, group) in groups.enumerated() {
        #expect(group.allSatisfy { reaches[group[0]][$0] && reaches[$0][group[0]] })
        // Nobody scored against a group before its own.
        for earlier in groups[..<place] { #expect(!reaches[group[0]][earlier[0]]) }
      }
    }
  }

  @Test func `the maximum is that of Hunter's iteration`() {
    for seed in 1...10 as ClosedRange<UInt64> {
      var random = RandomSource(seed: seed)
      let results = randomPool(players: 5, games: 300, &random)
      let ratings = Ratings(
        of: 5, from: results, model: RatingModel(draws: .halfWins, hasAdvantage: false))
      var gammas = [Double](repeating: 1, count: 5)
      for _ in 0..<3000 {
        let sums = gammas.indices.map { player in
          results.reduce(0) { sum, result in
            guard result.first == player || result.second == player else { return sum }
            return sum + 1 / (gammas[result.first] + gammas[result.second])
          }
        }
        let points = gammas.indices.map { player in
          results.reduce(0) { sum, result in
            sum + (result.first == player ? result.wins : 0)
              + (result.second == player ? result.losses : 0)
              + (result.first == player || result.second == player ? result.draws / 2 : 0)
          }
        }
        gammas = gammas.indices.map { points[$0] / sums[$0] }
      }
      let logs = gammas.map { log($0) * Elo.perLogOdds }
      let mean = logs.reduce(0, +) / 5
      for (elo, expected) in zip(ratings.elo, logs) { #expect(abs(elo - expected + mean) < 1e-6) }
    }
  }

  @Test(.enabled(if: runsPeerChecks && Peer.hasPython("choix"), "needs Python's choix"))
  func `choix finds the same maximum`() throws {
    let script = """
      import sys, choix
      for line in sys.stdin:
          numbers = [int(n) for n in line.split()]
          data = list(zip(numbers[1::2], numbers[2::2]))
          print(*choix.opt_pairwise(numbers[0], data, alpha=0, method='Newton-CG', tol=1e-12))
      """
    var random = RandomSource(seed: 3)
    var pools: [[PairResult]] = []
    for _ in 0..<100 {
      pools.append(
        randomPool(players: 6, games: 200, &random).map { result in
          PairResult(
            first: result.first, second: result.second, wins: result.draws + result.wins,
            losses: result.losses)
        })
    }
    let lines = pools.map { pool in
      "6 "
        + pool.map { $0.wins > 0 ? "\($0.first) \($0.second)" : "\($0.second) \($0.first)" }
        .joined(separator: " ")
    }
    let answer = try Peer.run(
      "python3", ["-c", script], input: lines.joined(separator: "\n") + "\n")
    let expected = answer.split(separator: "\n").map {
      $0.split(separator: " ").compactMap { Double($0) }
    }
    try #require(expected.count == 100)
    for (pool, logs) in zip(pools, expected) {
      let ratings = Ratings(
        of: 6, from: pool, model: RatingModel(draws: .halfWins, hasAdvantage: false))
      let mean = logs.reduce(0, +) / 6
      for (elo, value) in zip(ratings.elo, logs) {
        #expect(abs(elo / Elo.perLogOdds - value + mean) < 1e-6)
      }
    }
  }

  @Test(arguments: [RatingModel.Draws.halfWins, .raoKupper, .davidson])
  func `ratings held fixed stay, and the others are where they would be`(
    _ draws: RatingModel.Draws
  ) {
    var random = RandomSource(seed: 9)
    let results = randomPool(players: 5, games: 400, &random)
    let model = RatingModel(draws: draws)
    let free = Ratings(of: 5, from: results, model: model)
    let one = Ratings(of: 5, from: results, model: model, anchors: [2: 2500])
    for player in 0..<5 {
      #expect(abs(one.elo[player] - 2500 - (free.elo[player] - free.elo[2])) < 1e-6)
      let margin = free.difference(of: player, above: 2).margin
      #expect(abs(one.estimate(of: player).margin - margin) < 1e-6)
    }
    // Where the free maximum has them, two anchors change nothing.
    let two = Ratings(
      of: 5, from: results, model: model, anchors: [0: free.elo[0], 3: free.elo[3]])
    for player in 0..<5 { #expect(abs(two.elo[player] - free.elo[player]) < 1e-5) }
    #expect(two.estimate(of: 0).margin == 0)
    let moved = Ratings(of: 5, from: results, model: model, anchors: [0: 100, 3: 300])
    #expect(abs(moved.elo[0] - 100) < 1e-9 && abs(moved.elo[3] - 300) < 1e-9)
    // An anchor that nobody beat bounds who lost to it as much as a prior does: not at all.
    let beaten = Ratings(
      of: 2, from: [PairResult(first: 0, second: 1, wins: 5)], model: model, anchors: [0: 1000])
    #expect(beaten.isPriorAutomatic && abs(beaten.elo[0] - 1000) < 1e-9 && beaten.elo[1] < 1000)
  }

  @Test func `anchors that the games contradict are held`() throws {
    let results = [
      PairResult(first: 0, second: 1, wins: 5), PairResult(first: 1, second: 0, draws: 5),
      PairResult(first: 2, second: 0, losses: 5), PairResult(first: 1, second: 2, wins: 5),
      PairResult(first: 2, second: 1, wins: 5), PairResult(first: 0, second: 2, draws: 5),
    ]
    // The draw parameter and the third player, by a search without derivatives.
    let cases: [(RatingModel.Draws, anchors: [Int: Double], draw: Double, third: Double)] = [
      (.davidson, [0: 300, 1: 0], 1.5765, 27.69), (.raoKupper, [0: 300, 1: 0], 170.06, 67.40),
      (.davidson, [0: 200, 1: 500, 2: 0], 0.5997, 0),
      (.davidson, [0: 400, 1: 800, 2: 0], 0.4541, 0),
      (.raoKupper, [0: 400, 1: 800, 2: 0], 79.89, 0),
    ]
    for (draws, anchors, draw, third) in cases {
      let ratings = Ratings(
        of: 3, from: results, model: RatingModel(draws: draws), anchors: anchors)
      for (player, elo) in anchors { #expect(abs(ratings.elo[player] - elo) < 1e-9) }
      #expect(abs(ratings.elo[2] - third) < 0.02 && !ratings.usesPrior)
      #expect(abs(try #require(ratings.drawParameter) / draw - 1) < 1e-3)
      // Between two that are held there is no doubt.
      #expect(ratings.superiority(of: 0, over: 1) == (anchors[1] == 0 ? 1 : 0))
    }
  }

  @Test func `a prior that is asked for draws everybody to the mean`() {
    let results = [PairResult(first: 0, second: 1, wins: 30, losses: 10)]
    let model = RatingModel(draws: .halfWins, hasAdvantage: false)
    let margins = [0.0, 2, 20].map {
      Ratings(of: 2, from: results, model: model, priorGames: $0).elo[0]
    }
    #expect(margins[0] > margins[1] && margins[1] > margins[2] && margins[2] > 0)
    let weak = Ratings(of: 2, from: results, model: model, priorGames: 1e-6)
    #expect(abs(weak.elo[0] - margins[0]) < 1e-3 && !weak.isPriorAutomatic)
  }

  @Test func `the spread of pairs is the pentanomial's for two players`() throws {
    var pool = ResultPool()
    var random = RandomSource(seed: 4)
    for _ in 0..<400 {
      // An opening decides most pairs: whoever has the good side wins.
      let kind = random.integer(below: 10)
      let results: [ResultPool.Result] =
        switch kind {
        case 0..<4: [.win, .win]
        case 4..<7: [.loss, .loss]
        case 7: [.win, .draw]
        case 8: [.draw, .loss]
        default: [.win, .loss]
        }
      pool.add(first: "a", second: "b", results[0])
      pool.add(first: "b", second: "a", results[1])
    }
    let model = RatingModel(draws: .halfWins, hasAdvantage: false)
    let ratings = Ratings(of: 2, from: pool.results, model: model, pairs: pool.pairs)
    let sample = ScoreSample(pairs: pool.pairScores(of: "a"))
    let slope = sample.mean * (1 - sample.mean)
    let error = (sample.variance / sample.total).squareRoot() / slope * Elo.perLogOdds
    let difference = ratings.difference(of: 0, above: 1)
    #expect(abs(difference.margin - Elo.intervalWidth * error) < 1e-6)
    let plain = Ratings(of: 2, from: pool.results, model: model).difference(of: 0, above: 1)
    #expect(difference.elo == plain.elo && difference.margin < 0.8 * plain.margin)
  }
}
