import Kernels

extension Optimiser {
  /// One update of `count` neighbouring parameters.
  ///
  /// - Parameters:
  ///   - moments: the first moment of these parameters; the second lies `momentStride` further.
  ///   - scale: what gradients are multiplied by first, for clipping.
  ///   - step: the number of this update, from 1.
  ///   - decays: whether weight decay applies to these parameters.
  func update(
    _ parameters: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>,
    moments: UnsafeMutablePointer<Float>, momentStride: Int, count: Int, rate: Float, scale: Float,
    step: Int, decays: Bool, _ kernels: any KernelSet.Type
  ) {
    switch self {
    case .sgd(let momentum, let nesterov, let decay):
      kernels.updateByMomentum(
        parameters, gradients: gradients, velocities: momentum == 0 ? nil : moments, count: count,
        rate: rate, scale: scale, decay: decays ? decay : 0, momentum: momentum,
        isNesterov: nesterov)
    case .adam(let beta1, let beta2, let epsilon):
      adam(keep: 1, beta1, beta2, epsilon)
    case .adamW(let beta1, let beta2, let epsilon, let decay):
      adam(keep: decays ? 1 - rate * decay : 1, beta1, beta2, epsilon)
    case .rmsProp(let smoothing, let epsilon, let inside):
      kernels.updateBySquares(
        parameters, gradients: gradients, squares: moments, count: count, rate: rate,
        scale: scale, smoothing: smoothing, innerEpsilon: inside ? epsilon : 0,
        outerEpsilon: inside ? 0 : epsilon)
    }

    func adam(keep: Float, _ beta1: Float, _ beta2: Float, _ epsilon: Float) {
      let correction1 = 1 - power(Double(beta1), step)
      let correction2 = 1 - power(Double(beta2), step)
      kernels.updateByMoments(
        parameters, gradients: gradients, means: moments, squares: moments + momentStride,
        count: count, scale: scale, beta1: beta1, beta2: beta2, epsilon: epsilon,
        pace: Float(Double(rate) / correction1), rootScale: Float(1 / correction2.squareRoot()),
        keep: keep)
    }
  }

  /// base^exponent by repeated squaring: the same bits on every system.
  private func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, base, exponent) = (1.0, base, exponent)
    while exponent > 0 {
      if exponent & 1 == 1 { result *= base }
      base *= base
      exponent >>= 1
    }
    return result
  }
}
