import Kernels

extension Activation {
  /// Replaces `count` elements by their images.
  func apply(to elements: UnsafeMutablePointer<Float>, count: Int, _ kernels: any KernelSet.Type) {
    switch self {
    case .relu: kernels.rectify(elements, count: count)
    case .leakyRelu(let slope):
      for index in 0..<count where elements[index] < 0 { elements[index] *= slope }
    case .tanh: kernels.hyperbolicTangent(elements, count: count)
    case .mish: kernels.mish(elements, count: count)
    }
  }

  /// Multiplies `slope`, the loss' gradient by the output, by the derivative at each element.
  ///
  /// `input` is read only by functions that are not invertible; for the others it may be anything.
  func differentiate(
    _ slope: UnsafeMutablePointer<Float>, input: UnsafePointer<Float>,
    output: UnsafePointer<Float>, count: Int, _ kernels: any KernelSet.Type
  ) {
    switch self {
    case .relu: kernels.rectifyGradient(slope, output: output, count: count)
    case .leakyRelu(let factor):
      for index in 0..<count where output[index] < 0 { slope[index] *= factor }
    case .tanh: kernels.hyperbolicTangentGradient(slope, output: output, count: count)
    case .mish: kernels.mishGradient(slope, input: input, count: count)
    }
  }
}
