import ArenaCore
public import Evaluation
import Match

/// How long pools of results take to rate: counted, fitted, with the full covariance.
public enum RatingBenchmark {
  public static func run(only name: String, report: (BenchmarkResult) -> Void) {
    for (games, players) in [(10_000, 20), (1_000_000, 1000)] {
      let subject = "\(Text.grouped(games)) results of \(Text.grouped(players)) players"
      guard name.isEmpty || subject.contains(name) else { continue }
      let pool = pool(games: games, players: players)
      let times = (0..<5).map { _ in
        let start = ContinuousClock.now
        let ratings = Ratings(of: pool.names.count, from: pool.results)
        let duration = ContinuousClock.now - start
        // The result is used, so that no compiler leaves it out.
        return ratings.elo.isEmpty ? 0 : duration / .milliseconds(1)
      }
      report(
        BenchmarkResult(
          area: "ratings", subject: subject, metric: "rated", value: Stopwatch.median(times),
          unit: "ms"))
    }
  }

  /// Random games of players whose strengths lie evenly between -500 and 500, a quarter drawn.
  private static func pool(games: Int, players: Int) -> ResultPool {
    var random = RandomSource(seed: 1)
    var pool = ResultPool()
    for _ in 0..<games {
      let first = random.integer(below: players)
      let second = (first + 1 + random.integer(below: players - 1)) % players
      let difference = Double(first - second) / Double(players) * 1000
      let result: ResultPool.Result =
        random.uniform() < 0.25
        ? .draw : random.uniform() < Elo.expectation(difference + 30) ? .win : .loss
      pool.add(first: "player \(first)", second: "player \(second)", result)
    }
    return pool
  }
}
