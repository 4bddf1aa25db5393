public import Kernels

/// The products that layers need, by the kernels or, in backward runs of builds that cannot fuse,
/// by OpenBLAS.
extension KernelSet {
  /// target = (target or 0) + bias + left right, then optionally rectified; the lines of `left` are
  /// contiguous.
  @inline(__always)
  public static func multiply(
    rows: Int, outputs: Int, depth: Int, left: UnsafePointer<Float>, rowStride: Int,
    right: UnsafePointer<Float>, rightStride: Int, bias: UnsafePointer<Float>? = nil,
    addsTarget: Bool = false, isRectified: Bool = false, target: UnsafeMutablePointer<Float>,
    targetStride: Int
  ) {
    multiply(
      rows: rows, outputs: outputs, depth: depth, left: left, rowStride: rowStride, depthStride: 1,
      right: right, rightStride: rightStride, bias: bias, addsTarget: addsTarget,
      isRectified: isRectified, target: target, targetStride: targetStride)
  }

  /// target = (target or 0) + inputsᵀ slopes: the gradients of weights, `[channels, outputs]`.
  ///
  /// - Parameters:
  ///   - inputs: `[depth, channels]`, lines `inputStride` apart.
  ///   - slopes: `[depth, outputs]`, lines `slopeStride` apart, the last readable up to the next
  ///     multiple of 16 outputs.
  static func accumulate(
    channels: Int, outputs: Int, depth: Int, inputs: UnsafePointer<Float>, inputStride: Int,
    slopes: UnsafePointer<Float>, slopeStride: Int, addsTarget: Bool = true,
    target: UnsafeMutablePointer<Float>
  ) {
    guard isFused else {
      return BLAS.multiplyTransposed(
        m: channels, n: outputs, k: depth, inputs, inputStride, slopes, slopeStride,
        beta: addsTarget ? 1 : 0, target, outputs)
    }
    multiply(
      rows: channels, outputs: outputs, depth: depth, left: inputs, rowStride: 1,
      depthStride: inputStride, right: slopes, rightStride: slopeStride, bias: nil,
      addsTarget: addsTarget, isRectified: false, target: target, targetStride: outputs)
  }

  /// One product for each Winograd plane of a backward run, where a position's bits may depend on
  /// the other positions: gradients by transformed weights.
  static func multiplyAllPlanes(
    _ tiling: Tiling, positions: Int, channels: Int, outputs: Int, inputs: UnsafePointer<Float>,
    weights: UnsafePointer<Float>, target: UnsafeMutablePointer<Float>
  ) {
    guard !isFused else {
      return multiplyPlanes(
        tiling, points: 0..<tiling.pointCount, positions: positions, channels: channels,
        outputs: outputs, inputs: inputs,
        weights: weights, target: target)
    }
    for point in 0..<tiling.pointCount {
      BLAS.multiply(
        m: tiling.planeRows[point] &* positions, n: outputs, k: channels,
        inputs + tiling.planeStart(point, positions: positions, channels: channels), channels,
        weights + point &* channels &* outputs, outputs, beta: 0,
        target + tiling.planeStart(point, positions: positions, channels: outputs), outputs)
    }
  }

  /// For each Winograd plane inputsᵀ by output gradients: the gradients of the transformed weights.
  static func accumulatePlanes(
    _ tiling: Tiling, positions: Int, channels: Int, outputs: Int, inputs: UnsafePointer<Float>,
    gradients: UnsafePointer<Float>, addsTarget: Bool, target: UnsafeMutablePointer<Float>
  ) {
    for point in 0..<tiling.pointCount {
      accumulate(
        channels: channels, outputs: outputs, depth: tiling.planeRows[point] &* positions,
        inputs: inputs + tiling.planeStart(point, positions: positions, channels: channels),
        inputStride: channels,
        slopes: gradients + tiling.planeStart(point, positions: positions, channels: outputs),
        slopeStride: outputs, addsTarget: addsTarget,
        target: target + point &* channels &* outputs)
    }
  }
}
