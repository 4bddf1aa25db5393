import Agents
import ArenaCore
import Environments
import NeuralCore

/// The measurements behind `arena bench`.
public enum Benchmarks {
  /// How fast the rules are, for every game and task whose name contains `name`.
  ///
  /// - Parameters:
  ///   - seconds: how long each of the five runs of a figure lasts.
  ///   - peers: whether to measure OpenSpiel's games and Gymnasium's tasks beside ours.
  ///   - report: called with each figure as it is measured.
  public static func environments(
    _ name: String, seconds: Double, peers: Bool, report: (Measurement) -> Void
  ) throws {
    for game in Catalog.games where name.isEmpty || game.name.contains(name) {
      try game.measureRules(seconds: seconds).forEach(report)
      if peers { PeerBenchmark.randomGames(of: game.name, seconds: seconds).forEach(report) }
    }
    for task in Catalog.tasks where name.isEmpty || task.name.contains(name) {
      try task.measureSteps(seconds: seconds).forEach(report)
      if peers { PeerBenchmark.steps(of: task.name, seconds: seconds).forEach(report) }
    }
  }

  /// One line for each program that `environments` would measure beside ours, were it installed.
  public static var missingPeers: [String] { PeerBenchmark.missing }

  /// How fast networks run and train; see `NeuralBenchmark`.
  ///
  /// - Parameters:
  ///   - peers: whether to measure onnxruntime and PyTorch beside, where python3 has them.
  ///   - note: called with lines about the measurement: the build, what runs beside.
  ///   - report: called with each figure as it is measured.
  public static func neural(
    _ name: String, peers: Bool, note: (String) -> Void, report: (Measurement) -> Void
  ) {
    NeuralBenchmark().run(only: name, peers: peers, note: note) { row in
      report(
        Measurement(
          area: "neural", subject: row.name, metric: "\(row.area) \(row.metric)",
          value: row.value, unit: row.unit, threads: row.threads))
    }
  }

  /// How fast searches are, for every row whose subject contains `name`: plain UCT, through the
  /// catalog too, which must not differ; and self-play against the bare network it calls.
  public static func search(_ name: String, report: (Measurement) -> Void) throws {
    func row(
      _ subject: String, _ metric: String, _ value: Double, _ unit: String, threads: Int = 1
    ) -> Measurement {
      Measurement(
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
      try Catalog.game(ConnectFour.name).measureSearch(spec)
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

  /// Simulations a second of a player that runs 10,000 of them for the first move.
  static func simulationsPerSecond<Game: BoardGame>(
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
