import ArenaCore
import Environments
import NeuralCore
import Testing
import Training

@testable import Agents

@Suite struct NormaliserTests {
  @Test func `observations are divided by the deviation and cut`() {
    var normaliser = ObservationNormaliser(width: 1)
    for value in [Float(0), 4] { normaliser.insert([value]) }
    let scale = normaliser.scale
    #expect(scale == ObservationNormaliser(normaliser.moments).scale)
    var features: [Float] = [4]
    features.withUnsafeMutableBufferPointer { scale.apply(to: $0) }
    #expect(abs(features[0] - 1) < 1e-5, "deviation 2, variance 4")
    features[0] = 1000
    features.withUnsafeMutableBufferPointer { scale.apply(to: $0) }
    #expect(features[0] == 10)
  }

  @Test func `rewards are divided by the deviation of the discounted return`() {
    var scale = RewardNormaliser(environments: 2, discount: 0.5)
    _ = scale.scale(1, environment: 0, isLast: false)
    _ = scale.scale(1, environment: 0, isLast: true)
    // Returns so far 1 and 1.5; the end began environment 0 again, and environment 1 is apart.
    #expect(scale.returns == [0, 0])
    let scaled = scale.scale(2, environment: 1, isLast: false)
    // Mean 1.5, variance (0.25 + 0 + 0.25) / 3.
    #expect(abs(scaled - 2 / (0.5 / 3).squareRoot()) < 1e-3)
    #expect(scale.returns == [0, 2])
  }

  @Test func `a checkpoint keeps the scale, and its player sees what the learner saw`() throws {
    let specs = PolicyGradientOptions.specs(.ppo, forGames: false)
    let world = try CartPole.make(CartPole.registrations[0])
    let learner = try PPOLearner<DiscretePolicy<TimeLimit<CartPole>>>(
      world,
      LearnerChecks.setting(
        ["normalise-observations": "true", "hidden": "8", "epochs": "1"], specs))
    try LearnerChecks.train(learner, rounds: 0..<10, of: 10)
    let scale = learner.heads.scale(in: learner.network)
    #expect(scale == learner.collector.observations.scale)
    #expect(
      learner.collector.observations.moments.count > 2560, "observations after resets count too")
    // Playing does not move it.
    var player = learner.makePlayer()
    var random = RandomSource(seed: 1)
    var episode = world
    episode.reset(using: &random)
    _ = player.choose(in: episode, within: .unlimited, using: &random)
    #expect(learner.heads.scale(in: learner.network) == scale)
  }

  @Test func `a rollback goes back to the checkpoint's normalisation`() throws {
    let specs = PolicyGradientOptions.specs(.ppo, forGames: false)
    let learner = try PPOLearner<DiscretePolicy<TimeLimit<CartPole>>>(
      CartPole.make(CartPole.registrations[0]),
      LearnerChecks.setting(
        [
          "normalise-observations": "true", "normalise-rewards": "true", "hidden": "8",
          "epochs": "1",
        ], specs))
    try LearnerChecks.train(learner, rounds: 0..<3, of: 10)
    let earlier = learner.network
    try LearnerChecks.train(learner, rounds: 3..<6, of: 10)
    let (later, count) = (learner.network, learner.collector.observations.moments.count)
    #expect(learner.heads.scale(in: later) != learner.heads.scale(in: earlier))
    #expect(learner.heads.rewardFactor(in: later) != learner.heads.rewardFactor(in: earlier))
    try learner.loadWeights(earlier)
    #expect(learner.collector.observations.moments.count == count)
    for (now, then) in zip(learner.network.parameters, earlier.parameters) {
      #expect(abs(now - then) <= 1e-5 * max(1, abs(then)))
    }
  }

  @Test func `without scaling a network has no scale`() throws {
    let specs = PolicyGradientOptions.specs(.ppo, forGames: true)
    let learner = try PPOLearner<DiscretePolicy<MNK>>(
      MNK(), LearnerChecks.setting([:], specs))
    #expect(learner.heads.scale(in: learner.network) == nil)
  }
}
