import KernelsAVX2
import KernelsAVX512
import KernelsPortable

/// Functions of every element and their derivatives, in whichever build.
extension Kernels {
  /// elements = max(elements, 0).
  func rectify(_ elements: UnsafeMutablePointer<Float>, count: Int) {
    switch self {
    case .portable: KernelsPortable.rectify(elements, count: count)
    case .avx2: KernelsAVX2.rectify(elements, count: count)
    case .avx512: KernelsAVX512.rectify(elements, count: count)
    }
  }

  /// slope = 0 where the rectified output is 0.
  func rectifyGradient(
    _ slope: UnsafeMutablePointer<Float>, output: UnsafePointer<Float>, count: Int
  ) {
    switch self {
    case .portable: KernelsPortable.rectifyGradient(slope, output: output, count: count)
    case .avx2: KernelsAVX2.rectifyGradient(slope, output: output, count: count)
    case .avx512: KernelsAVX512.rectifyGradient(slope, output: output, count: count)
    }
  }

  /// elements = tanh(elements).
  func hyperbolicTangent(_ elements: UnsafeMutablePointer<Float>, count: Int) {
    switch self {
    case .portable: KernelsPortable.hyperbolicTangent(elements, count: count)
    case .avx2: KernelsAVX2.hyperbolicTangent(elements, count: count)
    case .avx512: KernelsAVX512.hyperbolicTangent(elements, count: count)
    }
  }

  /// slope *= 1 - output^2.
  func hyperbolicTangentGradient(
    _ slope: UnsafeMutablePointer<Float>, output: UnsafePointer<Float>, count: Int
  ) {
    switch self {
    case .portable: KernelsPortable.hyperbolicTangentGradient(slope, output: output, count: count)
    case .avx2: KernelsAVX2.hyperbolicTangentGradient(slope, output: output, count: count)
    case .avx512: KernelsAVX512.hyperbolicTangentGradient(slope, output: output, count: count)
    }
  }

  /// elements = mish(elements).
  func mish(_ elements: UnsafeMutablePointer<Float>, count: Int) {
    switch self {
    case .portable: KernelsPortable.mish(elements, count: count)
    case .avx2: KernelsAVX2.mish(elements, count: count)
    case .avx512: KernelsAVX512.mish(elements, count: count)
    }
  }

  /// slope *= the derivative of mish at `input`.
  func mishGradient(_ slope: UnsafeMutablePointer<Float>, input: UnsafePointer<Float>, count: Int) {
    switch self {
    case .portable: KernelsPortable.mishGradient(slope, input: input, count: count)
    case .avx2: KernelsAVX2.mishGradient(slope, input: input, count: count)
    case .avx512: KernelsAVX512.mishGradient(slope, input: input, count: count)
    }
  }
}
