import Glibc

/// Distributions that learning needs; plain textbook methods, not NumPy's bit streams.
extension RandomSource {
  /// Standard normal, by Marsaglia's polar method.
  public mutating func normal() -> Double {
    while true {
      let x = 2 * uniform() - 1
      let y = 2 * uniform() - 1
      let square = x * x + y * y
      if square > 0 && square < 1 { return x * (-2 * log(square) / square).squareRoot() }
    }
  }

  /// Gamma with the given shape and scale 1, by Marsaglia and Tsang 2000.
  public mutating func gamma(_ shape: Double) -> Double {
    if shape < 1 {
      // Boosting: Gamma(a) = Gamma(a + 1) * U^(1/a).
      return gamma(shape + 1) * pow(1 - uniform(), 1 / shape)
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let v = (1 + c * x) * (1 + c * x) * (1 + c * x)
      if v > 0 && log(1 - uniform()) < 0.5 * x * x + d - d * v + d * log(v) { return d * v }
    }
  }

  /// A symmetric Dirichlet sample of `count` weights that sum to 1.
  public mutating func dirichlet(concentration: Double, count: Int) -> [Double] {
    var weights = (0..<count).map { _ in gamma(concentration) }
    let sum = weights.reduce(0, +)
    guard sum > 0 else { return [Double](repeating: 1 / Double(count), count: count) }
    for index in weights.indices { weights[index] /= sum }
    return weights
  }

  /// An index drawn with probability proportional to its weight.
  ///
  /// - Precondition: the weights are not negative and have a positive sum.
  public mutating func index(weightedBy weights: some Collection<Float>) -> Int {
    let sum = weights.reduce(0) { $0 + Double($1) }
    precondition(sum > 0, "no weight to draw by")
    var rest = uniform() * sum
    var last = 0
    for (index, weight) in weights.enumerated() where weight > 0 {
      rest -= Double(weight)
      last = index
      if rest < 0 { break }
    }
    return last
  }
}
