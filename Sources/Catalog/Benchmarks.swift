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
  /// - Parameter report: called with each figure as it is measured.
  public static func neural(_ name: String, report: (Measurement) -> Void) {
    NeuralBenchmark().run { row in
      guard name.isEmpty || row.name.contains(name) else { return }
      report(
        Measurement(
          area: "neural", subject: row.name, metric: "\(row.area) \(row.metric)",
          value: row.value, unit: row.unit, threads: row.threads))
    }
  }

  /// What the neural figures are measured with: the inner loops' build and OpenBLAS' kernel.
  public static var neuralSetting: String { NeuralBenchmark().setting }

  /// How fast searches are; the same search through the catalog and directly, which must not
  /// differ.
  public static func search(_ name: String, report: (Measurement) -> Void) throws {
    let spec = try PlayerSpec("uct:simulations=10000")
    let game = try ConnectFour()
    // In turn and with the order swapped, so that a change of the machine's speed, or what the one
    // leaves in the caches, touches both.
    var pairs: [(direct: Double, listed: Double)] = []
    for round in 0..<10 {
      func measureListed() throws -> Double {
        try Catalog.game(ConnectFour.name).measureSearch(spec)
      }
      func measureDirect() -> Double {
        simulationsPerSecond(of: UCTPlayer(for: game, simulations: 10_000), in: game)
      }
      if round.isMultiple(of: 2) {
        let direct = measureDirect()
        pairs.append((direct, try measureListed()))
      } else {
        let listed = try measureListed()
        pairs.append((measureDirect(), listed))
      }
    }
    func row(_ metric: String, _ value: Double, _ unit: String) -> Measurement {
      Measurement(
        area: "search", subject: "connect-four uct", metric: metric, value: value, unit: unit)
    }
    [
      row("direct", Stopwatch.median(pairs.map(\.direct)), "simulations/s"),
      row("through the catalog", Stopwatch.median(pairs.map(\.listed)), "simulations/s"),
      row("time, catalog : direct", Stopwatch.median(pairs.map { $0.direct / $0.listed }), "ratio"),
    ].forEach(report)
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
