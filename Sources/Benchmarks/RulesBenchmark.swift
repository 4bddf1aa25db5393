import ArenaCore

/// How fast the rules of a game are.
enum RulesBenchmark {
  /// - Parameter seconds: how long each of the five runs of a figure lasts.
  static func measure<Game: BoardGame>(
    _ start: Game, named name: String, seconds: Double
  ) -> [Measurement] {
    var random = RandomSource(seed: 1)
    var sum = 0.0
    let games = Stopwatch.rate(seconds: seconds) {
      for _ in 0..<16 {
        var game = start
        sum += game.rollOut(using: &random)
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
    func row(_ metric: String, _ value: Double, _ unit: String) -> Measurement {
      Measurement(area: "environments", subject: name, metric: metric, value: value, unit: unit)
    }
    return [
      row("random games", games, "games/s"),
      row("mean length", length, "moves"),
      row("random move", 1e9 / (games * length), "ns"),
      row("state", Double(MemoryLayout<Game>.size), "bytes"),
      row("copy", copyNanoseconds(start, seconds), "ns"),
    ]
  }

  /// The time that copying a state into another one takes.
  private static func copyNanoseconds<Game: BoardGame>(
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
