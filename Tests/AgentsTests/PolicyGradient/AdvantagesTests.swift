import ArenaCore
import Testing

@testable import Agents

@Suite struct AdvantagesTests {
  private func step(
    _ reward: Float, _ value: Float, _ next: Float, _ continuation: ValuedStep.Continuation
  ) -> ValuedStep {
    ValuedStep(reward: reward, value: value, nextValue: next, continuation: continuation)
  }

  /// Two episodes and the beginning of a third: terminated, truncated, still running.
  private var steps: [ValuedStep] {
    [
      step(1, 5, 4, .sameSeat), step(2, 4, 9, .terminated),
      step(3, 1, 2, .sameSeat), step(4, 2, 8, .truncated),
      step(5, 3, 7, .sameSeat),
    ]
  }

  @Test func `lambda 0 is the one-step error, without a future only after a termination`() {
    let advantages = AdvantageEstimation(discount: 0.5, lambda: 0).advantages(of: steps)
    let expected: [Float] = [-2, -2, 3, 6, 5.5]
    #expect(advantages == expected)
  }

  @Test func `lambda 1 is the discounted return minus the value`() {
    let advantages = AdvantageEstimation(discount: 0.5, lambda: 1).advantages(of: steps)
    let expected: [Float] = [-3, -2, 6, 6, 5.5]
    #expect(advantages == expected)
  }

  @Test func `lambda between blends, and stops at either end`() {
    let advantages = AdvantageEstimation(discount: 0.5, lambda: 0.9).advantages(of: steps)
    #expect(abs(advantages[0] + 2.9) < 1e-5)
    #expect(abs(advantages[2] - 5.7) < 1e-5)
  }

  @Test func `an opponent's gain is a loss`() {
    // Seat one moves, seat two answers and wins.
    let game = [step(0, 0.2, 0.5, .opponent), step(1, 0.5, 0, .terminated)]
    let advantages = AdvantageEstimation(discount: 1, lambda: 1).advantages(of: game)
    #expect(abs(advantages[0] + 1.2) < 1e-6)
    #expect(abs(advantages[1] - 0.5) < 1e-6)
    let short = AdvantageEstimation(discount: 1, lambda: 0).advantages(of: game)
    #expect(abs(short[0] + 0.7) < 1e-6)
  }

  /// Slow model: the learner's own steps as those of one player in a world that holds the opponent.
  /// Each runs to the learner's next step, rewards and values in between seen from its seat.
  private func ownAdvantages(of steps: [ValuedStep], discount: Float, lambda: Float) -> [Int: Float]
  {
    func advantage(of own: Int) -> Float {
      var (worth, factor, index) = (steps[own].reward, Float(1), own)
      while true {
        switch steps[index].continuation {
        case .terminated: return worth - steps[own].value
        case .truncated:
          return worth + factor * discount * steps[index].nextValue - steps[own].value
        case .sameSeat: factor *= discount
        case .opponent: factor *= -discount
        }
        index += 1
        if index == steps.count {
          return worth + factor * steps[index - 1].nextValue - steps[own].value
        }
        guard steps[index].isFrozen else {
          return worth + factor * steps[index].value - steps[own].value
            + factor * lambda * advantage(of: index)
        }
        worth += factor * steps[index].reward
      }
    }
    return Dictionary(
      uniqueKeysWithValues: steps.indices.filter { !steps[$0].isFrozen }.map {
        ($0, advantage(of: $0))
      })
  }

  @Test(arguments: [(Float(1), Float(0)), (0.9, 0.8), (1, 1), (0.97, 0.5)])
  func `a frozen opponent's steps are the world's, for the learner's seat alone`(
    _ discount: Float, _ lambda: Float
  ) {
    var random = RandomSource(seed: 5)
    var frozenSteps = 0
    for _ in 0..<200 {
      // Games between a learner at seat 0 or 1 and an opponent, now and then two moves in a row.
      var (steps, seat, learner): ([ValuedStep], Int, Int) = ([], 0, random.below(2))
      for _ in 0..<30 {
        let draw = random.below(20)
        let passes = draw < 15
        steps.append(
          ValuedStep(
            reward: Float(random.below(5)) - 2, value: Float(random.uniform()), nextValue: 0,
            continuation: draw == 19
              ? .terminated : draw == 18 ? .truncated : passes ? .opponent : .sameSeat,
            isFrozen: seat != learner))
        if draw >= 18 { (seat, learner) = (0, random.below(2)) } else if passes { seat = 1 - seat }
      }
      // The critic says the same of a position after the step to it and before the step from it.
      for index in steps.indices {
        steps[index].nextValue =
          steps[index].continuation.advantageSign != 0 && index + 1 < steps.count
          ? steps[index + 1].value : Float(random.uniform())
      }
      let found = AdvantageEstimation(discount: discount, lambda: lambda).advantages(of: steps)
      for (index, expected) in ownAdvantages(of: steps, discount: discount, lambda: lambda) {
        #expect(abs(found[index] - expected) < 1e-3 * max(1, abs(expected)))
      }
      frozenSteps += steps.count(where: { $0.isFrozen })
    }
    #expect(frozenSteps > 1000)
  }
}
