import ArenaCore
import Foundation
import Testing

@testable import Agents

@Suite struct SquashedGaussianTests {
  @Test func `the density of squashed actions integrates to one`() {
    for (mean, logDeviation) in [(Float(0), Float(0)), (0.7, -1), (-1.5, 0.5)] {
      // Over actions, not over draws: the slope of tanh must be in the density.
      let steps = 20_000
      var mass = 0.0
      for step in 0..<steps {
        let action = -1 + 2 * (Double(step) + 0.5) / Double(steps)
        let log = SquashedGaussian.log(
          of: Float(atanh(action)), mean: mean, logDeviation: logDeviation)
        mass += exp(Double(log)) * 2 / Double(steps)
      }
      #expect(abs(mass - 1) < 5e-3, "mean \(mean)")
    }
  }

  @Test func `the slope's logarithm is finite where tanh is one`() {
    for u in [Float(-1000), -50, -9, 9, 50, 1000] {
      #expect(SquashedGaussian.logSlope(u).isFinite)
    }
    #expect(abs(SquashedGaussian.logSlope(50) - (2 * logf(2) - 100)) < 1e-4)
    for u in stride(from: Float(-3), through: 3, by: 0.25) {
      let slope = 1 - tanh(Double(u)) * tanh(Double(u))
      #expect(abs(Double(SquashedGaussian.logSlope(u)) - log(slope)) < 1e-5)
    }
  }

  @Test func `a squashed policy draws within the bounds and knows how likely its actions were`()
    throws
  {
    let policy = GaussianPolicy(for: Reach(), squashed: true)
    let far = [Float(-30), 0].withUnsafeBufferPointer { policy.action(from: $0) }
    #expect(far == ContinuousAction(-1, 0, 0, 0))
    let options = try PolicyGradientOptions(
      Options(
        ["hidden": "8", "squash": "true", "num-envs": "4", "n-steps": "16"],
        for: PolicyGradientOptions.specs(.ppo, forGames: false, continuous: true)))
    #expect(options.squashesActions)
    let specs = PolicyGradientOptions.specs(.ppo, forGames: false, continuous: true)
    let learner = try PPOLearner<GaussianPolicy<Reach>>(
      Reach(),
      LearnerChecks.setting(
        ["hidden": "8", "squash": "true", "num-envs": "4", "n-steps": "16", "batch": "64"], specs))
    learner.collector.collect(with: learner.network, at: 0)
    let rollout = learner.collector.rollout
    for index in 0..<rollout.count {
      // A fresh policy: means about 0, deviations 1.
      let expected = (0..<2).reduce(Float(0)) {
        $0 + SquashedGaussian.log(of: rollout.actions[2 * index + $1], mean: 0, logDeviation: 0)
      }
      #expect(abs(rollout.logProbabilities[index] - expected) < 0.2)
    }
    // The stored draws give the ratio 1 at the first step, whatever tanh does to them.
    let metrics = learner.advance(fraction: 0)
    #expect(metrics.first { $0.name == "policy" }?.value.isFinite == true)
  }
}
