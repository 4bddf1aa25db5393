import ArenaCore
import Foundation
import NeuralCore
import Testing
import Training

@testable import Agents

@Suite struct GaussianPolicyTests {
  private func learner(_ given: [String: String] = [:]) throws -> PPOLearner<
    GaussianPolicy<Reach>
  > {
    let specs = PolicyGradientOptions.specs(.ppo, forGames: false)
    return try PPOLearner(
      Reach(),
      LearnerChecks.setting(
        ["hidden": "16", "num-envs": "8", "n-steps": "32", "batch": "64"].merging(given) { $1 },
        specs)
    )
  }

  @Test func `densities and entropies are those of the normal distribution`() {
    // Deviation 2, half a deviation from the mean; figures by hand: -1/8 - ln 2 - ln(2 pi) / 2 and
    // ln(2 pi e 4) / 2.
    let logDeviation: Float = 0.693147
    let log = Gaussian.log(of: 1.5, mean: 0.5, logDeviation: logDeviation)
    #expect(abs(log + 1.737086) < 1e-4)
    #expect(abs(Gaussian.entropy(logDeviation: logDeviation) - 2.112086) < 1e-4)
  }

  @Test func `stored actions are unbounded draws, and their densities sum over dimensions`() throws
  {
    let learner = try learner()
    learner.collector.collect(with: learner.network, at: 0)
    let rollout = learner.collector.rollout
    let second = (0..<rollout.count).map { rollout.actions[2 * $0 + 1] }
    #expect(second.contains { abs($0) > 1 }, "the bound is 0.5")
    let predictor = Predictor(learner.network, capacity: 1)
    for index in 0..<rollout.count {
      predictor.inputs[0] = rollout.observations[index]
      predictor.run(count: 1)
      let means = predictor.output(learner.heads.policy[0])
      let logDeviations = predictor.output(learner.heads.policy[1])
      #expect(logDeviations.allSatisfy { $0 == 0 }, "deviations start at 1")
      var log: Float = 0
      for dimension in 0..<2 {
        log += Gaussian.log(
          of: rollout.actions[2 * index + dimension], mean: means[dimension], logDeviation: 0)
      }
      #expect(abs(log - rollout.logProbabilities[index]) < 1e-5)
    }
  }

  @Test func `the world gets actions within its bounds`() throws {
    let policy = GaussianPolicy(for: Reach())
    let action = [Float(-3), 0.25].withUnsafeBufferPointer { policy.action(from: $0) }
    #expect(action == ContinuousAction(-1, 0.25, 0, 0))
  }

  @Test func `learning moves the mean to the goal and towards the bound beyond which it lies`()
    throws
  {
    // A batch of standard size: from a small one a wild step can freeze the deviation far off.
    let learner = try PPOLearner<GaussianPolicy<Reach>>(
      Reach(),
      LearnerChecks.setting(
        ["learning-rate": "0.01", "clip-range": "0.2", "final-clip-range": "0.2"],
        PolicyGradientOptions.specs(.ppo, forGames: false)))
    try LearnerChecks.train(learner, rounds: 0..<40, of: 40)
    let predictor = Predictor(learner.network, capacity: 1)
    predictor.inputs[0] = 1
    predictor.run(count: 1)
    let means = predictor.output(learner.heads.policy[0])
    #expect(abs(means[0] - 0.4) < 0.1)
    #expect(means[1] > 0.5)
    #expect(predictor.output(learner.heads.policy[1])[0] < -0.5, "it grows certain")
    var player = learner.makePlayer()
    var world = Reach()
    var random = RandomSource(seed: 1)
    world.reset(using: &random)
    let action = player.choose(in: world, within: .unlimited, using: &random)
    #expect(action[1] == 0.5 && abs(action[0] - 0.4) < 0.1)
  }
}
