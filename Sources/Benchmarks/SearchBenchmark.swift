import Agents
import ArenaCore
import Catalog
import Environments
public import Evaluation

/// How fast searches are: plain UCT, and self-play beside the bare network it calls.
public enum SearchBenchmark {
  /// Measures every row whose subject contains `name`: UCT through the catalog too, which must not
  /// differ.
  public static func run(only name: String, report: (BenchmarkResult) -> Void) throws {
    func row(
      _ subject: String, _ metric: String, _ value: Double, _ unit: String, threads: Int = 1
    ) -> BenchmarkResult {
      BenchmarkResult(
        area: "search", subject: subject, metric: metric, value: value, unit: unit,
        threads: threads)
    }
    func measureSelfPlay(_ start: some Keyed & Symmetric, _ game: String) throws {
      let subject = "\(game) self-play 5x64"
      guard name.isEmpty || subject.contains(name) else { return }
      let settings = ["blocks": "5", "channels": "64", "workers": "2", "games": "64"]
      var benchmark = try SelfPlayBenchmark(
        start, Options(settings, for: AlphaZeroOptions.specs(for: type(of: start))))
      let speed = benchmark.measure()
      [
        row(subject, "bare network", speed.networkPositions, "positions/s", threads: 2),
        row(subject, "self-play", speed.evaluations, "evaluations/s", threads: 2),
        row(subject, "self-play", speed.cacheHits, "cache hits/s", threads: 2),
        row(subject, "self-play", speed.simulations, "simulations/s", threads: 2),
        row(subject, "evaluations : bare network", speed.share, "ratio", threads: 2),
      ].forEach(report)
    }
    let connectFour = try ConnectFour()
    let goLite = try GoLite()
    if name.isEmpty || "connect-four uct".contains(name) {
      let pairs = try registryPairs(connectFour)
      [
        row(
          "connect-four uct", "direct", Stopwatch.median(pairs.map(\.direct)), "simulations/s"),
        row(
          "connect-four uct", "through the catalog", Stopwatch.median(pairs.map(\.listed)),
          "simulations/s"),
        row(
          "connect-four uct", "time, catalog : direct",
          Stopwatch.median(pairs.map { $0.direct / $0.listed }), "ratio"),
      ].forEach(report)
    }
    if name.isEmpty || "go-lite uct".contains(name) {
      let rates = (0..<5).map { _ in
        simulationsPerSecond(of: UCTPlayer(for: goLite, simulations: 10_000), in: goLite)
      }
      report(row("go-lite uct", "direct", Stopwatch.median(rates), "simulations/s"))
    }
    try measureSelfPlay(connectFour, "connect-four")
    try measureSelfPlay(goLite, "go-lite")
  }

  /// Simulations a second of the same player made directly and by the catalog, in turn and with the
  /// order swapped, so that a change of the machine's speed, or what the one leaves in the caches,
  /// touches both.
  private static func registryPairs(
    _ game: ConnectFour
  ) throws -> [(direct: Double, listed: Double)] {
    let spec = try PlayerSpec("uct:simulations=10000")
    func measureListed() throws -> Double {
      let listed = Listed(spec: spec)
      try Catalog.game(ConnectFour.name).receive(listed, [:])
      return listed.rate
    }
    func measureDirect() -> Double {
      simulationsPerSecond(of: UCTPlayer(for: game, simulations: 10_000), in: game)
    }
    return try (0..<10).map { round in
      if round.isMultiple(of: 2) {
        let direct = measureDirect()
        return (direct, try measureListed())
      }
      let listed = try measureListed()
      return (measureDirect(), listed)
    }
  }

  /// Measures the player that the catalog makes of a spec.
  private final class Listed: GameVisitor {
    let spec: PlayerSpec
    var rate = 0.0

    init(spec: PlayerSpec) { self.spec = spec }

    func visit<Game: BoardGame & Keyed & Symmetric>(
      _ start: Game, players: PlayerMaker<Game>
    ) throws {
      rate = simulationsPerSecond(of: try players(spec)(1), in: start)
    }
  }

  /// Simulations a second of a player that runs 10,000 of them for the first move.
  private static func simulationsPerSecond<Game: BoardGame>(
    of player: some Player<Game>, in game: Game
  ) -> Double {
    var player = player
    var random = RandomSource(seed: 1)
    return Stopwatch.rate(runs: 1, seconds: 0.1) {
      player.begin(as: .first, in: game)
      _ = player.choose(in: game, within: .unlimited, using: &random)
      return 10_000
    }
  }
}
