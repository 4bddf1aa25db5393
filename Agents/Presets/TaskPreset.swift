/// How an agent learns a task or a game unless it is told otherwise: for how long, when it has learnt
/// enough, and which settings differ from the agent's defaults.
///
/// A line of the table is a task or a game, an agent and what is best known for the two. What it
/// gives is in the RESULTS.md of the agent.
public struct TaskPreset: Sendable, Hashable {
  public let task: String
  public let agent: String
  /// The length of the run, in steps of the task.
  public let steps: Int
  /// Evaluations over the run.
  public let evaluations: Int
  /// Episodes of each: more where returns vary much from one to the next.
  public let episodes: Int
  /// The mean return at which the run ends early; nil for the task's own threshold.
  public let target: Double?
  /// A game: the most games by which a checkpoint shows that it beats the best one; nil for as many
  /// as usual.
  public let promotionGames: Int?
  /// As a user would write them: `num-envs=4 hidden=32x32`.
  public let settings: String

  public init(
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

  public var options: [String: String] {
    Dictionary(
      settings.split(whereSeparator: \.isWhitespace).map { word in
        let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
        return (parts[0], parts.count > 1 ? parts[1] : "")
      }, uniquingKeysWith: { _, last in last })
  }

  /// The line of the two; where there is none, a length alone.
  public static func of(_ task: String, _ agent: String) -> TaskPreset {
    line(task, agent) ?? TaskPreset(task, agent, steps: 200_000)
  }

  /// The line of the two; nil where there is none.
  public static func line(_ task: String, _ agent: String) -> TaskPreset? {
    all.first { $0.task == task && $0.agent == agent }
  }

  /// Every line.
  public static let all: [TaskPreset] = ofPolicies + ofValues + ofGames
}
