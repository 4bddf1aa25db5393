import Catalog
import Evaluation
import Foundation

/// The same work done by the programs that people use today, where `python3` has them.
enum PeerBenchmark {
  /// One line for each of the programs that is not installed.
  static var missing: [String] {
    [("OpenSpiel", "pyspiel", "open_spiel"), ("Gymnasium", "gymnasium", "gymnasium")]
      .filter { _, module, _ in answer(to: "import \(module); print(1)", []) == nil }
      .map { name, _, package in
        "\(name) is not measured: python3 lacks it (pip install \(package))"
      }
  }

  /// Random games a second in OpenSpiel's own C++ loop, which is reached through a search of one
  /// simulation that plays twenty of them; none where it is not installed or lacks
  /// the game.
  static func randomGames(of game: GameEntry, seconds: Double) -> [BenchmarkResult] {
    guard let name = game.openSpielName else { return [] }
    return rate(
      """
      import pyspiel
      game = pyspiel.load_game(sys.argv[2])
      state = game.new_initial_state()
      rollouts = pyspiel.RandomRolloutEvaluator(20, 1)
      search = pyspiel.MCTSBot(game, rollouts, 1.4, 1, 100, False, 1, False)
      def work():
        search.mcts_search(state)
        return 20
      """, [name], seconds
    ).map {
      BenchmarkResult(
        area: "environments", subject: game.name, metric: "OpenSpiel's random games", value: $0,
        unit: "games/s")
    }
  }

  /// Steps a second of Gymnasium's task; none where it is not installed or lacks the
  /// task.
  static func steps(of task: String, seconds: Double) -> [BenchmarkResult] {
    rate(
      """
      import gymnasium
      task = gymnasium.make(sys.argv[2]).unwrapped
      task.reset(seed=1)
      action = task.action_space.sample()
      def work():
        for _ in range(100):
          if task.step(action)[2]: task.reset()
        return 100
      """, [task], seconds
    ).map {
      BenchmarkResult(
        area: "environments", subject: task, metric: "Gymnasium's steps", value: $0,
        unit: "steps/s")
    }
  }

  /// The median over five runs of what `setting`, a piece of Python that defines `work`, does a
  /// second.
  private static func rate(
    _ setting: String, _ arguments: [String], _ seconds: Double
  ) -> [Double] {
    let script = """
      import statistics, sys, time
      \(setting)
      work()
      rates = []
      for _ in range(5):
        start, count = time.process_time(), 0
        while time.process_time() < start + float(sys.argv[1]): count += work()
        rates.append(count / (time.process_time() - start))
      print(statistics.median(rates))
      """
    return answer(to: script, ["\(seconds)"] + arguments).map { [$0] } ?? []
  }

  /// The number that a Python script prints; nil when it fails.
  private static func answer(to script: String, _ arguments: [String]) -> Double? {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script] + arguments
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return Double(text.trimmingCharacters(in: .whitespacesAndNewlines))
  }
}
