import Agents
import ArenaCore
import Testing
import Training

@testable import Catalog

@Suite struct TaskPresetTests {
  @Test(arguments: TaskPreset.all)
  func `a preset is of a task and an agent that learns it, and its settings are the defaults`(
    _ preset: TaskPreset
  ) throws {
    let agents =
      try Catalog.games.first { $0.name == preset.task }?.agents ?? Catalog.task(preset.task).agents
    let agent = try #require(agents.first { $0.name == preset.agent })
    let specs = try #require(agent.learningOptions)
    for (name, value) in preset.options {
      let spec = try #require(specs.first { $0.name == name }, "\(name)")
      #expect(spec.defaultText == value)
    }
    #expect(preset.steps > 0 && preset.evaluations > 0)
    #expect(TaskPreset.all.filter { $0.task == preset.task && $0.agent == preset.agent }.count == 1)
  }

  @Test func `a plan without a length takes the preset's and ends when the task is solved`() {
    let preset = TaskPreset("CartPole-v1", "ppo", steps: 5000, evaluations: 7, "hidden=8")
    var plan = TrainingPlan(agent: "ppo", path: "runs/x")
    plan.complete(by: preset, threshold: 475)
    let lines = plan.announcement
    #expect(plan.limit == .steps(5000) && plan.checkpoints == 7 && plan.target == 475)
    #expect(lines.count == 3)
    #expect(lines[0].contains("475.0") && lines[0].contains("500.0"))
    #expect(lines[1].contains("5,000 steps") && lines[1].contains("hidden=8"))
  }

  @Test func `options that are given stand in the announcement in place of the preset's`() {
    let preset = TaskPreset("CartPole-v1", "ppo", steps: 5000, "hidden=8 batch=32")
    var task = TrainingPlan(agent: "ppo", path: "runs/x")
    task.agentOptions = ["hidden": "16"]
    var game = task
    task.complete(by: preset, threshold: 475)
    game.complete(byGame: preset)
    #expect(task.announcement[1].hasSuffix("; settings: batch=32 hidden=16"))
    #expect(game.announcement[0].hasSuffix("; settings: batch=32 hidden=16"))
  }

  @Test func `a length that was asked for is kept to its end`() {
    let preset = TaskPreset("CartPole-v1", "ppo", steps: 5000, target: 490, "hidden=8")
    var plan = TrainingPlan(agent: "ppo", path: "runs/x", limit: .minutes(1))
    plan.complete(by: preset, threshold: 475)
    #expect(plan.limit == .minutes(1) && plan.checkpoints == nil && plan.target == nil)
    var other = TrainingPlan(agent: "ppo", path: "runs/x")
    other.target = 300
    other.complete(by: preset, threshold: 475)
    #expect(other.target == 300)
    var own = TrainingPlan(agent: "ppo", path: "runs/x")
    own.complete(by: preset, threshold: 475)
    #expect(own.target == 490, "the preset's own before the task's")
    var unknown = TrainingPlan(agent: "a2c", path: "runs/x")
    unknown.complete(by: TaskPreset.of("no task", "a2c"), threshold: nil)
    #expect(unknown.limit != nil && unknown.target == nil, "a length for everybody")
  }

  @Test func `every agent that learns a game without a search knows how long`() {
    for game in Catalog.games {
      for agent in game.agents where agent.learningOptions != nil && agent.name != "alphazero" {
        #expect(game.hasPreset(for: agent.name), "\(game.name) \(agent.name)")
      }
    }
    let preset = TaskPreset(
      "mnk", "ppo", steps: 5000, evaluations: 7, promotionGames: 0, "hidden=8")
    var plan = TrainingPlan(agent: "ppo", path: "runs/x")
    plan.complete(byGame: preset)
    #expect(plan.limit == .steps(5000) && plan.checkpoints == 7 && plan.promotionGames == 0)
    #expect(plan.announcement.joined().contains("hidden=8"))
    var own = TrainingPlan(agent: "ppo", path: "runs/x", limit: .minutes(1))
    own.promotionGames = 40
    own.complete(byGame: preset)
    #expect(own.limit == .minutes(1) && own.checkpoints == nil && own.promotionGames == 40)
  }
}
