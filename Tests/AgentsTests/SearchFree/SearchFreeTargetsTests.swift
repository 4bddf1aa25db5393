import Foundation
import Testing

@testable import Agents

@Suite struct SearchFreeTargetsTests {
  /// What the regularised policy is to maximise.
  private func objective(
    _ policy: [Double], _ values: [Float], _ logits: [Float], alpha: Double, beta: Double
  ) -> Double {
    let sum = logits.reduce(0) { $0 + exp(Double($1)) }
    var total = 0.0
    for (index, p) in policy.enumerated() where p > 0 {
      let old = exp(Double(logits[index])) / sum
      total += p * Double(values[index]) - beta * p * log(p / old) - alpha * p * log(p)
    }
    return total
  }

  @Test(arguments: [(0.03, 0.1), (0.5, 0.2), (0, 0.4)])
  func `no policy near the regularised one is better`(_ alpha: Double, _ beta: Double) {
    let values: [Float] = [0.3, -0.9, 0.1, 0.35]
    let logits: [Float] = [-1, 2, 0.5, 0.2]
    var found = [Float](repeating: 0, count: 5)
    let policy = RegularisedPolicy(entropyCoefficient: Float(alpha), klCoefficient: Float(beta))
    // A fifth action is illegal, and holds for best.
    (values + [9]).withUnsafeBufferPointer { values in
      (logits + [9]).withUnsafeBufferPointer { logits in
        [true, true, true, true, false].withUnsafeBufferPointer { legal in
          found.withUnsafeMutableBufferPointer {
            policy.write(values: values, logits: logits, legal: legal, into: $0)
          }
        }
      }
    }
    #expect(found[4] == 0)
    let best = found.prefix(4).map(Double.init)
    #expect(abs(best.reduce(0, +) - 1) < 1e-6)
    let height = objective(best, values, logits, alpha: alpha, beta: beta)
    for from in 0..<4 {
      for to in 0..<4 where to != from && best[from] > 0.002 {
        var other = best
        other[from] -= 0.002
        other[to] += 0.002
        #expect(objective(other, values, logits, alpha: alpha, beta: beta) < height)
      }
    }
  }

  private func step(
    _ value: Float, _ continuation: ValuedStep.Continuation, reward: Float = 0, next: Float = 0
  ) -> ValuedStep {
    ValuedStep(reward: reward, value: value, nextValue: next, continuation: continuation)
  }

  /// Two games of one round, the second still running at its end; the third ply was explored.
  private func round(_ greedy: [Bool]) -> SearchFreeRound {
    var round = SearchFreeRound(games: 1, length: 6, width: 1, actionCount: 1, hasPolicies: false)
    round.steps = [
      step(0.5, .opponent, next: -0.2), step(-0.2, .sameSeat, next: 0.4),
      step(0.4, .opponent, next: 1), step(1, .terminated, reward: 1),
      step(0.1, .opponent, next: 0.3), step(0.3, .opponent, next: -0.6),
    ]
    round.isGreedy = greedy
    return round
  }

  @Test func `value iteration learns the best move's value, and more where it was played`() {
    var round = round([true, true, false, true, true, true])
    round.computeTargets(.avi, lambda: 0)
    #expect(round.targets == [0.5, -0.2, 0.4, 1, 0.1, 0.3], "the maximum alone")
    round.computeTargets(.avi, lambda: 1)
    // By hand: ply 2 was no best move, ply 5 is the last that is known.
    let expected: [Float] = [-0.4, 0.4, 0.4, 1, -0.3, 0.3]
    for (target, value) in zip(round.targets, expected) { #expect(abs(target - value) < 1e-6) }
    round.computeTargets(.avi, lambda: 0.5)
    let half: [Float] = [0.2, 0.1, 0.4, 1, -0.1, 0.3]
    for (target, value) in zip(round.targets, half) { #expect(abs(target - value) < 1e-6) }
  }

  @Test func `a policy's action values learn lambda returns, whatever was greedy`() {
    var round = round([false, false, false, false, false, false])
    round.computeTargets(.klent, lambda: 0)
    // The reward, and the next position's value with the sign of the turn.
    for (target, value) in zip(round.targets, [0.2, 0.4, -1, 1, -0.3, 0.6] as [Float]) {
      #expect(abs(target - value) < 1e-6)
    }
    round.computeTargets(.klent, lambda: 1)
    for (target, value) in zip(round.targets, [1, -1, -1, 1, -0.6, 0.6] as [Float]) {
      #expect(abs(target - value) < 1e-6)
    }
  }
}
