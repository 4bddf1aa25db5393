public import ArenaCore

/// How fast the rules of a game are, compiled for it by whoever measures them.
public enum RulesBenchmark {
  /// - Parameter seconds: how long each of the five runs of a figure lasts.
  @inlinable public static func measure<Game: BoardGame>(
    _ start: Game, named name: String, seconds: Double
  ) -> [BenchmarkResult] {
    var random = RandomSource(seed: 1)
    var sum = 0.0
    let games = Stopwatch.rate(seconds: seconds) {
      for _ in 0..<16 {
        var game = start
        sum += game.playOut(using: &random)
      }
      return 16
    }
    var plies = 0
    for _ in 0..<200 {
      var game = start
      while game.turn != nil {
        _ = game.playRandomAction(using: &random)
        plies += 1
      }
    }
    let length = Double(plies) / 200
    precondition(sum.isFinite)
    func row(_ metric: String, _ value: Double, _ unit: String) -> BenchmarkResult {
      BenchmarkResult(area: "environments", subject: name, metric: metric, value: value, unit: unit)
    }
    return [
      row("random games", games, "games/s"),
      row("mean length", length, "moves"),
      row("random move", 1e9 / (games * length), "ns"),
      row("state", Double(MemoryLayout<Game>.size), "bytes"),
      row("copy", copyNanoseconds(start, seconds), "ns"),
    ] + againstDefaults(start, seconds, row)
  }

  /// What the game's own ways to list actions and to play at random gain over those that it would
  /// have by default, which ask for every action whether it is legal. About 1 where it has no own.
  @inlinable static func againstDefaults<Game: BoardGame>(
    _ start: Game, _ seconds: Double, _ row: (String, Double, String) -> BenchmarkResult
  ) -> [BenchmarkResult] {
    var random = RandomSource(seed: 2)
    var positions: [Game] = []
    var game = start
    while positions.count < 64 {
      positions.append(game)
      _ = game.playRandomAction(using: &random)
      if game.turn == nil { game = start }
    }
    var actions: [Int] = []
    func rate(_ work: (Game) -> Void) -> Double {
      Stopwatch.rate(runs: 3, seconds: seconds / 8) {
        for position in positions { work(position) }
        return positions.count
      }
    }
    func listByDefault(_ game: Game) {
      actions.removeAll(keepingCapacity: true)
      for action in 0..<game.actionCount where game.isLegal(action) { actions.append(action) }
    }
    let listed = rate { game in
      actions.removeAll(keepingCapacity: true)
      game.appendLegalActions(to: &actions)
    }
    let listedByDefault = rate(listByDefault)
    let played = rate { game in
      var game = game
      _ = game.playRandomAction(using: &random)
    }
    let playedByDefault = rate { game in
      listByDefault(game)
      var game = game
      game.play(actions[random.below(actions.count)])
    }
    return [
      row("legal actions", 1e9 / listed, "ns"),
      row("legal actions, time, default : own", listed / listedByDefault, "ratio"),
      row("random move, time, default : own", played / playedByDefault, "ratio"),
    ]
  }

  /// The time that copying a state into another one takes.
  @inlinable static func copyNanoseconds<Game: BoardGame>(
    _ start: Game, _ seconds: Double
  ) -> Double {
    var states = [Game](repeating: start, count: 16)
    let copies = Stopwatch.rate(seconds: seconds / 4) {
      for round in 0..<1000 {
        let source = round & 15
        states[(source + 7) & 15] = states[source]
      }
      return 1000
    }
    precondition(states.count == 16)
    return 1e9 / copies
  }
}
