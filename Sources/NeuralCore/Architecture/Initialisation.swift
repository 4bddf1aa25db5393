import Foundation

/// How the weights of a layer are drawn; biases always start at zero.
public enum Initialisation: Codable, Hashable, Sendable {
  /// Normal with standard deviation `gain` / sqrt(fan in).
  case normal(gain: Float)
  /// Uniform within ±`gain` / sqrt(fan in).
  case uniform(gain: Float)
  /// Orthonormal rows or columns, whichever are fewer, times `gain`. Source: Saxe et al. 2013.
  case orthogonal(gain: Float)
  /// Every weight the same.
  case constant(Float)

  /// Keeps the variance of activations through relu. Source: He et al. 2015.
  public static let he = Initialisation.normal(gain: 1.4142135)
  /// Keeps the variance of activations through layers without relu. Source: LeCun et al. 1998.
  public static let lecun = Initialisation.normal(gain: 1)
  /// All zero: a residual branch that starts as the identity, a policy that starts uniform.
  public static let zero = Initialisation.constant(0)
}

extension Initialisation {
  /// Fills the weights of one block, whose last dimension is the outputs and whose others are the
  /// inputs.
  public func fill(
    _ weights: inout ArraySlice<Float>, shape: [Int], using random: inout some RandomNumberGenerator
  ) {
    let outputs = shape.last ?? 1
    let fanIn = max(1, weights.count / outputs)
    let scale = 1 / Double(fanIn).squareRoot()
    switch self {
    case .normal(let gain):
      for index in weights.indices {
        weights[index] = Float(Double(gain) * scale * Self.normal(&random))
      }
    case .uniform(let gain):
      for index in weights.indices {
        weights[index] = Float(Double(gain) * scale * (2 * Self.unit(&random) - 1))
      }
    case .orthogonal(let gain):
      let start = weights.startIndex
      let drawn = Self.orthonormal(rows: fanIn, columns: outputs, using: &random)
      for index in drawn.indices { weights[start + index] = gain * Float(drawn[index]) }
    case .constant(let value):
      for index in weights.indices { weights[index] = value }
    }
  }

  /// Uniform in (0, 1).
  private static func unit(_ random: inout some RandomNumberGenerator) -> Double {
    (Double(random.next() >> 11) + 0.5) * 0x1p-53
  }

  /// Standard normal, by Box and Muller.
  private static func normal(_ random: inout some RandomNumberGenerator) -> Double {
    let radius = (-2 * log(unit(&random))).squareRoot()
    return radius * cos(2 * .pi * unit(&random))
  }

  /// A `[rows, columns]` matrix whose shorter side's vectors are orthonormal, by Gram and Schmidt.
  private static func orthonormal(
    rows: Int, columns: Int, using random: inout some RandomNumberGenerator
  ) -> [Double] {
    let count = min(rows, columns)
    let length = max(rows, columns)
    var vectors: [[Double]] = []
    while vectors.count < count {
      var vector = (0..<length).map { _ in normal(&random) }
      // Twice is enough: once leaves rounding errors of nearly parallel vectors.
      for _ in 0..<2 {
        for other in vectors {
          var product = 0.0
          for index in 0..<length { product += other[index] * vector[index] }
          for index in 0..<length { vector[index] -= product * other[index] }
        }
      }
      let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard norm > 1e-6 else { continue }
      vectors.append(vector.map { $0 / norm })
    }
    return (0..<rows * columns).map { index in
      let (row, column) = (index / columns, index % columns)
      return rows < columns ? vectors[row][column] : vectors[column][row]
    }
  }
}
