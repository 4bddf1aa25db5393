import ArenaCore
import Environments
import Evaluation
import Foundation
import Testing
import Training

@testable import Agents

/// Whole training runs with default options. They take minutes: set ARENA_LONG_TESTS=1.
@Suite(
  .enabled(if: ProcessInfo.processInfo.environment["ARENA_LONG_TESTS"] == "1"), .serialized)
struct LongTrainingTests {
  private func train<World>(_ learner: any Learner<World>, steps: Int) throws {
    while learner.counts.steps < steps {
      _ = try learner.advance(fraction: Double(learner.counts.steps) / Double(steps))
    }
  }

  private func meanReturn<World: Environment>(_ learner: any Learner<World>, in world: World) throws
    -> Double
  {
    try ReturnEvaluation(world, episodes: 100, seed: 99).evaluate(learner.makePlayer).score
  }

  /// Plays every line that any opponent could choose; true if the player loses one.
  private func loses(
    _ player: inout any Player<MNK>, in game: MNK, as seat: Seat, _ random: inout RandomSource
  ) -> Bool {
    if let outcome = game.outcome { return outcome.winner == seat.opponent }
    let actions =
      game.turn == seat
      ? [player.choose(in: game, within: .unlimited, using: &random)] : game.legalActions
    return actions.contains { action in
      var next = game
      next.play(action)
      return loses(&player, in: next, as: seat, &random)
    }
  }

  @Test(arguments: UInt64(1)...5) func `DQN balances the pole`(_ seed: UInt64) throws {
    let world = try CartPole.make(CartPole.registrations[0])
    let learner = try DQNLearner(
      world, LearnerChecks.setting([:], DQNOptions.specs(forGames: false), seed: seed))
    try train(learner, steps: 50_000)
    #expect(try meanReturn(learner, in: world) >= 475)
  }

  @Test(arguments: UInt64(1)...5) func `PPO balances the pole`(_ seed: UInt64) throws {
    let world = try CartPole.make(CartPole.registrations[0])
    let learner = try PolicyGradient.learner(
      in: world,
      LearnerChecks.setting([:], PolicyGradientOptions.specs(.ppo, forGames: false), seed: seed))
    try train(learner, steps: 80_000)
    #expect(try meanReturn(learner, in: world) >= 475)
  }

  @Test(arguments: UInt64(1)...5, [true, false])
  func `self-play at tic-tac-toe learns to lose to nobody`(_ seed: UInt64, _ isDQN: Bool) throws {
    let game = try MNK()
    let learner: any Learner<MNK> =
      isDQN
      ? try DQNLearner(
        game, LearnerChecks.setting([:], DQNOptions.specs(forGames: true), seed: seed))
      : try PolicyGradient.learner(
        in: game,
        LearnerChecks.setting([:], PolicyGradientOptions.specs(.ppo, forGames: true), seed: seed))
    try train(learner, steps: isDQN ? 200_000 : 600_000)
    var player = learner.makePlayer()
    var random = RandomSource(seed: 1)
    for seat in Seat.allCases {
      #expect(!loses(&player, in: game, as: seat, &random), "as \(seat.name)")
    }
  }
}
