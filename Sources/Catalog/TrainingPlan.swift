import ArenaCore
import Training

/// A training run to start or to resume, before the world's type is known.
public struct TrainingPlan: Sendable {
  /// The name of the agent that learns.
  public var agent: String
  public var agentOptions: [String: String] = [:]
  /// The run's folder.
  public var path: String
  public var seed: UInt64 = 1
  public var threads = 1
  /// How long it trains; nil for as long as the preset of agent and task says.
  public var limit: RunLimit?
  /// Networks kept over the run; nil for as many as the preset says, or 12.
  public var checkpoints: Int?
  /// Ends the run once a checkpoint scores this much; nil for when the task counts as solved, where
  /// the length is the preset's too.
  public var target: Double?
  /// The most games by which a checkpoint may show that it beats the best one before it; 0 plays
  /// none, and the last checkpoint counts as the best.
  public var promotionGames = defaultPromotionGames
  /// What the session begins from.
  public var start = RunStart.savedState
  /// Asked after every round and, on any thread, before every game of an evaluation.
  public var shouldStop: @Sendable () -> Bool = { false }
  public var say: @Sendable (String) -> Void = { _ in }
  /// Takes a line before every game of an evaluation, on any thread.
  public var progress: @Sendable (String) -> Void = { _ in }

  public static let defaultPromotionGames = 64

  public init(agent: String, path: String, limit: RunLimit? = nil) {
    self.agent = agent
    self.path = path
    self.limit = limit
  }

  /// The plan with a value for every option of its agent: the given one, else that of the run in the
  /// folder, else the default one, so that a run goes on as it began when defaults change. A fresh
  /// start asks no run.
  ///
  /// - Throws: `CatalogError` when there is no such agent for the world, it does not learn, or it
  ///   refuses an option; `RunError` when it refuses one of the run in the folder.
  func completed<World: Environment>(
    among agents: [AgentEntry<World>], named name: String
  ) throws -> TrainingPlan {
    let (_, learning) = try AgentEntry.learning(agent, among: agents, for: name)
    _ = try Options.of(agent, agentOptions, learning.options)
    let options = agentOptions.merging(recordedOptions(for: name)) { given, _ in given }
    var plan = self
    do { plan.agentOptions = try Options(options, for: learning.options).allValues } catch {
      throw RunError.unreadable(path: path, reason: "run.json: \(error)")
    }
    return plan
  }

  /// The options of the run in the folder; none where it holds no run of this agent in this
  /// environment, which opening it to train tells.
  private func recordedOptions(for environment: String) -> [String: String] {
    guard start != .nothing, let run = (try? RunFolder(opening: path))?.configuration,
      run.environment == environment, run.agent == agent
    else { return [:] }
    return run.agentOptions
  }

  /// The learner that the plan names.
  ///
  /// - Throws: `CatalogError` when there is no such agent for the world, it does not learn, or it
  ///   refuses an option; `RunError` when it refuses those of the run in the folder together.
  func makeLearner<World: Environment>(
    among agents: [AgentEntry<World>], for world: World, named name: String
  ) throws -> any Learner<World> {
    let (_, learning) = try AgentEntry.learning(agent, among: agents, for: name)
    let options = try Options.of(agent, agentOptions, learning.options)
    do {
      return try learning.makeLearner(
        world, LearnerSetting(options: options, seed: seed, threads: threads))
    } catch let error as OptionError where !recordedOptions(for: name).isEmpty {
      throw RunError.unreadable(path: path, reason: "run.json: \(error)")
    }
  }

  /// Opens the run folder and trains to the limit.
  ///
  /// - Parameter words: what the progress line calls steps and episodes.
  func run<World: Environment>(
    _ learner: any Learner<World>, environment: String, options: Options,
    words: (steps: String, episodes: String),
    checkpointEvaluator: any CheckpointEvaluator<World>
  ) throws -> TrainingEnd {
    guard let limit else { throw CatalogError.noLength(agent: agent, environment: environment) }
    let configuration = RunConfiguration(
      environment: environment, environmentOptions: options.values, agent: agent,
      agentOptions: agentOptions, seed: seed)
    let folder = try RunFolder(training: path, configuration, isFresh: start == .nothing)
    var plan = TrainingRun<World>.Plan(limit: limit)
    plan.start = start
    plan.checkpoints = checkpoints ?? plan.checkpoints
    plan.target = target
    plan.stepWord = words.steps
    plan.episodeWord = words.episodes
    return try TrainingRun(
      learner, in: folder, plan: plan, checkpointEvaluator: checkpointEvaluator,
      watch: EvaluationWatch(shouldStop: shouldStop, report: progress), shouldStop: shouldStop,
      say: say
    ).run()
  }
}

/// What a plan leaves to the preset of its agent and task.
extension TrainingPlan {
  /// Fills in length, evaluations and target where none was given.
  ///
  /// - Parameter threshold: the mean return at which the task counts as solved; nil where it never
  ///   does.
  /// - Returns: what is going to happen, for the user.
  mutating func complete(by preset: TaskPreset, threshold: Double?) -> [String] {
    // A length that was asked for is kept to its end.
    if limit == nil {
      target = target ?? preset.target ?? threshold
      checkpoints = checkpoints ?? preset.evaluations
    }
    let limit = limit ?? .steps(preset.steps)
    self.limit = limit
    let ends = target.map { ", or until it reaches \(KnownReturns.text($0))" } ?? ""
    return [
      "\(preset.task): \(KnownReturns.facts(of: preset.task, threshold: threshold))",
      "\(agent) trains for \(limit)\(ends); settings: "
        + (preset.settings.isEmpty ? "the agent's defaults" : preset.settings),
      "evaluated \(checkpoints ?? 12) times over \(preset.episodes) episodes that it never trains on; "
        + "the best is kept",
    ]
  }
}
