import ArenaCore
import Environments
import NeuralCore
import Testing
import Training

@testable import Agents

/// Tables learnt from experience and tables computed, against known optima and each other.
@Suite struct TabularTests {
  private func planner<World: FiniteEnvironment>(
    _ world: World, _ algorithm: PlanningOptions.Algorithm, _ options: [String: String] = [:]
  ) throws -> PlanningLearner<World> {
    try PlanningLearner(
      world, algorithm, LearnerChecks.setting(options, PlanningOptions().specs))
  }

  private func learner<World: FiniteEnvironment>(
    _ world: World, _ algorithm: TabularOptions.Algorithm, _ options: [String: String] = [:]
  ) throws -> TabularLearner<World> {
    try TabularLearner(world, algorithm, LearnerChecks.setting(options, TabularOptions().specs))
  }

  /// Plans until nothing changes.
  private func expectedReturn<World: FiniteEnvironment>(
    _ planner: PlanningLearner<World>
  ) -> Double {
    for _ in 0..<10_000 {
      let change = planner.advance(fraction: 0).first { $0.name == "change" }
      if let change, change.value < 1e-12 { break }
    }
    return planner.expectedReturn
  }

  @Test(arguments: PlanningOptions.Algorithm.allCases)
  func `the best policy of each task is worth what is known`(
    _ algorithm: PlanningOptions.Algorithm
  ) throws {
    func worth<Task: FiniteEnvironment>(_ task: Task, steps: Int? = nil) throws -> Double {
      expectedReturn(try planner(TimeLimit(task, steps: steps), algorithm))
    }
    #expect(abs(try worth(FrozenLake(), steps: 100) - 0.744190) < 1e-6)
    #expect(abs(try worth(FrozenLake(["map_name": "8x8"]), steps: 200) - 0.913220) < 1e-6)
    #expect(try worth(FrozenLake(["is_slippery": "false"]), steps: 100) == 1)
    // A hundred thousand states with their steps left: enough of one algorithm in a debug build.
    if algorithm == .valueIteration {
      #expect(abs(try worth(Taxi(), steps: 200) - 7.930) < 1e-3)
    }
    #expect(abs(try worth(CliffWalking()) + 13) < 1e-9)
    #expect(abs(try worth(CliffWalking(["is_slippery": "true"])) + 64.71) < 1e-2)
    #expect(abs(try worth(Blackjack()) + 0.04311) < 1e-5)
  }

  @Test func `a player of a computed table is worth what the table promises`() throws {
    let world = TimeLimit(try FrozenLake(), steps: 100)
    let planner = try planner(world, .valueIteration)
    _ = planner.advance(fraction: 0)
    #expect(abs(mean(of: planner.makePlayer(), in: world, episodes: 20_000) - 0.7442) < 0.012)
  }

  private func mean<World: FiniteEnvironment>(
    of player: any Player<World>, in world: World, episodes: Int
  ) -> Double {
    var (player, random, total) = (player, RandomSource(seed: 9), 0.0)
    for _ in 0..<episodes {
      var world = world
      world.reset(using: &random)
      for _ in 0..<1000 {
        let action = player.choose(in: world, within: .unlimited, using: &random)
        let step = world.step(action, using: &random)
        total += step.reward
        if step.isLast { break }
      }
    }
    return total / Double(episodes)
  }

  @Test(arguments: TabularOptions.Algorithm.allCases)
  func `every algorithm finds the way over a lake that does not slip`(
    _ algorithm: TabularOptions.Algorithm
  ) throws {
    let world = TimeLimit(try FrozenLake(["is_slippery": "false"]), steps: 100)
    let learner = try learner(world, algorithm)
    try LearnerChecks.train(learner, rounds: 0..<30, of: 30)
    #expect(mean(of: learner.makePlayer(), in: world, episodes: 1) == 1)
  }

  /// The picture of Sutton and Barto's example 6.6.
  @Test func `Q-learning walks along the cliff, SARSA keeps away from it`() throws {
    let world = try CliffWalking()
    for algorithm in [TabularOptions.Algorithm.qLearning, .sarsa, .expectedSarsa] {
      let learner = try learner(
        world, algorithm, ["exploration-initial": "0.1", "exploration-final": "0.1"])
      try LearnerChecks.train(learner, rounds: 0..<60, of: 60)
      let worth = mean(of: learner.makePlayer(), in: world, episodes: 1)
      #expect(algorithm == .qLearning ? worth == -13 : (-17)...(-15) ~= worth, "\(worth)")
    }
  }

