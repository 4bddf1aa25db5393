import ArenaCore
import Environments
import Foundation
import NeuralCore
import Testing
import Training

@testable import Agents

@Suite struct PPOLearnerTests {
  private typealias Discrete<World: DiscreteEnvironment> = PPOLearner<
    DiscretePolicy<World>
  >

  private func learner<World: DiscreteEnvironment>(
    _ world: World, _ given: [String: String], seed: UInt64 = 1, threads: Int = 1
  ) throws -> PPOLearner<DiscretePolicy<World>> {
    try PPOLearner(
      world, setting(given, forGames: World.self is any BoardGame.Type, seed, threads))
  }

  private func setting(
    _ given: [String: String], forGames: Bool = false, _ seed: UInt64 = 1, _ threads: Int = 1
  ) throws -> LearnerSetting {
    try LearnerChecks.setting(
      given, PolicyGradientOptions.specs(.ppo, forGames: forGames), seed: seed, threads: threads)
  }

  private let small = [
    "hidden": "16", "num-envs": "4", "n-steps": "24", "batch": "40", "epochs": "3",
  ]

  private func value(_ name: String, in metrics: [Metric]) -> Double {
    metrics.first { $0.name == name }?.value ?? .nan
  }

  @Test func `the first step of a round sees the probabilities that it played with`() throws {
    let learner = try learner(
      MNK(), small.merging(["epochs": "1", "batch": "96", "entropy-coefficient": "0.1"]) { $1 })
    for round in 0..<6 {
      let metrics = learner.advance(fraction: Double(round) / 6)
      #expect(value("clip_fraction", in: metrics) == 0)
      #expect(abs(value("kl", in: metrics)) < 1e-6)
      #expect(abs(value("policy", in: metrics)) < 1e-4, "minus the mean normalised advantage")
    }
  }

  @Test func `a frozen opponent's steps are not learnt from`() throws {
    let learner = try learner(
      MNK(),
      small.merging([
        "epochs": "1", "batch": "96", "opponent-pool": "2", "opponent-share": "1",
        "opponent-interval": "96", "learning-rate": "0.05",
      ]) { $1 })
    for round in 0..<8 {
      let metrics = learner.advance(fraction: Double(round) / 20)
      let frozen = learner.collector.rollout.steps.count(where: { $0.isFrozen })
      // From the second round on there is an opponent; games of before go on without.
      #expect(round < 2 ? frozen < 96 : (30..<66).contains(frozen), "\(frozen) in round \(round)")
      #expect(learner.batch.count == 96 - frozen)
      // An older network's choices would be unlikely to the newest.
      #expect(value("clip_fraction", in: metrics) == 0)
      #expect(abs(value("kl", in: metrics)) < 1e-6)
    }
  }

  @Test func `a fresh policy is almost uniform`() throws {
    let learner = try learner(
      CartPole.make(CartPole.registrations[0]), small.merging(["epochs": "1"]) { $1 })
    let entropy = value("entropy", in: learner.advance(fraction: 0))
    #expect(abs(entropy / log(2) - 1) < 0.01)
  }

  @Test func `an epoch takes every step once, and the short last batch too`() throws {
    let learner = try learner(CartPole.make(CartPole.registrations[0]), small)
    _ = learner.advance(fraction: 0)
    #expect(learner.counts.updates == 9, "3 epochs of 40 + 40 + 16 steps")
    let before = learner.order
    learner.shuffleOrder()
    #expect(learner.order != before && learner.order.sorted() == Array(0..<96))
    let single = try self.learner(
      CartPole.make(CartPole.registrations[0]), small.merging(["batch": "95"]) { $1 })
    _ = single.advance(fraction: 0)
    #expect(single.network.parameters.allSatisfy { $0.isFinite }, "a batch of one step")
  }

  @Test func `a batch's advantages have mean 0 and deviation 1`() throws {
    let learner = try learner(CartPole.make(CartPole.registrations[0]), small)
    _ = learner.advance(fraction: 0)
    learner.sample(learner.order[3..<33])
    let rows = learner.batch.advantages.prefix(30)
    let mean: Float = rows.reduce(0, +) / 30
    let square: Float = rows.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 30
    #expect(abs(mean) < 1e-5)
    #expect(abs(square - 1) < 1e-4)
  }

  @Test func `a truncated future has a value`() throws {
    let learner = try learner(
      TimeLimit(Treadmill(showing: 1), steps: 8),
      [
        "hidden": "none", "num-envs": "4", "n-steps": "32", "batch": "64", "epochs": "10",
        "discount": "0.98", "gae-lambda": "0.95", "learning-rate": "0.1",
        "final-learning-rate": "0.001",
        "max-grad-norm": "0",
      ])
    try LearnerChecks.train(learner, rounds: 0..<120, of: 120)
    let predictor = Predictor(learner.network, capacity: 1)
    predictor.inputs[0] = 1
    predictor.run(count: 1)
    #expect(abs(predictor.output(learner.heads.value)[0] - 50) < 1, "1 / (1 - 0.98)")
  }

