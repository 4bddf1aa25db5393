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
}
