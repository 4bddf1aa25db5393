import ArenaCore
import Environments
import NeuralCore
import Testing
import Training

@testable import Agents

@Suite struct PQNLearnerTests {
  private let small = [
    "hidden": "8", "num-envs": "4", "n-steps": "6", "epochs": "2", "batch": "8",
  ]

  private func learner<World: DiscreteEnvironment>(
    _ world: World, _ given: [String: String], threads: Int = 1
  ) throws -> PQNLearner<World> {
    try PQNLearner(
      world,
      LearnerChecks.setting(
        given, PQNOptions.specs(forGames: World.self is any BoardGame.Type), threads: threads))
  }

  /// The values of the network where nothing is seen but `features`.
  private func values(_ network: Network, of features: [Float]) -> [Float] {
    let predictor = Predictor(network, capacity: 1)
    for (index, feature) in features.enumerated() { predictor.inputs[index] = feature }
    predictor.run(count: 1)
    return Array(predictor.output(0))
  }

  @Test(arguments: ["0", "0.9", "1"])
  func `a truncated future has a value, whatever lambda`(_ lambda: String) throws {
    let learner = try learner(
      TimeLimit(Treadmill(showing: 1), steps: 8),
      [
        "hidden": "none", "num-envs": "4", "n-steps": "8", "epochs": "4", "batch": "32",
        "discount": "0.98", "q-lambda": lambda, "learning-rate": "0.1",
        "final-learning-rate": "0.01", "max-grad-norm": "0", "layer-norm": "false",
      ])
    try LearnerChecks.train(learner, rounds: 0..<400, of: 400)
    for value in values(learner.network, of: [1]) {
      #expect(abs(value - 50) < 1, "1 / (1 - 0.98)")
    }
  }

  @Test func `a terminated future has none`() throws {
    let learner = try learner(
      Treadmill(showing: 1, terminatesAfter: 1),
      small.merging(["hidden": "none", "learning-rate": "0.05", "layer-norm": "false"]) { $1 })
    try LearnerChecks.train(learner, rounds: 0..<200, of: 200)
    for value in values(learner.network, of: [1]) { #expect(abs(value - 1) < 0.02) }
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
        "hidden": "32", "num-envs": "8", "n-steps": "8", "batch": "32", "opening-plies": "1",
        "learning-rate": "0.005", "opponent-pool": opponents, "opponent-share": "0.5",
        "opponent-interval": "640",
      ])
    try LearnerChecks.train(learner, rounds: 0..<200, of: 200)
    func values(after actions: Int...) -> [Float] {
      var game = game
      for action in actions { game.play(action) }
      return self.values(learner.network, of: game.observation(as: game.turn ?? .first))
    }
    let first = values()
    #expect(abs(first[0]) < 0.2 && abs(first[1] - 1) < 0.2 && abs(first[2]) < 0.2)
    let lost = values(after: 1)
    #expect(abs(lost[0] + 1) < 0.2 && abs(lost[2] + 1) < 0.2)
    #expect(abs(values(after: 1, 0)[2] - 1) < 0.2)
  }

  @Test func `a resumed run ends as one that never stopped, on any number of threads`() throws {
    try LearnerChecks.checkResuming {
      try learner(CartPole.make(CartPole.registrations[0]), small)
    }
    let pool = ["opponent-pool": "2", "opponent-share": "0.5", "opponent-interval": "24"]
    try LearnerChecks.checkResuming { try learner(MNK(), small) }
    try LearnerChecks.checkResuming { try learner(MNK(), small.merging(pool) { $1 }) }
    try LearnerChecks.checkThreads { try learner(MNK(), small, threads: $0) }
  }

  @Test func `the archive of another learner is refused`() throws {
    for other in [["hidden": "17"], ["num-envs": "2"], ["n-steps": "7"]] {
      try LearnerChecks.checkRefusal(
        of: learner(MNK(), small.merging(other) { $1 }), by: learner(MNK(), small))
    }
  }

  @Test func `each dense layer of the body is normalised, unless that is turned off`() throws {
    for (given, isNormalised) in [([:], true), (["layer-norm": "false"], false)] {
      let options = small.merging(given) { $1 }
      let trunk = try learner(MNK(), options).network.architecture.trunk
      #expect(trunk.contains(.layerNormalisation) == isNormalised)
    }
  }
}
