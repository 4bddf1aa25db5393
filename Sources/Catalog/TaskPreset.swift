/// How an agent learns a task unless it is told otherwise: for how long, when it has learnt enough,
/// and which settings differ from the agent's defaults.
///
/// A line of the table is a task, an agent and what is best known for the two. What it gives is in
/// the RESULTS.md of the agent.
struct TaskPreset: Sendable, Hashable {
  let task: String
  let agent: String
  /// The length of the run, in steps of the task.
  let steps: Int
  /// Evaluations over the run.
  let evaluations: Int
  /// The mean return at which the run ends early; nil for the task's own threshold.
  let target: Double?
  /// As a user would write them: `num-envs=4 hidden=32x32`.
  let settings: String

  init(
    _ task: String, _ agent: String, steps: Int, evaluations: Int = 20, target: Double? = nil,
    _ settings: String = ""
  ) {
    self.task = task
    self.agent = agent
    self.steps = steps
    self.evaluations = evaluations
    self.target = target
    self.settings = settings
  }

  var options: [String: String] {
    Dictionary(
      settings.split(whereSeparator: \.isWhitespace).map { word in
        let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
        return (parts[0], parts.count > 1 ? parts[1] : "")
      }, uniquingKeysWith: { _, last in last })
  }

  static func of(_ task: String, _ agent: String) -> TaskPreset? {
    all.first { $0.task == task && $0.agent == agent }
  }

  static let all: [TaskPreset] = []
}

/// What an agent that plays a task as well as can be earns in the mean, where that is known: by
/// dynamic programming or the widest search.
enum KnownOptimum {
  static func of(_ task: String) -> Double? { all[task] }

  private static let all = [
    "CartPole-v1": 500, "CartPole-v0": 200, "MountainCar-v0": -97.65, "Acrobot-v1": -58.7,
    "Pendulum-v1": -135.7, "MountainCarContinuous-v0": 99.64, "FrozenLake-v1": 0.7442,
    "FrozenLake8x8-v1": 0.9132, "CliffWalking-v1": -13, "CliffWalkingSlippery-v1": -64.71,
    "Taxi-v4": 7.93, "Blackjack-v1": -0.0431,
  ]
}
