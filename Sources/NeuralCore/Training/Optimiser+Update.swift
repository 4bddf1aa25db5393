extension Optimiser {
  /// One update of `count` neighbouring parameters.
  ///
  /// - Parameters:
  ///   - scale: what gradients are multiplied by first, for clipping.
  ///   - step: the number of this update, from 1.
  ///   - decays: whether weight decay applies to these parameters.
  func update(
    _ parameters: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>,
    moments: [UnsafeMutablePointer<Float>], count: Int, rate: Float, scale: Float, step: Int,
    decays: Bool
  ) {
    switch self {
    case .sgd(let momentum, let nesterov, let decay):
      let decay = decays ? decay : 0
      for index in 0..<count {
        let slope = gradients[index] * scale + decay * parameters[index]
        if momentum == 0 {
          parameters[index] -= rate * slope
        } else {
          let velocity = momentum * moments[0][index] + slope
          moments[0][index] = velocity
          parameters[index] -= rate * (nesterov ? slope + momentum * velocity : velocity)
        }
      }
    case .adam(let beta1, let beta2, let epsilon):
      adam(
        parameters, gradients, moments[0], moments[1], count, rate, scale, step, beta1, beta2,
        epsilon, keep: 1)
    case .adamW(let beta1, let beta2, let epsilon, let decay):
      adam(
        parameters, gradients, moments[0], moments[1], count, rate, scale, step, beta1, beta2,
        epsilon, keep: decays ? 1 - rate * decay : 1)
    case .rmsProp(let smoothing, let epsilon, let inside):
      let squares = moments[0]
      for index in 0..<count {
        let slope = gradients[index] * scale
        let square = smoothing * squares[index] + (1 - smoothing) * slope * slope
        squares[index] = square
        let root = inside ? (square + epsilon).squareRoot() : square.squareRoot() + epsilon
        parameters[index] -= rate * slope / root
      }
    }
  }

  private func adam(
    _ parameters: UnsafeMutablePointer<Float>, _ gradients: UnsafePointer<Float>,
    _ means: UnsafeMutablePointer<Float>, _ squares: UnsafeMutablePointer<Float>, _ count: Int,
    _ rate: Float, _ scale: Float, _ step: Int, _ beta1: Float, _ beta2: Float, _ epsilon: Float,
    keep: Float
  ) {
    let correction1 = 1 - power(Double(beta1), step)
    let correction2 = Float((1 - power(Double(beta2), step)).squareRoot())
    let pace = Float(Double(rate) / correction1)
    for index in 0..<count {
      let slope = gradients[index] * scale
      let mean = beta1 * means[index] + (1 - beta1) * slope
      let square = beta2 * squares[index] + (1 - beta2) * slope * slope
      means[index] = mean
      squares[index] = square
      parameters[index] =
        keep * parameters[index] - pace * mean / (square.squareRoot() / correction2 + epsilon)
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
