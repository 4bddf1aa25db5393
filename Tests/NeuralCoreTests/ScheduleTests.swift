import NeuralCore
import Testing

@Suite struct ScheduleTests {
  @Test(arguments: [
    (Schedule.constant(3), 0.7, 3), (.linear(from: 1, to: 0), 0.25, 0.75),
    (.linear(from: 1, to: 0), 2, 0), (.cosine(from: 2, to: 0), 0.5, 1),
    (.cosine(from: 2, to: 1), 0, 2), (.cosine(from: 2, to: 1), 1, 1),
    (.steps(8, factor: 0.5, milestones: [0.5, 0.75]), 0.49, 8),
    (.steps(8, factor: 0.5, milestones: [0.5, 0.75]), 0.5, 4),
    (.steps(8, factor: 0.5, milestones: [0.5, 0.75]), 0.9, 2),
    (.warmUp(share: 0.1, rest: .constant(5)), 0.05, 2.5),
    (.warmUp(share: 0.1, rest: .constant(5)), 0.6, 5),
    (.warmUp(share: 0.5, rest: .linear(from: 1, to: 0)), 0.75, 0.5),
    (.oneCycle(peak: 25), 0, 1), (.oneCycle(peak: 25), 0.3, 25), (.oneCycle(peak: 25), 1, 1e-4),
  ])
  func `values by hand`(_ schedule: Schedule, _ fraction: Double, _ expected: Double) {
    #expect(abs(schedule.value(at: fraction) - expected) < 1e-12)
  }

  @Test func `averages by hand`() {
    var exponential = WeightAverage(.exponential(decay: 0.75))
    var equal = WeightAverage(.equal)
    for parameters in [[4, 0], [8, 4], [0, 8]] as [[Float]] {
      exponential.add(parameters)
      equal.add(parameters)
    }
    #expect(exponential.parameters == [3.75, 2.75])
    #expect(equal.parameters == [4, 4])
    var resumed = WeightAverage(.equal, parameters: equal.parameters, count: equal.count)
    resumed.add([8, 8])
    #expect(resumed.parameters == [5, 5])
  }
}
