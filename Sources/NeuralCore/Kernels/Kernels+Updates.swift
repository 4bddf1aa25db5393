import KernelsAVX2
import KernelsAVX512
import KernelsPortable

/// The optimisers' loops, in whichever build; what each number means stands there.
extension Kernels {
  /// Gradient descent with momentum, if there are velocities.
  func updateByMomentum(
    _ parameters: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>,
    velocities: UnsafeMutablePointer<Float>?, count: Int, rate: Float, scale: Float, decay: Float,
    momentum: Float, isNesterov: Bool
  ) {
    switch self {
    case .portable:
      KernelsPortable.updateByMomentum(
        parameters, gradients: gradients, velocities: velocities, count: count, rate: rate,
        scale: scale, decay: decay, momentum: momentum, isNesterov: isNesterov)
    case .avx2:
      KernelsAVX2.updateByMomentum(
        parameters, gradients: gradients, velocities: velocities, count: count, rate: rate,
        scale: scale, decay: decay, momentum: momentum, isNesterov: isNesterov)
    case .avx512:
      KernelsAVX512.updateByMomentum(
        parameters, gradients: gradients, velocities: velocities, count: count, rate: rate,
        scale: scale, decay: decay, momentum: momentum, isNesterov: isNesterov)
    }
  }

  /// Adam.
  func updateByMoments(
    _ parameters: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>,
    means: UnsafeMutablePointer<Float>, squares: UnsafeMutablePointer<Float>, count: Int,
    scale: Float, beta1: Float, beta2: Float, epsilon: Float, pace: Float, rootScale: Float,
    keep: Float
  ) {
    switch self {
    case .portable:
      KernelsPortable.updateByMoments(
        parameters, gradients: gradients, means: means, squares: squares, count: count,
        scale: scale, beta1: beta1, beta2: beta2, epsilon: epsilon, pace: pace,
        rootScale: rootScale, keep: keep)
    case .avx2:
      KernelsAVX2.updateByMoments(
        parameters, gradients: gradients, means: means, squares: squares, count: count,
        scale: scale, beta1: beta1, beta2: beta2, epsilon: epsilon, pace: pace,
        rootScale: rootScale, keep: keep)
    case .avx512:
      KernelsAVX512.updateByMoments(
        parameters, gradients: gradients, means: means, squares: squares, count: count,
        scale: scale, beta1: beta1, beta2: beta2, epsilon: epsilon, pace: pace,
        rootScale: rootScale, keep: keep)
    }
  }

  /// RMSprop.
  func updateBySquares(
    _ parameters: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>,
    squares: UnsafeMutablePointer<Float>, count: Int, rate: Float, scale: Float, smoothing: Float,
    innerEpsilon: Float, outerEpsilon: Float
  ) {
    switch self {
    case .portable:
      KernelsPortable.updateBySquares(
        parameters, gradients: gradients, squares: squares, count: count, rate: rate, scale: scale,
        smoothing: smoothing, innerEpsilon: innerEpsilon, outerEpsilon: outerEpsilon)
    case .avx2:
      KernelsAVX2.updateBySquares(
        parameters, gradients: gradients, squares: squares, count: count, rate: rate, scale: scale,
        smoothing: smoothing, innerEpsilon: innerEpsilon, outerEpsilon: outerEpsilon)
    case .avx512:
      KernelsAVX512.updateBySquares(
        parameters, gradients: gradients, squares: squares, count: count, rate: rate, scale: scale,
        smoothing: smoothing, innerEpsilon: innerEpsilon, outerEpsilon: outerEpsilon)
    }
  }
}
