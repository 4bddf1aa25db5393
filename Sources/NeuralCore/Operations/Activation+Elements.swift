import Foundation

extension Activation {
  /// Replaces `count` elements by their images.
  func apply(to elements: UnsafeMutablePointer<Float>, count: Int) {
    switch self {
    case .relu:
      for index in 0..<count { elements[index] = max(elements[index], 0) }
    case .leakyRelu(let slope):
      for index in 0..<count where elements[index] < 0 { elements[index] *= slope }
    case .tanh:
      for index in 0..<count { elements[index] = Foundation.tanh(elements[index]) }
    case .mish:
      for index in 0..<count { elements[index] = Self.mish(elements[index]).value }
    }
  }

  /// Multiplies `slope`, the loss' gradient by the output, by the derivative at each element.
  ///
  /// `input` is read only by functions that are not invertible; for the others it may be anything.
  func differentiate(
    _ slope: UnsafeMutablePointer<Float>, input: UnsafePointer<Float>,
    output: UnsafePointer<Float>, count: Int
  ) {
    switch self {
    case .relu:
      for index in 0..<count { slope[index] = output[index] > 0 ? slope[index] : 0 }
    case .leakyRelu(let factor):
      for index in 0..<count where output[index] < 0 { slope[index] *= factor }
    case .tanh:
      for index in 0..<count { slope[index] *= 1 - output[index] * output[index] }
    case .mish:
      for index in 0..<count { slope[index] *= Self.mish(input[index]).derivative }
    }
  }

  /// With w = e^x (e^x + 2), tanh(log(1 + e^x)) = w / (w + 2): one exponential gives both.
  private static func mish(_ x: Float) -> (value: Float, derivative: Float) {
    if x > 20 { return (x, 1) }
    let e = exp(x)
    let w = e * (e + 2)
    let t = w / (w + 2)
    // d/dx tanh(softplus(x)) = (1 - t^2) sigmoid(x).
    return (x * t, t + x * (1 - t * t) * e / (1 + e))
  }
}
