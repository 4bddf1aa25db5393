import Catalog

enum EvaluateCommand: Command {
  static let name = "evaluate"
  static let summary = "measures a player of a task by its mean return over fresh episodes"
  static let usage = "TASK --player SPEC [--episodes N] [--seed N] [--set KEY=VALUE ...]"
  static let flags = [
    Flag("player", "SPEC", "the player, such as ppo:run=runs/CartPole-v1-ppo-1"),
    Flag("episodes", "N", standard: "100", "episodes, each with a start of its own"),
    Flag("seed", "N", standard: "1000", "the seed of the episodes"),
    Flag("set", "KEY=VALUE", "an option of the task; may be repeated"),
  ]

  static func run(_ arguments: Arguments) throws {
    let task = try Catalog.task(arguments.take("TASK")[0])
    guard let text = try arguments.text("player") else { throw UsageError("--player is missing") }
    let plan = ExamPlan(
      episodes: try arguments.integer("episodes", in: 1...10_000_000)!,
      seed: UInt64(try arguments.integer("seed", in: 0...Int.max)!))
    let result = try task.examine(PlayerSpec(text), plan, options: arguments.pairs("set"))
    print("\(result.summary) over \(plan.episodes) episodes")
  }
}
