import ArenaCore
import Testing

/// Moments of many draws; every bound is at least five standard deviations wide.
@Suite struct DistributionTests {
  private static let count = 100_000

  private func moments(_ draw: (inout RandomSource) -> Double) -> (mean: Double, variance: Double) {
    var random = RandomSource(seed: 11)
    let values = (0..<Self.count).map { _ in draw(&random) }
    let mean = values.reduce(0, +) / Double(Self.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(Self.count)
    return (mean, variance)
  }

  @Test func `normal numbers have mean 0 and variance 1`() {
    let (mean, variance) = moments { $0.normal() }
    #expect(abs(mean) < 0.02)
    #expect(abs(variance - 1) < 0.03)
  }

  @Test(arguments: [0.3, 1.0, 4.5])
  func `gamma numbers have their shape as mean and variance`(shape: Double) {
    let (mean, variance) = moments { $0.gamma(shape) }
    #expect(abs(mean - shape) < 0.05)
    #expect(abs(variance - shape) < 0.25)
  }

  @Test(arguments: [0.03, 0.3, 10])
  func `Dirichlet weights sum to 1`(concentration: Double) {
    var random = RandomSource(seed: 2)
    for _ in 0..<100 {
      let weights = random.dirichlet(concentration: concentration, count: 9)
      #expect(weights.count == 9)
      #expect(weights.allSatisfy { $0 >= 0 })
      #expect(abs(weights.reduce(0, +) - 1) < 1e-12)
    }
  }

  @Test func `indices are drawn in proportion to their weights`() {
    var random = RandomSource(seed: 4)
    var counts = [Int](repeating: 0, count: 4)
    for _ in 0..<Self.count { counts[random.index(weightedBy: [1, 0, 2, 5] as [Float])] += 1 }
    #expect(counts[1] == 0)
    for (index, share) in [(0, 0.125), (2, 0.25), (3, 0.625)] {
      #expect(abs(Double(counts[index]) / Double(Self.count) - share) < 0.01)
    }
  }
}
