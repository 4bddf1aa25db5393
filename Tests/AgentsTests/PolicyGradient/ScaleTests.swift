import ArenaCore
import Environments
import NeuralCore
import Testing
import Training

@testable import Agents

@Suite struct ScaleTests {
  @Test func `Observations are divided by the deviation and cut`() {
    var moments = RunningMoments(width: 1)
    for value in [Float(0), 4] { moments.insert([value].span) }
    let scale = ObservationScale(moments)
    var features: [Float] = [4]
    features.withUnsafeMutableBufferPointer { scale.apply(to: $0) }
    #expect(abs(features[0] - 1) < 1e-5, "deviation 2, variance 4")
    features[0] = 1000
    features.withUnsafeMutableBufferPointer { scale.apply(to: $0) }
    #expect(features[0] == 10)
  }

  @Test func `Rewards are divided by the deviation of the discounted return`() {
    var scale = RewardScale(lanes: 2, discount: 0.5)
    _ = scale.scale(1, lane: 0, isLast: false)
    _ = scale.scale(1, lane: 0, isLast: true)
    // Returns so far 1 and 1.5; the end began lane 0 again, and lane 1 is apart.
    #expect(scale.totals == [0, 0])
    let scaled = scale.scale(2, lane: 1, isLast: false)
    // Mean 1.5, variance (0.25 + 0 + 0.25) / 3.
    #expect(abs(scaled - 2 / (0.5 / 3).squareRoot()) < 1e-3)
    #expect(scale.totals == [0, 2])
  }

  @Test func `A checkpoint keeps the scale, and its player sees what the learner saw`() throws {
    let specs = PolicyGradientOptions.specs(.ppo, forGames: false)
    let world = try CartPole.make(CartPole.registrations[0])
    let learner = try PolicyGradientLearner<DiscretePolicy<TimeLimit<CartPole>>>(
      world,
      LearnerChecks.setting(
        ["normalise-observations": "true", "hidden": "8", "epochs": "1"], specs))
    try LearnerChecks.train(learner, rounds: 0..<10, of: 10)
    let scale = learner.heads.scale(in: learner.network)
    #expect(scale == ObservationScale(learner.moments))
    #expect(learner.moments.count > 2560, "observations after resets count too")
    // Playing does not move it.
    var player = learner.makePlayer()
    var random = RandomSource(seed: 1)
    var episode = world
    episode.reset(using: &random)
    _ = player.choose(in: episode, within: .unlimited, using: &random)
    #expect(learner.heads.scale(in: learner.network) == scale)
  }

  @Test func `Without scaling a network has no scale`() throws {
    let specs = PolicyGradientOptions.specs(.ppo, forGames: true)
    let learner = try PolicyGradientLearner<DiscretePolicy<MNK>>(
      MNK(), LearnerChecks.setting([:], specs))
    #expect(learner.heads.scale(in: learner.network) == nil)
  }
}
