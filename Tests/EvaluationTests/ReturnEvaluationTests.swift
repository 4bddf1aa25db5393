import ArenaCore
import Environments
import Synchronization
import Testing
import Training

@testable import Evaluation

@Suite struct ReturnEvaluationTests {
  /// Pushes the cart as its pole leans, with some chance of its own.
  private struct Leaning: BatchPlayer {
    typealias World = TimeLimit<CartPole>

    func choose(in world: World, within budget: Budget, using random: inout RandomSource) -> Int {
      let shown = world.observation(as: .first)
      return random.uniform() < 0.1 || shown[2] + shown[3] > 0 ? 1 : 0
    }

    func choose(in worlds: [World], using randoms: inout [RandomSource]) -> [Int] {
      worlds.indices.map { choose(in: worlds[$0], within: .unlimited, using: &randoms[$0]) }
    }
  }

  /// The same one episode after the other.
  private struct Single: Player {
    typealias World = TimeLimit<CartPole>
    func choose(in world: World, within budget: Budget, using random: inout RandomSource) -> Int {
      Leaning().choose(in: world, within: budget, using: &random)
    }
  }

  private func evaluation(
    longest: Int = 10_000, seed: UInt64 = 3
  ) throws -> ReturnEvaluation<TimeLimit<CartPole>> {
    ReturnEvaluation(
      TimeLimit(try CartPole(), steps: 300), episodes: 40, seed: seed, longest: longest)
  }

  @Test func `side by side every episode counts once, as one after the other`() throws {
    let together = try evaluation().returns(of: Leaning())
    let apart = try evaluation().returns(of: Single())
    #expect(together == apart)
    #expect(Set(together.values).count > 10, "short and long ones")
    #expect(try evaluation(seed: 4).returns(of: Leaning()) != together)
  }

  @Test func `an episode without an end is cut and said to be`() throws {
    /// Walks into the wall.
    struct Stubborn: Player {
      typealias World = TimeLimit<CliffWalking>
      func choose(in world: World, within budget: Budget, using random: inout RandomSource) -> Int {
        3
      }
    }
    let task = try CliffWalking.make(CliffWalking.registrations[0])
    let evaluation = ReturnEvaluation(task, episodes: 3, seed: 1, longest: 50)
    let result = try evaluation.evaluate { Stubborn() }
    #expect(result.score == -50)
    #expect(result.summary.hasSuffix("(3 of 3 episodes cut after 50 steps)"))
    let cut = try self.evaluation(longest: 7)
    #expect(try cut.returns(of: Leaning()) == cut.returns(of: Single()))
    #expect(try cut.returns(of: Leaning()).cuts == 40)
  }

  @Test func `an evaluation ends when it is asked to`() throws {
    let watch = EvaluationWatch(shouldStop: { true })
    #expect(throws: EvaluationStopped.self) { try evaluation().returns(of: Leaning(), watch) }
    #expect(throws: EvaluationStopped.self) { try evaluation().returns(of: Single(), watch) }
    // Also between the steps of episodes under way.
    let asked = Mutex(0)
    let later = EvaluationWatch(shouldStop: {
      asked.withLock {
        $0 += 1
        return $0 > 41
      }
    })
    #expect(throws: EvaluationStopped.self) { try evaluation().returns(of: Leaning(), later) }
  }

  @Test func `mean, error and deviation are those of the returns`() throws {
    let returns = ReturnEvaluation<TimeLimit<CartPole>>.Returns(values: [1, 2, 3, 6])
    #expect(returns.mean == 3)
    #expect(abs(returns.deviation - 3.5.squareRoot()) < 1e-12)
    #expect(abs(returns.error - (3.5 / 4).squareRoot()) < 1e-12)
    let result = try evaluation().evaluate { Leaning() }
    #expect(result.metrics.map(\.name) == ["evaluation_return", "evaluation_return_deviation"])
    #expect(abs((result.margin ?? 0) * 40.squareRoot() / 1.96 - result.metrics[1].value) < 1e-9)
  }
}