  @Test func `one step teaches the values for every number of steps left`() throws {
    // Two states in a row, each step worth 1, ended by a limit of 4 alone.
    let world = TimeLimit(try CliffWalking(), steps: 4)
    let learner = try learner(
      world, .qLearning,
      [
        "time-aware": "true", "exploration-final": "1", "learning-rate": "1",
        "final-learning-rate": "1",
      ])
    try LearnerChecks.train(learner, rounds: 0..<3, of: 3)
    #expect(learner.table.horizons == 4)
    // With so few steps left the goal is out of reach: a step costs 1 however many there are.
    for horizon in 0..<4 {
      let best = learner.table.best(36, horizon: horizon)
      #expect(learner.table.values[learner.table.place(36, best) + horizon] == -Double(horizon + 1))
    }
  }

  @Test func `a cut without time awareness bootstraps, an end does not`() throws {
    let options = [
      "discount": "0.5", "exploration-final": "1", "learning-rate": "1",
      "final-learning-rate": "1",
    ]
    func best<World: FiniteEnvironment>(_ learner: TabularLearner<World>, _ state: Int) -> Double {
      learner.table.values[learner.table.place(state, learner.table.best(state, horizon: 0))]
    }
    // Every step costs 1 and the discount is a half: worth -2 for ever, -1 if a cut were an end.
    let walk = try learner(TimeLimit(try CliffWalking(), steps: 30), .qLearning, options)
    try LearnerChecks.train(walk, rounds: 0..<40, of: 40)
    #expect(abs(best(walk, 36) + 2) < 1e-2)
    // The goal beside state 14 is worth 1 and ends the episode: nothing comes after it.
    let lake = try learner(
      TimeLimit(try FrozenLake(["is_slippery": "false"]), steps: 100), .qLearning, options)
    try LearnerChecks.train(lake, rounds: 0..<40, of: 40)
    #expect(best(lake, 14) == 1)
    #expect(best(lake, 13) == 0.5 && best(lake, 10) == 0.5)
  }

  @Test(arguments: TabularOptions.Algorithm.allCases)
  func `a resumed run goes on as if it had not stopped`(
    _ algorithm: TabularOptions.Algorithm
  ) throws {
    let world = TimeLimit(try FrozenLake(), steps: 100)
    try LearnerChecks.checkResuming {
      try learner(world, algorithm, ["time-aware": "true"])
    }
    try LearnerChecks.checkRefusal(
      of: learner(TimeLimit(try FrozenLake(["map_name": "8x8"]), steps: 200), algorithm),
      by: learner(world, algorithm))
  }

  @Test(arguments: PlanningOptions.Algorithm.allCases)
  func `a resumed plan goes on as if it had not stopped`(
    _ algorithm: PlanningOptions.Algorithm
  ) throws {
    let world = try FrozenLake()
    try LearnerChecks.checkResuming { try planner(world, algorithm) }
    try LearnerChecks.checkRefusal(
      of: planner(try FrozenLake(["map_name": "8x8"]), algorithm), by: planner(world, algorithm))
  }

  @Test func `a table comes back from its network, and another is refused`() throws {
    let world = TimeLimit(try FrozenLake(), steps: 100)
    let planner = try planner(world, .valueIteration)
    _ = planner.advance(fraction: 0)
    let table = try ActionTable(planner.network, for: world)
    #expect(table.horizons == 100)
    #expect(
      zip(table.values, planner.table.values).allSatisfy { $0 == Double(Float($1)) })
    #expect(throws: RunError.self) { try ActionTable(planner.network, for: CliffWalking()) }
    // The network gives a state's row: its number and the steps left go in.
    let predictor = Predictor(planner.network, capacity: 1)
    predictor.inputs[0] = Float(14 * 100 + 99)
    predictor.run(count: 1)
    for action in 0..<4 {
      #expect(Double(predictor.output(0)[action]) == table.values[table.place(14, action) + 99])
    }
  }
}
