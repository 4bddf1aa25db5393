import Catalog
public import Evaluation
import Foundation
import Training

/// What agents learn of the control and toy tasks with their defaults, and in what time.
public enum ControlBenchmark {
  /// Trains each agent on each task that there is a preset for, and on the games that are asked for.
  ///
  /// - Parameters:
  ///   - only: a part of the name of the cases to measure, such as `CartPole-v1 ppo`.
  ///   - seeds: how many trainings of each.
  public static func run(
    only: String, seeds: Int, report: (BenchmarkResult) -> Void
  ) throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "arena-control-\(ProcessInfo.processInfo.processIdentifier)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let seeds = (0..<UInt64(seeds)).map { firstSeed + $0 }
    func measure(
      _ name: String, _ agent: String,
      _ study: (TrainingPlan, _ path: (UInt64) -> String) throws -> [Figure]
    ) throws {
      guard only.isEmpty || name.contains(only) else { return }
      var plan = TrainingPlan(agent: agent, path: "")
      plan.threads = 1
      for figure in try study(plan, { folder.appending(path: "\(name) \($0)").path }) {
        report(
          BenchmarkResult(
            area: "control", subject: name, metric: figure.metric, value: figure.value,
            unit: figure.unit))
      }
    }
    for task in Catalog.tasks {
      for agent in task.agents where task.hasPreset(for: agent.name) {
        try measure("\(task.name) \(agent.name)", agent.name) { plan, path in
          try SeedStudy(task, plan, seeds: seeds, options: [:], path: path, report: { _ in })
            .metrics
        }
      }
    }
    // Games take minutes each, so they have to be asked for.
    for game in Catalog.games where only.contains(game.name) {
      for agent in game.agents where game.hasPreset(for: agent.name) {
        try measure("\(game.name) \(agent.name)", agent.name) { plan, path in
          try GameStudy(game, plan, seeds: seeds, path: path).metrics
        }
      }
    }
  }

  private typealias Figure = (metric: String, value: Double, unit: String)

  /// Seeds that no setting was chosen by.
  private static let firstSeed: UInt64 = 20_001
}
