import NeuralCore
import Testing

@Suite struct AnnealingTests {
  @Test(arguments: [
    (Annealing.constant(3), 0.7, 3), (.linear(from: 1, to: 0), 0.25, 0.75),
    (.linear(from: 1, to: 0), 2, 0), (.linear(from: 1, to: 0), -1, 1),
    (.cosine(from: 2, to: 0), 0.5, 1), (.cosine(from: 2, to: 1), 0, 2),
    (.cosine(from: 2, to: 1), 1, 1),
  ])
  func `values by hand`(_ annealing: Annealing, _ fraction: Double, _ expected: Double) {
    #expect(abs(annealing.value(at: fraction) - expected) < 1e-12)
  }

  @Test func `an average of weights by hand, also when it goes on`() {
    var average = WeightAverage(decay: 0.75)
    for parameters in [[4, 0], [8, 4]] as [[Float]] { average.add(parameters) }
    #expect(average.parameters == [5, 1])
    var resumed = WeightAverage(
      decay: 0.75, parameters: average.parameters, count: average.count)
    resumed.add([0, 8])
    #expect(resumed.parameters == [3.75, 2.75])
  }
}
