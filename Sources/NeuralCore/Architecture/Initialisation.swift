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
