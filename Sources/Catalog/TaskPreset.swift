import ArenaCore
import Training

/// How an agent learns a task or a game unless it is told otherwise: for how long, when it has learnt enough,
/// and which settings differ from the agent's defaults.
///
/// A line of the table is a task or a game, an agent and what is best known for the two. What it gives is in
/// the RESULTS.md of the agent.
struct TaskPreset: Sendable, Hashable {
  let task: String
  let agent: String
  /// The length of the run, in steps of the task.
  let steps: Int
  /// Evaluations over the run.
  let evaluations: Int
  /// Episodes of each: more where returns vary much from one to the next.
  let episodes: Int
  /// The mean return at which the run ends early; nil for the task's own threshold.
  let target: Double?
  /// A game: the most games by which a checkpoint shows that it beats the best one; nil for as many
  /// as usual.
  let promotionGames: Int?
  /// As a user would write them: `num-envs=4 hidden=32x32`.
  let settings: String

  init(
    _ task: String, _ agent: String, steps: Int, evaluations: Int = 20, episodes: Int = 100,
    target: Double? = nil, promotionGames: Int? = nil, _ settings: String = ""
  ) {
    self.task = task
    self.agent = agent
    self.steps = steps
    self.evaluations = evaluations
    self.episodes = episodes
    self.target = target
    self.promotionGames = promotionGames
    self.settings = settings
  }

  var options: [String: String] {
    Dictionary(
      settings.split(whereSeparator: \.isWhitespace).map { word in
        let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
        return (parts[0], parts.count > 1 ? parts[1] : "")
      }, uniquingKeysWith: { _, last in last })
  }

  /// The line of the two; where there is none, a length alone.
  static func of(_ task: String, _ agent: String) -> TaskPreset {
    line(task, agent) ?? TaskPreset(task, agent, steps: 200_000)
  }

  /// The line of the two; nil where there is none.
  static func line(_ task: String, _ agent: String) -> TaskPreset? {
    all.first { $0.task == task && $0.agent == agent }
  }

  static let all: [TaskPreset] =
    [
      TaskPreset(
        "CartPole-v1", "ppo", steps: 40_000, evaluations: 40, target: 485,
        "num-envs=4 n-steps=32 epochs=10 batch=32 hidden=32x32 learning-rate=0.002 gae-lambda=0.9"),
      TaskPreset(
        "CartPole-v1", "a2c", steps: 200_000, evaluations: 40, target: 485, "learning-rate=0.002"),
      TaskPreset(
        "CartPole-v1", "reinforce", steps: 200_000, evaluations: 40, target: 485,
        "num-envs=4 n-steps=512 learning-rate=0.01"),
      TaskPreset(
        "CartPole-v0", "ppo", steps: 40_000, evaluations: 40, target: 198,
        "num-envs=4 n-steps=32 epochs=10 batch=32 hidden=32x32 learning-rate=0.002 gae-lambda=0.9"),
      TaskPreset(
        "MountainCar-v0", "ppo", steps: 300_000, evaluations: 30, target: -98,
        "num-envs=16 n-steps=64 epochs=10 batch=64 discount=0.999 gae-lambda=0.98 "
          + "normalise-observations=true normalise-rewards=true"),
      TaskPreset(
        "MountainCarContinuous-v0", "ppo", steps: 40_000, target: 99.2,
        "num-envs=16 n-steps=128 epochs=10 batch=128 hidden=16x16 learning-rate=0.002 "
          + "discount=0.999 gae-lambda=0.98 normalise-observations=true normalise-rewards=true"),
      TaskPreset(
        "Acrobot-v1", "ppo", steps: 1_000_000, target: -60,
        "num-envs=32 n-steps=64 epochs=10 batch=256 discount=0.999 gae-lambda=0.98 "
          + "normalise-observations=true normalise-rewards=true"),
      TaskPreset(
        "Pendulum-v1", "ppo", steps: 150_000,
        "num-envs=8 n-steps=128 epochs=10 batch=64 learning-rate=0.002 gae-lambda=0.9 "
          + "value-coefficient=1 normalise-rewards=true final-clip-range=0.2 shared=true "
          + "state-dependent-deviation=true"),
      TaskPreset(
        "Pendulum-v1", "sac", steps: 9000, evaluations: 9,
        "discount=0.98 learning-rate=0.002 final-learning-rate=0.002 tau=0.01"),
      TaskPreset(
        "Pendulum-v1", "td3", steps: 12_000, evaluations: 12,
        "discount=0.98 learning-rate=0.003 final-learning-rate=0.0003 learning-rate-schedule=linear "
          + "tau=0.01"),
      TaskPreset(
        "FrozenLake-v1", "ppo", steps: 200_000, evaluations: 10, episodes: 4000, target: 0.75,
        "num-envs=32 n-steps=64 epochs=4 batch=256 learning-rate=0.003 discount=0.99 gae-lambda=0.9 "
          + "entropy-coefficient=0.03"),
      TaskPreset(
        "FrozenLake8x8-v1", "ppo", steps: 300_000, evaluations: 10, episodes: 2000, target: 0.91,
        "num-envs=64 n-steps=32 epochs=4 batch=256 hidden=32x32 learning-rate=0.003 discount=0.999 "
          + "gae-lambda=0.98 entropy-coefficient=0.02 normalise-rewards=true"),
      TaskPreset(
        "CliffWalking-v1", "ppo", steps: 100_000, target: -13,
        "num-envs=32 n-steps=32 epochs=8 batch=256 hidden=32x32 learning-rate=0.003 discount=0.97 "
          + "gae-lambda=0.9 clip-range=0.3 value-coefficient=0.01 entropy-coefficient=0.5"),
      TaskPreset(
        "CliffWalkingSlippery-v1", "ppo", steps: 300_000, target: -65,
        "num-envs=32 n-steps=128 epochs=8 batch=256 discount=0.99 gae-lambda=0.95 clip-range=0.3 "
          + "entropy-coefficient=0.1 normalise-rewards=true"),
      TaskPreset(
        "Taxi-v4", "ppo", steps: 1_200_000, target: 7.9,
        "num-envs=64 n-steps=64 epochs=4 batch=512 hidden=64 shared=true learning-rate=0.005 "
          + "discount=0.98 gae-lambda=0.9 entropy-coefficient=0.05 normalise-rewards=true"),
      TaskPreset(
        "Blackjack-v1", "ppo", steps: 600_000, evaluations: 5, episodes: 10_000, target: 0,
        "num-envs=64 n-steps=64 epochs=4 batch=512 learning-rate=0.002 discount=1 gae-lambda=1 "
          + "entropy-coefficient=0.05"),
    ] + ofValues + ofGames
}

