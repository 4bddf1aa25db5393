import Agents
import ArenaCore
import Environments

/// The measurements behind `arena bench`.
public enum Benchmarks {
  /// How fast the rules are, for every game whose name contains `name`.
  public static func environments(_ name: String) throws -> [Measurement] {
    try Catalog.games.filter { name.isEmpty || $0.name.contains(name) }.flatMap {
      try $0.measureRules()
    }
  }

  /// How fast searches are; the same search through the catalog and directly, which must not
  /// differ.
  public static func search(_ name: String) throws -> [Measurement] {
    let spec = try PlayerSpec("uct:simulations=10000")
    let game = try ConnectFour()
    // In turn, so that a change of the machine's speed touches both.
    var pairs: [(direct: Double, listed: Double)] = []
    for _ in 0..<9 {
      let direct = simulationsPerSecond(of: UCTPlayer(for: game, simulations: 10_000), in: game)
      pairs.append((direct, try Catalog.game(ConnectFour.name).measureSearch(spec)))
    }
    func row(_ metric: String, _ value: Double, _ unit: String) -> Measurement {
      Measurement(
        area: "search", subject: "connect-four uct", metric: metric, value: value, unit: unit)
    }
    return [
      row("direct", Stopwatch.median(pairs.map(\.direct)), "simulations/s"),
      row("through the catalog", Stopwatch.median(pairs.map(\.listed)), "simulations/s"),
      row("time, catalog : direct", Stopwatch.median(pairs.map { $0.direct / $0.listed }), "ratio"),
    ]
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
