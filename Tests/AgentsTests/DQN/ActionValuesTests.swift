import Testing

@testable import Agents

@Suite struct ActionValuesTests {
  @Test func `dueling advantages have mean zero around the value`() {
    var values: [Float] = [3, 5, 10]
    var span = values.mutableSpan
    ActionValues.combine(value: 2, into: &span)
    #expect(values == [-1, 1, 6])
    #expect(values.reduce(0, +) / 3 == 2)
  }

  @Test func `losses and slopes are those computed by hand`() {
    #expect(ValueLoss.huber.loss(of: 3, target: 1, weight: 0.5) == (0.75, 0.5))
    #expect(ValueLoss.squared.loss(of: 3, target: 1, weight: 0.5) == (1, 1))
    #expect(ValueLoss.huber.loss(of: 0.5, target: 1, weight: 1) == (0.125, -0.5))
    #expect(ValueLoss.squared.loss(of: 0.5, target: 1, weight: 1) == (0.125, -0.5))
  }
}
