import ArenaCore
import Environments
import Evaluation
import Training

/// A control or toy task of the catalog with its type erased.
public struct TaskEntry: Sendable {
  public let name: String
  public let summary: String
  public let options: [OptionSpec]
  /// What is known of its returns, for people: when it counts as solved, the best possible.
  public let facts: String
  /// The agents that play it.
  public let agents: [AgentDescription]
  /// The type of its worlds.
  let world: any Environment.Type

  private let runTraining: @Sendable (TrainingPlan, Options) throws -> TrainingEnd
  private let measureSteps: @Sendable (Double) throws -> [BenchmarkResult]
  private let receive: @Sendable (any TaskVisitor, Options) throws -> Void
  private let playActions: @Sendable (RolloutPlan, Options) throws -> Void
  private let runEvaluation:
    @Sendable (PlayerSpec, EvaluationPlan, Options) throws -> EvaluationResult

  /// A task with discrete actions, under one of its registered names.
  init<Task: GymnasiumTask & DiscreteEnvironment>(
    _ type: Task.Type, _ registration: Registration, _ summary: String
  ) {
    self.init(
      type, registration, summary, agents: AgentEntry<TimeLimit<Task>>.forTasks,
      read: { rollout, text in try rollout.actions(in: text) },
      actions: { world, random in (0..<1024).map { _ in random.below(world.actionCount) } })
  }

  /// A task with continuous actions, under one of its registered names.
  init<Task: GymnasiumTask & ContinuousEnvironment>(
    _ type: Task.Type, _ registration: Registration, _ summary: String
  ) {
    self.init(
      type, registration, summary, agents: AgentEntry<TimeLimit<Task>>.forContinuousTasks,
      read: { rollout, text in try rollout.actions(in: text) },
      actions: { world, random in
        (0..<1024).map { _ in
          var action = ContinuousAction()
          for (index, bounds) in world.actionBounds.enumerated() {
            action[index] = Float.random(in: bounds, using: &random)
          }
          return action
        }
      })
  }

  private init<Task: GymnasiumTask>(
    _ type: Task.Type, _ registration: Registration, _ summary: String,
    agents: [AgentEntry<TimeLimit<Task>>],
    read: @escaping @Sendable (Rollout<TimeLimit<Task>>, String) throws -> [Task.Action],
    actions: @escaping @Sendable (TimeLimit<Task>, inout RandomSource) -> [Task.Action]
  ) {
    let name = registration.name
    let agents = agents.map { $0.preset(for: name) }
    let threshold = registration.rewardThreshold
    self.name = name
    self.summary = summary
    facts = KnownReturns.facts(of: name, threshold: threshold)
    world = TimeLimit<Task>.self
    options = Task.options.map { spec in
      OptionSpec(
        spec.name, spec.kind, default: registration.settings[spec.name] ?? spec.defaultText,
        spec.summary)
    }
    self.agents = agents.map(\.description)

    @Sendable func task(_ options: Options) throws(CatalogError) -> TimeLimit<Task> {
      do { return try Task.make(registration, options.values) } catch {
        throw .option(name, error)
      }
    }
    runTraining = { plan, options in
      let task = try task(options)
      var plan = try plan.completed(among: agents, named: name)
      let learner = try plan.makeLearner(among: agents, for: task, named: name)
      plan.complete(by: TaskPreset.of(name, plan.agent), threshold: threshold).forEach(plan.say)
      let evaluation = ReturnEvaluation(
        task, episodes: TaskPreset.of(name, plan.agent).episodes,
        seed: ReturnEvaluation<TimeLimit<Task>>.checkpointSeed, longest: 1000)
      return try plan.run(
        learner, environment: name, options: options, words: ("steps", "episodes"),
        checkpointEvaluator: evaluation)
    }
    playActions = { plan, options in
      var rollout = Rollout(try task(options), seed: plan.seed)
      rollout.play(try read(rollout, plan.actions), write: plan.write)
    }
    let specs = options
    measureSteps = { seconds in
      var random = RandomSource(seed: 1)
      let task = try task(Options(for: specs))
      return StepBenchmark.measure(
        task, actions: actions(task, &random), named: name, seconds: seconds)
    }
    receive = { visitor, options in
      let task = try task(options)
      try visitor.visit(task) { random in actions(task, &random) }
    }
    runEvaluation = { spec, plan, options in
      let task = try task(options)
      let agent = try AgentEntry.named(spec.agent, among: agents, for: name)
      let factory = try agent.makeFactory(
        task, Options.of(agent.name, spec.options, agent.playerOptions))
      return try ReturnEvaluation(task, episodes: plan.episodes, seed: plan.seed).evaluate({
        factory(plan.seed)
      })
    }
  }

  /// Whether it is known how an agent learns it best.
  public func hasPreset(for agent: String) -> Bool {
    TaskPreset.all.contains { $0.task == name && $0.agent == agent }
  }

  /// Trains an agent, from where its run folder stands.
  public func train(_ plan: TrainingPlan, options: [String: String]) throws -> TrainingEnd {
    try runTraining(plan, Options.of(name, options, self.options))
  }

  /// How fast steps are, on one core, specialised for the task, with random actions and the resets
  /// they lead to; each of the five runs of a figure lasts so many seconds.
  public func measureSteps(seconds: Double) throws -> [BenchmarkResult] {
    try measureSteps(seconds)
  }

  /// Lets a visitor work on a new task with its type. What it does is not specialised for the task.
  public func receive(_ visitor: some TaskVisitor) throws {
    try receive(visitor, Options(for: options))
  }

  /// Plays given actions and tells each step as a line of JSON; nothing is told when a line of the
  /// actions is bad.
  public func playOut(_ plan: RolloutPlan, options: [String: String]) throws {
    try playActions(plan, Options.of(name, options, self.options))
  }

  /// Measures a player's return over fresh episodes.
  public func evaluate(
    _ spec: PlayerSpec, _ plan: EvaluationPlan, options: [String: String]
  ) throws -> EvaluationResult {
    try runEvaluation(spec, plan, Options.of(name, options, self.options))
  }
}

/// How to measure a player of a task.
public struct EvaluationPlan: Sendable {
  public var episodes: Int
  public var seed: UInt64

  public init(episodes: Int, seed: UInt64) {
    self.episodes = episodes
    self.seed = seed
  }
}

/// Given actions to play in a task.
public struct RolloutPlan: Sendable {
  public var seed: UInt64
  /// One action a line; a continuous one as numbers separated by spaces.
  public var actions: String
  /// Takes each line of JSON.
  public var write: @Sendable (String) -> Void

  public init(seed: UInt64, actions: String, write: @escaping @Sendable (String) -> Void) {
    self.seed = seed
    self.actions = actions
    self.write = write
  }
}
