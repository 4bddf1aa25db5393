import Testing

@testable import Agents

@Suite struct ActionValuesTests {
  @Test func `Double learning lets one network pick and the other rate`() {
    let online: [Float] = [1, 2]
    let target: [Float] = [10, 3]
    let legal = [true, true]
    func value(online: [Float]) -> Float {
      ActionValues.target(
        nStepReturn: 1, discount: 0.5, online: online.span, target: target.span, legal: legal.span)
    }
    #expect(value(online: online) == 1 + 0.5 * 3)
    #expect(value(online: target) == 1 + 0.5 * 10)
  }

  @Test func `Illegal actions are not bootstrapped from`() {
    let values: [Float] = [9, -1, 5]
    let legal = [false, true, false]
    #expect(
      ActionValues.target(
        nStepReturn: 0, discount: -1, online: values.span, target: values.span,
        legal: legal.span) == 1)
  }

  @Test func `A terminal position without legal actions is worth its return`() {
    let values: [Float] = [.nan, .infinity]
    let legal = [false, false]
    #expect(
      ActionValues.target(
        nStepReturn: -0.5, discount: 0, online: values.span, target: values.span,
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
