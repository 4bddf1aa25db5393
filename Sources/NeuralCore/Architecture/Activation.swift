/// A function applied to every element. All of them keep zero at zero, which borders rely on.
public enum Activation: Codable, Hashable, Sendable {
  /// max(x, 0).
  case relu
  /// x when positive, else `slope` * x; the slope is positive.
  case leakyRelu(slope: Float)
  /// The hyperbolic tangent.
  case tanh
  /// x tanh(log(1 + exp(x))). Source: Misra 2019.
  case mish

  /// Whether the derivative can be told from the output alone, so that the input need not be kept.
  var isInvertible: Bool { self != .mish }
}
