public import ArenaCore

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
  /// none, and the last checkpoint counts as the best; nil as many as the preset says, or 64.
  public var promotionGames: Int?
  /// What the session begins from.
  public var start = RunStart.savedState
  /// What is going to happen, line by line: said before it begins.
  public var announcement: [String] = []
  /// Takes the whole configuration in place of training by it.
  public var showConfiguration: (@Sendable (TrainingConfiguration) -> Void)?
  /// Asked after every round and, on any thread, before every game of an evaluation.
  public var shouldStop: @Sendable () -> Bool = { false }
  public var say: @Sendable (String) -> Void = { _ in }
  /// Takes a line before every game of an evaluation, on any thread.
  public var progress: @Sendable (String) -> Void = { _ in }

  public static let defaultPromotionGames = 64
  public static let defaultCheckpoints = 12

  public init(agent: String, path: String, limit: RunLimit? = nil) {
    self.agent = agent
    self.path = path
    self.limit = limit
  }

  /// Trains the agent that the plan names.
  ///
  /// - Parameters:
  ///   - words: what the progress line calls steps and episodes.
  ///   - makeEvaluator: of checkpoints, for the plan with all the run's options.
  /// - Throws: `RequestError` when there is no such agent for the world, it does not learn, or it
  ///   refuses an option; `RunError` when it refuses one of the run in the folder.
  public func train<World: Environment>(
    _ agents: AgentList<World>, in start: NamedWorld<World>,
    words: (steps: String, episodes: String),
    evaluator makeEvaluator: (TrainingPlan) throws -> any CheckpointEvaluator<World>
  ) throws -> TrainingEnd {
    let (_, learning) = try agents.learning(agent)
    let plan = try completed(for: start.name, learning.options)
    let learner = try plan.makeLearner(learning, in: start)
    if let showConfiguration {
      showConfiguration(plan.configuration(in: start))
      return .limitReached
    }
    return try plan.run(learner, in: start, learning.options, words, makeEvaluator(plan))
  }

  /// The plan with a value for every option of its agent: the given one, else that of the run in the
  /// folder, else the default one, so that a run goes on as it began when defaults change. A fresh
  /// start asks no run.
  private func completed(for environment: String, _ specs: [OptionSpec]) throws -> TrainingPlan {
    _ = try Options(agentOptions, for: specs, of: agent)
    let options = agentOptions.merging(recordedOptions(for: environment)) { given, _ in given }
    var plan = self
    do { plan.agentOptions = try Options(options, for: specs).allValues } catch {
      throw RunError.unreadable(path: path, reason: "run.json: \(error)")
    }
    return plan
  }

  /// Everything by which the plan trains.
  private func configuration<World: Environment>(in start: NamedWorld<World>)
    -> TrainingConfiguration
  {
    var all = TrainingConfiguration()
    all.environment = start.name
    all.environmentOptions = start.options.allValues
    all.agent = agent
    all.agentOptions = agentOptions
    all.seed = seed
    all.run = path
    switch limit {
    case .minutes(let minutes)?: all.minutes = minutes
    case .steps(let steps)?: all.steps = steps
    case nil: break
    }
    all.threads = threads
    all.checkpoints = checkpoints ?? Self.defaultCheckpoints
    // Matches between checkpoints are a game's.
    let isGame = World.self is any BoardGame.Type
    all.promotionGames = promotionGames ?? (isGame ? Self.defaultPromotionGames : nil)
    all.target = target
    return all
  }

  /// What is going to happen, in three lines.
  private func preview<World>(
    in start: NamedWorld<World>, _ specs: [OptionSpec], _ limit: RunLimit
  ) -> [String] {
    let board = start.options.description
    let changed = (try? Options(agentOptions, for: specs).description) ?? ""
    let threads = threads == 1 ? "one thread" : "\(threads) threads"
    return [
      "\(agent) learns \(start.name)\(board.isEmpty ? "" : " (\(board))") for \(limit), seed \(seed), "
        + "on \(threads), in \(path)",
      "settings: " + (changed.isEmpty ? "the agent's defaults for it" : changed),
      "\(checkpoints ?? Self.defaultCheckpoints) checkpoints, each evaluated; Ctrl-C saves and stops, and "
        + "the same command goes on",
    ]
  }

  /// The options of the run in the folder; none where it holds no run of this agent in this
  /// environment, which opening it to train tells.
  private func recordedOptions(for environment: String) -> [String: String] {
    guard start != .nothing, let run = (try? RunFolder(opening: path))?.configuration,
      run.environment == environment, run.agent == agent
    else { return [:] }
    return run.agentOptions
  }

  private func makeLearner<World>(
    _ learning: AgentEntry<World>.Learning, in start: NamedWorld<World>
  ) throws -> any Learner<World> {
    let options = try Options(agentOptions, for: learning.options, of: agent)
    do {
      return try learning.makeLearner(
        start.world, LearnerSetting(options: options, seed: seed, threads: threads))
    } catch let error as OptionError where !recordedOptions(for: start.name).isEmpty {
      throw RunError.unreadable(path: path, reason: "run.json: \(error)")
    }
  }

  /// Opens the run folder and trains to the limit.
  private func run<World>(
    _ learner: any Learner<World>, in start: NamedWorld<World>, _ specs: [OptionSpec],
    _ words: (steps: String, episodes: String), _ evaluator: any CheckpointEvaluator<World>
  ) throws -> TrainingEnd {
    guard let limit else { throw RequestError.noLength(agent: agent, environment: start.name) }
    let configuration = RunConfiguration(
      environment: start.name, environmentOptions: start.options.values, agent: agent,
      agentOptions: agentOptions, seed: seed)
    let folder = try RunFolder(training: path, configuration, isFresh: self.start == .nothing)
    let lines = announcement.isEmpty ? preview(in: start, specs, limit) : announcement
    (lines + learner.notes).forEach(say)
    var plan = TrainingRun<World>.Plan(limit: limit)
    plan.start = self.start
    plan.checkpoints = checkpoints ?? plan.checkpoints
    plan.target = target
    plan.stepWord = words.steps
    plan.episodeWord = words.episodes
    return try TrainingRun(
      learner, in: folder, plan: plan, checkpointEvaluator: evaluator,
      watch: EvaluationWatch(shouldStop: shouldStop, report: progress), shouldStop: shouldStop,
      report: say
    ).run()
  }
}
