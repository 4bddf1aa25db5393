import Foundation
import Testing

@testable import Agents

@Suite struct ClippedObjectiveTests {
  private let objective = ClippedObjective(clipRange: 0.2, valueClipRange: 0.5)

  @Test func `equal probabilities change nothing and pull by the advantage`() {
    let term = objective.policy(log: -1, oldLog: -1, advantage: 3)
    #expect(term == .init(loss: -3, gradient: -3, isClipped: false, kl: 0))
  }

  @Test(arguments: [(1.5, 2.0, true), (1.5, -2.0, false), (0.5, 2.0, false), (0.5, -2.0, true)])
  func `only moves that went too far in the good direction are held`(
    _ ratio: Double, _ advantage: Double, _ isHeld: Bool
  ) {
    let advantage = Float(advantage)
    let term = objective.policy(log: Float(log(ratio)), oldLog: 0, advantage: advantage)
    let bound: Float = ratio > 1 ? 1.2 : 0.8
    #expect(term.isClipped)
    #expect(abs(term.gradient + (isHeld ? 0 : Float(ratio) * advantage)) < 1e-5)
    #expect(abs(term.loss + (isHeld ? bound : Float(ratio)) * advantage) < 1e-5)
  }

  @Test func `without a bound the gradient is the plain policy gradient`() {
    let free = ClippedObjective(clipRange: nil, valueClipRange: nil)
    #expect(abs(free.policy(log: 1, oldLog: 0, advantage: 2).gradient + 2 * exp(1)) < 1e-5)
  }

  @Test func `the divergence is never negative`() {
    for step in -20...20 {
      #expect(objective.policy(log: Float(step) / 10, oldLog: 0, advantage: 1).kl >= 0)
    }
  }

  @Test func `the value's loss is the larger one, and only a free value moves`() {
    // Old value 0, value 2 is cut to 0.5.
    #expect(objective.value(2, oldValue: 0, target: 3) == (0.5 * 2.5 * 2.5, 0))
    #expect(objective.value(2, oldValue: 0, target: 0) == (2, 2))
    #expect(objective.value(0.25, oldValue: 0, target: 1) == (0.5 * 0.75 * 0.75, -0.75))
    #expect(ClippedObjective().value(2, oldValue: 0, target: 3) == (0.5, -1))
  }
}
