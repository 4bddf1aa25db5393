import ArenaCore
import Environments
import NeuralCore
import Testing
import Training

@testable import Agents

/// Learners that go on from a checkpoint's weights.
@Suite struct AdoptingTests {
  private func check(_ learner: some Learner) throws {
    try LearnerChecks.train(learner, rounds: 0..<4, of: 8)
    let earlier = learner.network
    try LearnerChecks.train(learner, rounds: 4..<6, of: 8)
    #expect(learner.network.parameters != earlier.parameters)
    let counts = learner.counts

    try learner.loadWeights(earlier)
    #expect(learner.network.parameters == earlier.parameters)
    #expect(learner.counts == counts)
    var archive = Safetensors()
    learner.save(to: &archive)
    #expect(try archive.one("trainer.steps", as: Int64.self) == 0)
    let moments = archive.names.filter { $0.hasPrefix("trainer.moments.") }
    #expect(moments.count == 2)
    for name in moments {
      #expect(try archive.values(name, as: Float.self).allSatisfy { $0 == 0 })
    }
  }

  @Test func `a learner by policy gradients begins its optimiser afresh`() throws {
    let small = ["hidden": "16", "num-envs": "4", "n-steps": "24", "batch": "40"]
    let learner: PPOLearner<DiscretePolicy<MNK>> = try PPOLearner(
      MNK(), LearnerChecks.setting(small, PolicyGradientOptions.specs(.ppo, forGames: true)))
    try check(learner)
  }

  @Test func `a learner of action values takes the weights for its targets too`() throws {
    let small = [
      "hidden": "16", "num-envs": "4", "train-frequency": "32", "gradient-steps": "4",
      "batch": "48",
      "learning-starts": "64",
      "buffer-size": "500", "target-update-interval": "100000",
    ]
    let learner = try DQNLearner(
      MNK(), LearnerChecks.setting(small, DQNOptions.specs(forGames: true)))
    try check(learner)
    #expect(learner.target.parameters == learner.network.parameters)
    #expect(throws: RunError.self) {
      var other = learner.network.architecture
      other.trunk = [.dense(outputs: 8)]
      try learner.loadWeights(Network(zeros: other))
    }
  }
}
