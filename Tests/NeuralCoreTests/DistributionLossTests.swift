import NeuralCore
import Testing

@Suite struct DistributionLossTests {
  private func project(
    _ probabilities: [Float], reward: Float, discount: Float
  ) -> [Float] {
    var target = [Float](repeating: 9, count: probabilities.count)
    probabilities.withUnsafeBufferPointer { source in
      target.withUnsafeMutableBufferPointer {
        Loss.projectCategorical(
          source, support: -2...2, reward: reward, discount: discount, into: $0)
      }
    }
    return target
  }

  @Test(
    arguments: [
      (0, 1), (1, 1), (0.5, 0.9), (-7, 1), (7, 0.5), (1, 0), (0.25, 0.99),
    ] as [(Float, Float)])
  func `projection keeps the mass, also on exact atoms and beyond the ends`(
    _ reward: Float, _ discount: Float
  ) {
    let target = project([0.1, 0.2, 0.3, 0.15, 0.25], reward: reward, discount: discount)
    #expect(abs(target.reduce(0, +) - 1) < 1e-6)
    #expect(target.allSatisfy { $0 >= 0 })
  }

  @Test func `projection moves and splits mass by hand`() {
    #expect(project([0, 0, 1, 0, 0], reward: 1, discount: 1) == [0, 0, 0, 1, 0])
    #expect(project([0, 0, 1, 0, 0], reward: 0.25, discount: 1) == [0, 0, 0.75, 0.25, 0])
    #expect(project([1, 0, 0, 0, 0], reward: -3, discount: 1) == [1, 0, 0, 0, 0])
    #expect(project([0.5, 0, 0, 0, 0.5], reward: 1, discount: 0) == [0, 0, 0, 1, 0])
  }

  /// The loss at `point` and its gradient there.
  private func evaluate(
    _ point: [Float],
    _ loss: (UnsafeBufferPointer<Float>, UnsafeMutableBufferPointer<Float>) -> Double
  ) -> (Double, [Float]) {
    var gradient = [Float](repeating: 0, count: point.count)
    let value = point.withUnsafeBufferPointer { point in
      gradient.withUnsafeMutableBufferPointer { loss(point, $0) }
    }
    return (value, gradient)
  }

  private func checkDifferences(
    _ point: [Float],
    _ loss: (UnsafeBufferPointer<Float>, UnsafeMutableBufferPointer<Float>) -> Double
  ) {
    let gradient = evaluate(point, loss).1
    for index in point.indices {
      var (above, below) = (point, point)
      above[index] += 0x1p-7
      below[index] -= 0x1p-7
      let slope = (evaluate(above, loss).0 - evaluate(below, loss).0) / 0x1p-6
      #expect(abs(slope - Double(gradient[index])) < 1e-3, "element \(index)")
    }
  }

  @Test func `quantile Huber loss`() {
    let targets: [Float] = [-2.3, 0.1, 0.45, 3.1]
    checkDifferences([-0.7, 0.2, 0.9]) { point, gradient in
      targets.withUnsafeBufferPointer {
        Loss.quantileHuber(
          quantiles: point, targets: $0, threshold: 0.6, weight: 1, gradient: gradient)
      }
    }
  }

  @Test func `learnt quantiles split a two-point distribution at the right mass`() {
    // 0 with probability 0.7 and 10 with 0.3: the midpoints 0.1 ... 0.9 split after the fourth.
    let targets: [Float] = [0, 0, 0, 0, 0, 0, 0, 10, 10, 10]
    var quantiles: [Float] = [5, 5, 5, 5, 5]
    for _ in 0..<4000 {
      let gradient = evaluate(quantiles) { point, gradient in
        targets.withUnsafeBufferPointer {
          Loss.quantileHuber(
            quantiles: point, targets: $0, threshold: 0.01, weight: 1, gradient: gradient)
        }
      }.1
      for index in quantiles.indices { quantiles[index] -= 0.05 * gradient[index] }
    }
    #expect(quantiles[..<3].allSatisfy { abs($0) < 0.1 })
    #expect(quantiles[4] > 9.9)
  }
}
