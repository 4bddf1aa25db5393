import Testing

@testable import Agents

@Suite struct ActionValuesTests {
  @Test func `Double learning lets one network pick and the other targetPredictor`() {
    let online: [Float] = [1, 2]
    let target: [Float] = [10, 3]
    let legal = [true, true]
    func goal(onlinePredictor: [Float]) -> Float {
      ActionValues.target(
        gain: 1, bootstrap: 0.5, onlinePredictor: onlinePredictor.span,
        targetPredictor: target.span, legal: legal.span)
    }
    #expect(goal(onlinePredictor: online) == 1 + 0.5 * 3)
    #expect(goal(onlinePredictor: target) == 1 + 0.5 * 10)
  }

  @Test func `Illegal actions are not bootstrapped from`() {
    let values: [Float] = [9, -1, 5]
    let legal = [false, true, false]
    #expect(
      ActionValues.target(
        gain: 0, bootstrap: -1, onlinePredictor: values.span, targetPredictor: values.span,
        legal: legal.span) == 1)
  }

  @Test func `A terminal position without legal actions is worth its gain`() {
    let values: [Float] = [.nan, .infinity]
    let legal = [false, false]
    #expect(
      ActionValues.target(
        gain: -0.5, bootstrap: 0, onlinePredictor: values.span, targetPredictor: values.span,
        legal: legal.span)
        == -0.5)
  }

  @Test func `Dueling advantages have mean zero around the value`() {
    var values: [Float] = [3, 5, 10]
    var span = values.mutableSpan
    ActionValues.combine(value: 2, into: &span)
    #expect(values == [-1, 1, 6])
    #expect(values.reduce(0, +) / 3 == 2)
  }

  @Test func `Losses and slopes are those computed by hand`() {
    #expect(ValueLoss.huber.loss(of: 3, target: 1, weight: 0.5) == (0.75, 0.5))
    #expect(ValueLoss.squared.loss(of: 3, target: 1, weight: 0.5) == (1, 1))
    #expect(ValueLoss.huber.loss(of: 0.5, target: 1, weight: 1) == (0.125, -0.5))
    #expect(ValueLoss.squared.loss(of: 0.5, target: 1, weight: 1) == (0.125, -0.5))
  }
}
