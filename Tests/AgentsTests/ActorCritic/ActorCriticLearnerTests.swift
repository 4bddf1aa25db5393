import ArenaCore
import Environments
import NeuralCore
import Testing
import Training

@testable import Agents

@Suite struct ActorCriticLearnerTests {
  private func learner<World: ContinuousEnvironment>(
    _ algorithm: ActorCriticOptions.Algorithm, in world: World, _ given: [String: String] = [:],
    threads: Int = 1
  ) throws -> any Learner<World> {
    let small = ["hidden": "16", "batch": "16", "learning-starts": "40", "buffer-size": "300"]
    return try ActorCritic.learner(
      algorithm, in: world,
      LearnerChecks.setting(
        small.merging(given) { $1 }, ActorCriticOptions.specs(algorithm), threads: threads))
  }

  @Test(arguments: ActorCriticOptions.Algorithm.allCases)
  func `a policy moves to the goal, and to the bound beyond which one lies`(
    _ algorithm: ActorCriticOptions.Algorithm
  ) throws {
    let learner = try learner(
      algorithm, in: Reach(),
      [
        "hidden": "32", "batch": "64", "buffer-size": "5000", "learning-rate": "0.003",
        "tau": "0.02",
      ])
    try LearnerChecks.train(learner, rounds: 0..<60, of: 60)
    var player = learner.makePlayer()
    var world = Reach()
    var random = RandomSource(seed: 1)
    world.reset(using: &random)
    let action = player.choose(in: world, within: .unlimited, using: &random)
    #expect(abs(action[0] - 0.4) < 0.12 && action[1] > 0.45 && action[1] <= 0.5, "\(action)")
  }

  @Test(arguments: ActorCriticOptions.Algorithm.allCases)
  func `a truncated future has a value, a terminated one has none`(
    _ algorithm: ActorCriticOptions.Algorithm
  ) throws {
    // Every step of the pendulum costs; only that of Reach ends its episode.
    let ends = try learner(algorithm, in: Reach())
    let goesOn = try learner(algorithm, in: TimeLimit(try Pendulum(), steps: 10))
    for learner in [ends as any Learner, goesOn] {
      try LearnerChecks.train(learner, rounds: 0..<2, of: 8)
      var archive = Safetensors()
      learner.save(to: &archive)
      let discounts = try archive.values("replay.discounts", as: Float.self)
      #expect(discounts.count == 64)
      #expect(discounts.allSatisfy { $0 == (learner === ends ? 0 : 0.99) })
    }
  }

  @Test(arguments: ActorCriticOptions.Algorithm.allCases)
  func `a resumed run ends as one that never stopped`(
    _ algorithm: ActorCriticOptions.Algorithm
  ) throws {
    try LearnerChecks.checkResuming {
      try learner(algorithm, in: Pendulum.make(Pendulum.registrations[0]))
    }
    try LearnerChecks.checkResuming {
      try learner(
        algorithm, in: Pendulum.make(Pendulum.registrations[0]),
        ["num-envs": "3", "gradient-steps": "2", "train-frequency": "2", "buffer-size": "100"])
    }
  }

  @Test(arguments: ActorCriticOptions.Algorithm.allCases)
  func `a learner goes on from the weights of a checkpoint`(
    _ algorithm: ActorCriticOptions.Algorithm
  ) throws {
    let learner = try learner(algorithm, in: Pendulum.make(Pendulum.registrations[0]))
    try LearnerChecks.train(learner, rounds: 0..<3, of: 8)
    let earlier = learner.network
    try LearnerChecks.train(learner, rounds: 3..<5, of: 8)
    #expect(learner.network.parameters != earlier.parameters)
    try learner.loadWeights(earlier)
    #expect(learner.network.parameters == earlier.parameters)
  }

  @Test func `the archive of another network is refused`() throws {
    let task = try Pendulum.make(Pendulum.registrations[0])
    try LearnerChecks.checkRefusal(
      of: learner(.sac, in: task, ["hidden": "17"]), by: learner(.sac, in: task))
    try LearnerChecks.checkRefusal(of: learner(.td3, in: task), by: learner(.sac, in: task))
  }

  @Test func `the temperature rises while there is too little entropy, and falls else`() {
    var certain = Temperature(0.5, targetEntropy: -1)
    certain.update([2, 3], learningRate: 0.1)
    #expect(certain.value > 0.5)
    var idle = Temperature(0.5, targetEntropy: -1)
    idle.update([-2, -3], learningRate: 0.1)
    #expect(idle.value < 0.5)
    var copy = Temperature(9, targetEntropy: -1)
    let isRestored = copy.restore(idle.state)
    #expect(isRestored && copy == idle)
  }

  @Test func `the policy of TD3 moves once for two steps of its critics`() throws {
    let learner = try learner(
      .td3, in: Pendulum.make(Pendulum.registrations[0]),
      ["learning-starts": "31", "policy-delay": "1000"])
    let before = learner.network.parameters
    try LearnerChecks.train(learner, rounds: 0..<3, of: 8)
    #expect(learner.counts.updates > 60 && learner.network.parameters == before)
  }
}
