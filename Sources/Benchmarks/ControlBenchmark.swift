import Catalog
public import Evaluation
import Foundation
import Training

/// What agents learn of the control and toy tasks with their defaults, and in what time.
public enum ControlBenchmark {
  /// Trains each agent on each task that there is a preset for.
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
    for task in Catalog.tasks {
      for agent in task.agents where task.hasPreset(for: agent.name) {
        let name = "\(task.name) \(agent.name)"
        guard only.isEmpty || name.contains(only) else { continue }
        var plan = TrainingPlan(agent: agent.name, path: "")
        plan.threads = 1
        let study = try SeedStudy(
          task, plan, seeds: (0..<UInt64(seeds)).map { firstSeed + $0 }, options: [:],
          path: { folder.appending(path: "\(name) \($0)").path }, report: { _ in })
        for (metric, value, unit) in study.figures {
          report(
            BenchmarkResult(
              area: "control", subject: name, metric: metric, value: value, unit: unit))
        }
      }
    }
  }

  /// Seeds that no setting was chosen by.
  private static let firstSeed: UInt64 = 20_001
}
