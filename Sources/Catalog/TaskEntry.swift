import Agents
public import ArenaCore
import Environments
public import Evaluation
import Match
public import Training

/// A control or toy task of the catalog with its type erased, as closures made where the type is
/// still known.
///
/// Options are given by name; all that is thrown is one line for the user.
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

  /// Trains an agent, from where its run folder stands.
  public let train: @Sendable (TrainingPlan, _ options: [String: String]) throws -> TrainingEnd
  /// Measures a player's return over fresh episodes.
  public let evaluate:
    @Sendable (
      PlayerSpec, _ options: [String: String], _ episodes: Int, _ seed: UInt64, EvaluationWatch
    ) throws -> EvaluationResult
  /// Plays given actions, one a line, a continuous one as numbers separated by spaces, and writes
  /// each step as a line of JSON; nothing is written when a line of the actions is bad.
  public let playOut:
    @Sendable (
      _ actions: String, _ options: [String: String], _ seed: UInt64, _ write: (String) -> Void
    ) throws -> Void
  /// How a server begins it.
  public let directoryEntry: TaskDirectory.Entry
  /// Answers lines about a task as they come; the function answers one.
  public let converse:
    @Sendable (_ options: [String: String], _ seed: UInt64) throws -> (String) -> String
  /// How fast steps are, on one core, specialised for the task, with random actions and the resets
  /// they lead to; each of the five runs of a figure lasts so many seconds.
  public let measureSteps: @Sendable (_ seconds: Double) throws -> [BenchmarkResult]
  /// Lets a visitor work on a new task with its type. What it does is not specialised for the task.
  public let receive: @Sendable (any TaskVisitor) throws -> Void

  /// A task with discrete actions, under one of its registered names.
  init<Task: GymnasiumTask & DiscreteEnvironment>(
    _ type: Task.Type, _ registration: Registration<Task.Settings>, _ summary: String
  ) {
    self.init(
      type, registration, summary, AgentEntry<TimeLimit<Task>>.forTasks,
      read: { rollout, text in try rollout.actions(in: text) },
      actionSpace: Self.numbers,
      randomActions: { StepBenchmark.randomActions(1024, in: $0, using: &$1) },
      copies: { VectorTask($0, count: $1, seed: $2) })
  }

  private static func numbers(_ task: some DiscreteEnvironment) -> String {
    "{\"n\": \(task.actionCount)}"
  }

  private static func box(_ task: some ContinuousEnvironment) -> String {
    let bounds = task.actionBounds
    return "{\"low\": \(bounds.map(\.lowerBound)), \"high\": \(bounds.map(\.upperBound))}"
  }

  /// A task with finitely many states, under one of its registered names.
  init<Task: GymnasiumTask & FiniteEnvironment>(
    _ type: Task.Type, _ registration: Registration<Task.Settings>, _ summary: String
  ) {
    self.init(
      type, registration, summary, AgentEntry<TimeLimit<Task>>.forFiniteTasks,
      read: { rollout, text in try rollout.actions(in: text) },
      actionSpace: Self.numbers,
      randomActions: { StepBenchmark.randomActions(1024, in: $0, using: &$1) },
      copies: { VectorTask($0, count: $1, seed: $2) })
  }

  /// A task with continuous actions, under one of its registered names.
  init<Task: GymnasiumTask & ContinuousEnvironment>(
    _ type: Task.Type, _ registration: Registration<Task.Settings>, _ summary: String
  ) {
    self.init(
      type, registration, summary, AgentEntry<TimeLimit<Task>>.forContinuousTasks,
      read: { rollout, text in try rollout.actions(in: text) },
      actionSpace: Self.box,
      randomActions: { StepBenchmark.randomActions(1024, in: $0, using: &$1) },
      copies: { VectorTask($0, count: $1, seed: $2) })
  }

  private init<Task: GymnasiumTask>(
    _ type: Task.Type, _ registration: Registration<Task.Settings>, _ summary: String,
    _ entries: [AgentEntry<TimeLimit<Task>>],
    read: @escaping @Sendable (Rollout<TimeLimit<Task>>, String) throws -> [Task.Action],
    actionSpace: @escaping @Sendable (TimeLimit<Task>) -> String,
    randomActions: @escaping @Sendable (TimeLimit<Task>, inout RandomSource) -> [Task.Action],
    copies: @escaping @Sendable (TimeLimit<Task>, Int, UInt64) -> any TaskSession
  ) {
    let name = registration.name
    let agents = AgentList(entries.map { $0.preset(for: name) }, of: name)
    let specs = registration.settings.specs
    @Sendable func start(
      _ given: [String: String]
    ) throws(RequestError) -> NamedWorld<TimeLimit<Task>> {
      try NamedWorld(name, specs, given) { options throws(OptionError) in
        try Task.make(registration, options.values)
      }
    }
    self.name = name
    self.summary = summary
    options = specs
    facts = KnownReturns.facts(of: name, threshold: registration.rewardThreshold)
    self.agents = agents.entries.map(\.description)
    world = TimeLimit<Task>.self
    train = { plan, given in
      var plan = plan
      let preset = TaskPreset.of(name, plan.agent)
      plan.complete(by: preset, threshold: registration.rewardThreshold)
      return try ReturnEvaluation.train(
        plan, agents, in: start(given), episodes: preset.episodes)
    }
    evaluate = { spec, given, episodes, seed, watch in
      try ReturnEvaluation.evaluate(
        spec, agents, in: start(given), episodes: episodes, seed: seed, watch)
    }
    playOut = { actions, given, seed, write in
      var rollout = Rollout(try start(given).world, seed: seed)
      rollout.play(try read(rollout, actions), write: write)
    }
    directoryEntry = TaskDirectory.Entry(name: name) { given, count, seed in
      copies(try start(given).world, count, seed)
    }
    converse = { given, seed in
      let rollout = Rollout(try start(given).world, seed: seed)
      var console = RolloutConsole(rollout, actionSpace: actionSpace(rollout.world), read: read)
      return { console.answer(to: $0) }
    }
    measureSteps = { seconds in
      var random = RandomSource(seed: 1)
      let task = try start([:]).world
      return StepBenchmark.measure(
        task, actions: randomActions(task, &random), named: name, seconds: seconds)
    }
    receive = { visitor in
      let task = try start([:]).world
      try visitor.visit(task) { randomActions(task, &$0) }
    }
  }

  /// Whether it is known how an agent learns it best.
  public func hasPreset(for agent: String) -> Bool {
    TaskPreset.all.contains { $0.task == name && $0.agent == agent }
  }
}
