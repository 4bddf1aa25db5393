import Glibc

/// The normal distribution of one dimension.
enum Gaussian {
  private static let halfLogOfTwoPi: Float = 0.918_938_53

  /// A log deviation within -5 ... 2: beyond, one wild step would freeze it for good.
  static func cut(_ logDeviation: Float) -> Float { max(-5, min(2, logDeviation)) }

  /// The log density of `value`, in nats.
  static func log(of value: Float, mean: Float, logDeviation: Float) -> Float {
    let score = (value - mean) * exp(-logDeviation)
    return -0.5 * score * score - logDeviation - halfLogOfTwoPi
  }

  /// In nats.
  static func entropy(logDeviation: Float) -> Float { 0.5 + halfLogOfTwoPi + logDeviation }
}

/// A normal distribution pressed into -1 ... 1 by tanh, in one dimension: a = tanh(u), u = μ + σ ε.
///
/// Source: Haarnoja et al. 2018, appendix C.
enum SquashedGaussian {
  /// ln(1 - tanh(u)²), finite for every u: near ±1 the difference itself is 0.
  static func logSlope(_ u: Float) -> Float {
    // 1 - tanh² = 4 / (e^u + e^-u)².
    2 * (0.693_147_18 - abs(u) - log1p(exp(-2 * abs(u))))
  }

  /// The log density of a = tanh(u) within -1 ... 1, in nats.
  static func log(of u: Float, mean: Float, logDeviation: Float) -> Float {
    Gaussian.log(of: u, mean: mean, logDeviation: logDeviation) - logSlope(u)
  }
}