/// What is known of the returns of tasks.
enum KnownReturns {
  /// The mean return of the best play, where it is known: by dynamic programming or the widest
  /// search.
  private static let optima = [
    "CartPole-v1": 500, "CartPole-v0": 200, "MountainCar-v0": -97.65, "Acrobot-v1": -58.7,
    "Pendulum-v1": -135.7, "MountainCarContinuous-v0": 99.64, "FrozenLake-v1": 0.7442,
    "FrozenLake8x8-v1": 0.9132, "CliffWalking-v1": -13, "CliffWalkingSlippery-v1": -64.71,
    "Taxi-v4": 7.93, "Blackjack-v1": -0.0431,
  ]

  static func facts(of task: String, threshold: Double?) -> String {
    let facts = [
      threshold.map { "counts as solved at a mean return of \(text($0))" },
      optima[task].map { "the best possible is about \(text($0))" },
    ].compactMap { $0 }
    return facts.isEmpty ? "no known optimum" : facts.joined(separator: "; ")
  }

  static func text(_ figure: Double) -> String {
    Text.fixed(figure, decimals: abs(figure) < 10 ? 3 : 1)
  }
}

/// What a plan leaves to the preset of its agent and task.
extension TrainingPlan {
  /// Fills in length, evaluations and target where none was given, and what is going to happen.
  ///
  /// - Parameter threshold: the mean return at which the task counts as solved; nil where it never
  ///   does.
  mutating func complete(by preset: TaskPreset, threshold: Double?) {
    // A length that was asked for is kept to its end.
    if limit == nil {
      target = target ?? preset.target ?? threshold
      checkpoints = checkpoints ?? preset.evaluations
    }
    let limit = limit ?? .steps(preset.steps)
    self.limit = limit
    let ends = target.map { ", or until it reaches \(KnownReturns.text($0))" } ?? ""
    announcement = [
      "\(preset.task): \(KnownReturns.facts(of: preset.task, threshold: threshold))",
      "\(agent) trains for \(limit)\(ends); settings: "
        + (preset.settings.isEmpty ? "the agent's defaults" : preset.settings),
      "evaluated \(checkpoints ?? 12) times over \(preset.episodes) episodes that it never trains on; "
        + "the best is kept",
    ]
  }
}

extension AgentEntry {
  /// The agent with what is best known for a task as the defaults of its training.
  func preset(for task: String) -> Self {
    learning == nil ? self : replacingDefaults(TaskPreset.of(task, name).options)
  }
}
