import CProcessor

extension Loops {
  @inline(never)
  public static func updateByMomentum(
    _ parameters: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>,
    velocities: UnsafeMutablePointer<Float>?, count: Int, rate: Float, scale: Float, decay: Float,
    momentum: Float, isNesterov: Bool
  ) {
    forEachVector(count) { index, length in
      let parameter = load(parameters + index, count: length)
      let slope = load(gradients + index, count: length) * scale + parameter * decay
      var move = slope
      if let velocities {
        let velocity = load(velocities + index, count: length) * momentum + slope
        store(velocity, velocities + index, count: length)
        move = isNesterov ? slope + velocity * momentum : velocity
      }
      store(parameter - move * rate, parameters + index, count: length)
    }
  }

  @inline(never)
  public static func updateByMoments(
    _ parameters: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>,
    means: UnsafeMutablePointer<Float>, squares: UnsafeMutablePointer<Float>, count: Int,
    scale: Float, beta1: Float, beta2: Float, epsilon: Float, pace: Float, rootScale: Float,
    keep: Float
  ) {
    forEachVector(count) { index, length in
      let slope = load(gradients + index, count: length) * scale
      let mean = load(means + index, count: length) * beta1 + slope * (1 - beta1)
      let square = load(squares + index, count: length) * beta2 + slope * slope * (1 - beta2)
      store(mean, means + index, count: length)
      store(square, squares + index, count: length)
      let move = mean * pace / (processor_square_root(square) * rootScale + epsilon)
      store(
        load(parameters + index, count: length) * keep - move, parameters + index, count: length)
    }
  }

  @inline(never)
  public static func updateBySquares(
    _ parameters: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>,
    squares: UnsafeMutablePointer<Float>, count: Int, rate: Float, scale: Float, smoothing: Float,
    innerEpsilon: Float, outerEpsilon: Float
  ) {
    forEachVector(count) { index, length in
      let slope = load(gradients + index, count: length) * scale
      let square =
        load(squares + index, count: length) * smoothing + slope * slope * (1 - smoothing)
      store(square, squares + index, count: length)
      let root = processor_square_root(square + innerEpsilon) + outerEpsilon
      store(
        load(parameters + index, count: length) - slope * rate / root, parameters + index,
        count: length)
    }
  }
}
