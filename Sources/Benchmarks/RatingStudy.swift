public import ArenaCore
public import Evaluation
public import Match

/// What the statistics promise, against simulated games whose truth is known: `arena bench
/// statistics`.
public enum RatingStudy {
  /// Games of players of known strengths: by Bradley and Terry with draws by Rao and Kupper.
  public struct World: Sendable {
    /// `[player]`, Elo points.
    public let strengths: [Double]
    /// What moving first is worth, and how wide draws are, in Elo points.
    public let advantage: Double
    public let drawWidth: Double

    public init(strengths: [Double], advantage: Double = 40, drawWidth: Double = 60) {
      self.strengths = strengths
      self.advantage = advantage
      self.drawWidth = drawWidth
    }

    public func result(
      of pairing: Pairing, using random: inout RandomSource
    ) -> GameResult {
      let difference = strengths[pairing.first] - strengths[pairing.second] + advantage
      let draw = random.uniform()
      let winner: Seat? =
        draw < Elo.expectation(difference - drawWidth)
        ? .first : draw > 1 - Elo.expectation(-difference - drawWidth) ? .second : nil
      return GameResult(pairing, winner, .rules)
    }

    public func play(
      _ schedule: some Schedule, using random: inout RandomSource
    ) -> [GameResult] {
      var results: [GameResult] = []
      while case let next = schedule.pairings(after: results), !next.isEmpty {
        results += next.map { result(of: $0, using: &random) }
      }
      return results
    }
  }

  /// A pool with normal strengths of that deviation.
  public static func pool(
    _ players: Int, deviation: Double, using random: inout RandomSource
  ) -> World {
    World(strengths: (0..<players).map { _ in deviation * random.normal() })
  }

  /// How many of all players' 95 % intervals in tournaments hold the truth.
  public static func coverage(
    tournaments: Int, players: Int, gamesPerPair: Int, pairs: Bool, seed: UInt64
  ) -> Double {
    var random = RandomSource(seed: seed)
    var covered = 0
    for _ in 0..<tournaments {
      let world = pool(players, deviation: 150, using: &random)
      let results = world.play(
        RoundRobin(players: players, gamesPerPair: gamesPerPair), using: &random)
      let names = (0..<players).map { "\($0)" }
      let ratings = Standings(names: names, results: results).ratings(pairs: pairs)
      let mean = world.strengths.reduce(0, +) / Double(players)
      let slope = drawSlope(world.drawWidth)
      for player in 0..<players {
        let estimate = ratings.estimate(of: player)
        // Ratings are scaled so that a difference means the expected score that Elo gives.
        let truth = (world.strengths[player] - mean) * slope
        covered += (estimate.lower...estimate.upper).contains(truth) ? 1 : 0
      }
    }
    return Double(covered) / Double(tournaments * players)
  }

  /// How much less steeply the expected score rises with such a width of draws.
  private static func drawSlope(_ width: Double) -> Double {
    let win = Elo.expectation(-width)
    return 4 * win * (1 - win)
  }

  /// How often a sequential test of 0 against `elo` Elo decides wrongly, in matches of pairs of games
  /// between players that far apart or equal.
  public static func errors(
    matches: Int, elo: Double, truth: Double, seed: UInt64
  ) -> (wrong: Double, games: Double) {
    var random = RandomSource(seed: seed)
    let test = SequentialTest(0, elo)
    var wrong = 0
    var games = 0
    for _ in 0..<matches {
      // Logistic Elo of the score is what the test is about.
      let world = World(
        strengths: [truth / drawSlope(60), 0], advantage: 40, drawWidth: 60)
      var counts = [Int](repeating: 0, count: 5)
      var verdict = SequentialTest.Verdict.undecided
      while verdict == .undecided {
        for _ in 0..<8 {
          let points = [Pairing(0, 1, game: 0), Pairing(0, 1, game: 1)].reduce(0.0) {
            $0 + world.result(of: $1, using: &random).points(of: 0)
          }
          counts[Int(2 * points)] += 1
        }
        verdict = test.verdict(ScoreSample(pairs: counts))
      }
      games += 2 * counts.reduce(0, +)
      wrong += (verdict == .acceptAlternative) == (truth <= 0) ? 1 : 0
    }
    return (Double(wrong) / Double(matches), Double(games) / Double(matches))
  }

  /// The games of an adaptive tournament over those of a round robin, both until every interval is
  /// within `bound`: the mean over pools.
  public static func adaptiveShare(
    pools: Int, players: Int, deviation: Double, bound: Double, seed: UInt64
  ) -> (share: Double, games: Double) {
    var random = RandomSource(seed: seed)
    var (adaptive, all) = (0, 0)
    let names = (0..<players).map { "\($0)" }
    for _ in 0..<pools {
      let world = pool(players, deviation: deviation, using: &random)
      let results = world.play(
        AdaptiveSchedule(players: players, bound: bound, gamesPerPair: 1_000_000), using: &random)
      adaptive += results.count
      // As many rounds as it takes, found by doubling and halving.
      func widest(_ gamesPerPair: Int) -> Double {
        let results = world.play(
          RoundRobin(players: players, gamesPerPair: gamesPerPair), using: &random)
        let ratings = Standings(names: names, results: results).ratings()
        return (0..<players).map { ratings.estimate(of: $0).margin }.max() ?? 0
      }
      var high = 2
      while widest(high) > bound { high *= 2 }
      var low = high / 2
      while high - low > max(1, high / 64) {
        let middle = (low + high) / 2
        if widest(middle) > bound { low = middle } else { high = middle }
      }
      all += high * players * (players - 1) / 2
    }
    return (Double(adaptive) / Double(all), Double(adaptive) / Double(pools))
  }

  /// All of it, in full.
  public static func run(only name: String, report: (BenchmarkResult) -> Void) {
    func measure(_ subject: String, _ metric: String, _ unit: String, _ value: () -> Double) {
      guard name.isEmpty || subject.contains(name) else { return }
      report(
        BenchmarkResult(
          area: "statistics", subject: subject, metric: metric, value: value(), unit: unit))
    }
    for pairs in [false, true] {
      measure(
        "2,000 tournaments of 8 players, 40 games a pair" + (pairs ? ", by pairs" : ""),
        "truth in the 95 % interval", "%"
      ) {
        100 * coverage(tournaments: 2000, players: 8, gamesPerPair: 40, pairs: pairs, seed: 1)
      }
    }
    for truth in [0.0, 20] {
      var games = 0.0
      measure(
        "sequential test of 0 against 20 Elo, truth \(Text.fixed(truth, decimals: 0))", "wrong", "%"
      ) {
        let result = errors(matches: 2000, elo: 20, truth: truth, seed: 2)
        games = result.games
        return 100 * result.wrong
      }
      measure(
        "sequential test of 0 against 20 Elo, truth \(Text.fixed(truth, decimals: 0))",
        "mean length",
        "games"
      ) { games }
    }
    for deviation in [200.0, 300, 400] {
      measure(
        "200 pools of 12, strengths +-\(Text.fixed(deviation, decimals: 0)), until 30 Elo",
        "adaptive over round robin", "%"
      ) {
        100
          * adaptiveShare(pools: 200, players: 12, deviation: deviation, bound: 30, seed: 3).share
      }
    }
  }
}
