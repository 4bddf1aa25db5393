import Catalog
public import Evaluation

/// How fast the rules of games and tasks are, beside the libraries people use today.
public enum EnvironmentBenchmark {
  /// Measures every game and task whose name contains `name`.
  ///
  /// - Parameters:
  ///   - seconds: how long each of the five runs of a figure lasts.
  ///   - peers: whether to measure OpenSpiel's games and Gymnasium's tasks beside ours.
  ///   - report: called with each figure as it is measured.
  public static func run(
    only name: String, seconds: Double, peers: Bool, report: (BenchmarkResult) -> Void
  ) throws {
    for game in Catalog.games where name.isEmpty || game.name.contains(name) {
      try game.measureRules(seconds).forEach(report)
      if peers { PeerBenchmark.randomGames(of: game, seconds: seconds).forEach(report) }
    }
    for task in Catalog.tasks where name.isEmpty || task.name.contains(name) {
      try task.measureSteps(seconds).forEach(report)
      if peers { PeerBenchmark.steps(of: task.name, seconds: seconds).forEach(report) }
    }
  }

  /// One line for each program that would be measured beside ours, were it installed.
  public static var missingPeers: [String] { PeerBenchmark.missing }
}
