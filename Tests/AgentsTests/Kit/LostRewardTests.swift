import ArenaCore
import Environments
import Testing
import Training

@testable import Agents

/// An environment whose reward is no number at one step of each episode.
private struct Poisoned<Base: Environment>: EnvironmentWrapper {
  var base: Base
  let poison: Double
  let poisonedStep: Int
  private var step = 0

  init(_ base: Base, _ poison: Double, at step: Int) {
    self.base = base
    self.poison = poison
    poisonedStep = step
  }

  mutating func reset(using random: inout RandomSource) {
    base.reset(using: &random)
    step = 0
  }

  mutating func step(_ action: Base.Action, using random: inout RandomSource) -> Step {
    var result = base.step(action, using: &random)
    step += 1
    if step == poisonedStep { result.reward = poison }
    return result
  }
}

extension Poisoned: DiscreteEnvironment where Base: DiscreteEnvironment {}
extension Poisoned: ContinuousEnvironment where Base: ContinuousEnvironment {}
extension Poisoned: FiniteEnvironment where Base: FiniteEnvironment {
  var table: TransitionTable { base.table }
  var state: Int { base.state }
}

@Suite struct LostRewardTests {
  private static let step = 9

  /// Advances until a reward is lost: the rounds it took, and what was lost.
  private func lost(_ learner: any Learner) throws -> LostReward? {
    #expect(learner.lostReward == nil)
    for _ in 0..<50 where learner.lostReward == nil { _ = try learner.advance(fraction: 0.5) }
    // What came before is not learnt away either.
    #expect(learner.lostNumbers == nil)
    return learner.lostReward
  }

  private func discrete(_ poison: Double) -> Poisoned<Treadmill> {
    Poisoned(Treadmill(), poison, at: Self.step)
  }

  // Four environments, the ninth step of the first of them: 8 * 4 + 1.
  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func `a reward that is no number is told with its step, and nothing is learnt of it`(
    _ poison: Double
  ) throws {
    let small = ["hidden": "8", "num-envs": "4", "batch": "16"]
    let replay = [
      "train-frequency": "32", "gradient-steps": "2", "learning-starts": "0", "buffer-size": "500",
      "n-step": "1",
    ]
    for extra in [
      [:], ["per-alpha": "0.5"], ["distribution": "categorical"], ["distribution": "quantile"],
    ] {
      let given = small.merging(replay) { $1 }.merging(extra) { $1 }
      let learner = try DQNLearner(
        discrete(poison), LearnerChecks.setting(given, DQNOptions.specs(forGames: false)))
      #expect(try lost(learner)?.step == 33, "\(extra)")
    }
    let rounds = small.merging(["n-steps": "16"]) { $1 }
    let learners: [any Learner] = [
      try PQNLearner(
        discrete(poison), LearnerChecks.setting(rounds, PQNOptions.specs(forGames: false))),
      try PolicyGradient.learner(
        in: discrete(poison),
        LearnerChecks.setting(rounds, PolicyGradientOptions.specs(.ppo, forGames: false))),
    ]
    for learner in learners { #expect(try lost(learner)?.step == 33) }
  }

  @Test func `so it is where actions are continuous, and in tables`() throws {
    let pendulum = Poisoned(try Pendulum(), .nan, at: Self.step)
    for algorithm in [ActorCriticOptions.Algorithm.sac, .td3] {
      let learner = try ActorCritic.learner(
        algorithm, in: pendulum,
        LearnerChecks.setting(
          ["hidden": "8", "num-envs": "1", "learning-starts": "4", "batch": "4"],
          ActorCriticOptions.specs(algorithm)))
      let lost = try #require(try lost(learner))
      #expect(lost.step == 9 && lost.reward.isNaN)
    }
    for algorithm in TabularOptions.Algorithm.allCases {
      let learner = try TabularLearner(
        Poisoned(CliffWalking(), .nan, at: Self.step), algorithm,
        LearnerChecks.setting([:], TabularOptions(algorithm).specs))
      for _ in 0..<3 where learner.lostReward == nil { _ = learner.advance(fraction: 0.5) }
      #expect(learner.lostReward?.step == 9)
    }
  }
}