  @Test func `values after a step belong to its own episode`() throws {
    let learner = try learner(TimeLimit(Treadmill(), steps: 10), small)
    let value = Predictor(learner.network, capacity: 1)
    learner.collector.collect(with: learner.network, at: 0)
    for (index, step) in learner.collector.rollout.steps.enumerated() {
      value.inputs[0] = learner.collector.rollout.observations[index] + 1
      value.run(count: 1)
      #expect(abs(step.nextValue - value.output(learner.heads.value)[0]) < 1e-5)
      #expect(
        (step.continuation == .truncated) == (learner.collector.rollout.observations[index] == 9))
    }
  }

  @Test func `a step that is terminated and truncated has no future`() throws {
    let learner = try learner(TimeLimit(Treadmill(terminatesAfter: 10), steps: 10), small)
    learner.collector.collect(with: learner.network, at: 0)
    let rollout = learner.collector.rollout
    var ends = 0
    for (index, step) in rollout.steps.enumerated() where rollout.observations[index] == 9 {
      ends += 1
      #expect(step.continuation == .terminated)
    }
    #expect(ends == 8)
  }

  @Test func `gradients of policy and value are cut by one norm`() throws {
    func squaredNorm(valueCoefficient: String) throws -> Float {
      let learner = try learner(
        CartPole.make(CartPole.registrations[0]),
        small.merging(["batch": "96", "epochs": "1", "value-coefficient": valueCoefficient]) { $1 })
      _ = learner.advance(fraction: 0)
      return learner.trainer.gradientNorm * learner.trainer.gradientNorm
    }
    let (none, one, two) = try (
      squaredNorm(valueCoefficient: "0"), squaredNorm(valueCoefficient: "1"),
      squaredNorm(valueCoefficient: "2")
    )
    #expect(none > 0 && one > none)
    #expect(abs((two - none) / (one - none) - 4) < 1e-2, "the value's part is its square")
  }

  @Test func `the entropy bonus keeps a policy from being certain`() throws {
    func entropy(coefficient: String) throws -> Double {
      let learner = try learner(
        CartPole.make(CartPole.registrations[0]),
        small.merging([
          "entropy-coefficient": coefficient, "final-entropy-coefficient": coefficient,
          "learning-rate": "0.01",
        ]) { $1 })
      var entropy = 0.0
      for round in 0..<12 {
        entropy = value("entropy", in: learner.advance(fraction: Double(round) / 12))
      }
      return entropy
    }
    let (without, with) = try (entropy(coefficient: "0"), entropy(coefficient: "1"))
    #expect(with > without + 0.05 && with > 0.67, "\(without) and \(with)")
  }

  @Test func `targets that do not vary explain nothing and harm nothing`() throws {
    var rollout = Rollout(environments: 1, length: 3, width: 1, actionWidth: 1, maskWidth: 0)
    for index in 0..<3 {
      rollout.steps[index] = ValuedStep(
        reward: 1, value: 2, nextValue: 1, continuation: .terminated)
    }
    rollout.estimateAdvantages(AdvantageEstimation(discount: 1, lambda: 1))
    #expect(rollout.explainedVariance.isNaN)
    let constant = try learner(
      TimeLimit(Treadmill(showing: 1, terminatesAfter: 1), steps: 8), small)
    let metrics = constant.advance(fraction: 0)
    #expect(metrics.filter(\.isLoss).allSatisfy { $0.value.isFinite })
    #expect(constant.lostNumbers == nil)
  }

  @Test func `REINFORCE learns from the steps whose episodes have ended`() throws {
    let specs = PolicyGradientOptions.specs(.reinforce, forGames: false)
    let learner = try Discrete(
      TimeLimit(Treadmill(terminatesAfter: 10), steps: 20),
      LearnerChecks.setting(
        ["hidden": "8", "num-envs": "2", "n-steps": "24", "discount": "1"], specs))
    _ = learner.advance(fraction: 0)
    #expect(learner.counts.updates == 1)
    #expect(learner.batch.count == 40, "two episodes of 10 steps in each environment")
    // Returns, not estimates: what is left of ten steps.
    let rollout = learner.collector.rollout
    for index in 0..<48 where rollout.isComplete[index] {
      let value = rollout.advantages[index] + rollout.steps[index].value
      #expect(abs(value - (10 - rollout.observations[index])) < 1e-4)
    }
  }

  @Test func `optimisers have the epsilons of their papers' code`() {
    #expect(PolicyGradientOptions(.ppo, forGames: false).method.optimiser == .adam(epsilon: 1e-5))
    #expect(
      PolicyGradientOptions(.a2c, forGames: false).method.optimiser
        == .rmsProp(smoothing: 0.99, epsilon: 1e-5, epsilonInsideRoot: true))
  }

  @Test func `illegal moves are never played and the turn passes every ply`() throws {
    let learner = try learner(MNK(), small)
    learner.collector.collect(with: learner.network, at: 0)
    let rollout = learner.collector.rollout
    for index in 0..<rollout.count {
      let board = rollout.observations[index * 18..<(index + 1) * 18]
      let taken = (0..<9).map { board[board.startIndex + $0] + board[board.startIndex + 9 + $0] }
      #expect(taken[Int(rollout.actions[index])] == 0)
      #expect(Array(rollout.legal[index * 9..<(index + 1) * 9]) == taken.map { $0 == 0 })
      #expect([.opponent, .terminated].contains(rollout.steps[index].continuation))
    }
  }

  @Test(arguments: ["0", "3"])
  func `self-play finds the value of a forced win, with its sign for each seat`(
    _ opponents: String
  ) throws {
    // Two in a row on three cells: the middle wins, the sides draw.
    let game = try MNK(["columns": "3", "rows": "1", "length": "2"])
    let learner = try learner(
      game,
      [
        "hidden": "32", "num-envs": "16", "n-steps": "16", "batch": "128", "opening-plies": "1",
        "learning-rate": "0.005", "gae-lambda": "0.9", "opponent-pool": opponents,
        "opponent-share": "0.5", "opponent-interval": "2000",
      ])
    try LearnerChecks.train(learner, rounds: 0..<60, of: 60)
    let predictor = Predictor(learner.network, capacity: 1)
    func look(after actions: Int...) -> (policy: [Float], value: Float) {
      var game = game
      for action in actions { game.play(action) }
      if let seat = game.turn { game.observe(as: seat, into: predictor.inputs) }
      predictor.run(count: 1)
      return (
        Array(predictor.output(learner.heads.policy[0])), predictor.output(learner.heads.value)[0]
      )
    }
    let first = look()
    #expect(first.policy[1] > first.policy[0] + 2 && first.policy[1] > first.policy[2] + 2)
    #expect(first.value > 0.8)
    #expect(look(after: 1).value < -0.8)
    #expect(look(after: 1, 0).value > 0.8)
  }

  @Test(arguments: [[:], ["normalise-observations": "true", "normalise-rewards": "true"]])
  func `a resumed run ends as one that never stopped`(_ given: [String: String]) throws {
    let given = small.merging(given) { $1 }
    try LearnerChecks.checkResuming {
      try learner(CartPole.make(CartPole.registrations[0]), given)
    }
    let pool = ["opponent-pool": "2", "opponent-share": "0.5", "opponent-interval": "96"]
    try LearnerChecks.checkResuming { try learner(MNK(), given) }
    try LearnerChecks.checkResuming { try learner(MNK(), given.merging(pool) { $1 }) }
    try LearnerChecks.checkResuming {
      try PPOLearner<GaussianPolicy<Reach>>(Reach(), setting(given))
    }
  }

  @Test func `one thread or two give the same weights`() throws {
    try LearnerChecks.checkThreads { try learner(MNK(), small, threads: $0) }
  }

  @Test func `the archive of another network is refused`() throws {
    let other = try learner(MNK(), small.merging(["hidden": "17"]) { $1 })
    try LearnerChecks.checkRefusal(of: other, by: learner(MNK(), small))
    let narrower = try learner(MNK(), small.merging(["num-envs": "2"]) { $1 })
    try LearnerChecks.checkRefusal(of: narrower, by: learner(MNK(), small))
  }

  @Test func `a divergence bound ends a round's epochs`() throws {
    let given = small.merging(["target-kl": "0.000000001"]) { $1 }
    let learner = try learner(CartPole.make(CartPole.registrations[0]), given)
    _ = learner.advance(fraction: 0)
    #expect(learner.counts.updates == 3, "the first epoch only")
  }

  @Test func `A2C is one unclipped step a round`() throws {
    let specs = PolicyGradientOptions.specs(.a2c, forGames: false)
    let learner = try Discrete(
      CartPole.make(CartPole.registrations[0]), LearnerChecks.setting([:], specs))
    try LearnerChecks.train(learner, rounds: 0..<5, of: 5)
    #expect(learner.counts.updates == 5 && learner.options.clipRange(at: 0) == nil)
  }

  @Test func `a player needs a network of its own world`() throws {
    let network = try learner(MNK(), small).network
    #expect(throws: RunError.self) {
      _ = try PolicyGradient.player(in: ConnectFour(), network: network)
    }
    #expect(throws: RunError.self) {
      _ = try PolicyGradient.player(in: Reach(), network: network)
    }
  }
}
