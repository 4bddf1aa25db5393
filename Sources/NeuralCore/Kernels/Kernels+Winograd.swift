import KernelsAVX2
import KernelsAVX512
import KernelsPortable
import Tiling

/// The steps of Winograd's convolution, in whichever build.
extension Kernels {
  /// Bᵀ d B of every tile: bordered inputs, `[position, point, channel]`, to Winograd planes.
  func spreadTiles(
    _ tiling: Tiling, positions: Int, channels: Int, source: UnsafePointer<Float>,
    sourceStride: Int, lineStride: Int, planes: UnsafeMutablePointer<Float>
  ) {
    switch self {
    case .portable:
      KernelsPortable.spreadTiles(
        tiling, positions: positions, channels: channels, source: source,
        sourceStride: sourceStride, lineStride: lineStride, planes: planes)
    case .avx2:
      KernelsAVX2.spreadTiles(
        tiling, positions: positions, channels: channels, source: source,
        sourceStride: sourceStride, lineStride: lineStride, planes: planes)
    case .avx512:
      KernelsAVX512.spreadTiles(
        tiling, positions: positions, channels: channels, source: source,
        sourceStride: sourceStride, lineStride: lineStride, planes: planes)
    }
  }

  /// A y Aᵀ of every tile: gradients of bordered outputs to Winograd planes.
  func expandTiles(
    _ tiling: Tiling, positions: Int, channels: Int, source: UnsafePointer<Float>,
    sourceStride: Int, lineStride: Int, planes: UnsafeMutablePointer<Float>
  ) {
    switch self {
    case .portable:
      KernelsPortable.expandTiles(
        tiling, positions: positions, channels: channels, source: source,
        sourceStride: sourceStride, lineStride: lineStride, planes: planes)
    case .avx2:
      KernelsAVX2.expandTiles(
        tiling, positions: positions, channels: channels, source: source,
        sourceStride: sourceStride, lineStride: lineStride, planes: planes)
    case .avx512:
      KernelsAVX512.expandTiles(
        tiling, positions: positions, channels: channels, source: source,
        sourceStride: sourceStride, lineStride: lineStride, planes: planes)
    }
  }

  /// Aᵀ p A of every tile, plus bias and skip, optionally rectified, to bordered outputs. `skip` may be
  /// `target`.
  func collectTiles(
    _ tiling: Tiling, positions: Int, channels: Int, planes: UnsafePointer<Float>,
    bias: UnsafePointer<Float>?, skip: UnsafePointer<Float>?, isRectified: Bool,
    target: UnsafeMutablePointer<Float>, targetStride: Int, lineStride: Int
  ) {
    switch self {
    case .portable:
      KernelsPortable.collectTiles(
        tiling, positions: positions, channels: channels, planes: planes, bias: bias, skip: skip,
        isRectified: isRectified, target: target, targetStride: targetStride, lineStride: lineStride
      )
    case .avx2:
      KernelsAVX2.collectTiles(
        tiling, positions: positions, channels: channels, planes: planes, bias: bias, skip: skip,
        isRectified: isRectified, target: target, targetStride: targetStride, lineStride: lineStride
      )
    case .avx512:
      KernelsAVX512.collectTiles(
        tiling, positions: positions, channels: channels, planes: planes, bias: bias, skip: skip,
        isRectified: isRectified, target: target, targetStride: targetStride, lineStride: lineStride
      )
    }
  }

  /// One product for each plane: inputs by `[point, channels, outputs]` weights.
  ///
  /// - Parameter isForward: whether a position's bits may not depend on the other positions.
  func multiplyPlanes(
    _ tiling: Tiling, positions: Int, channels: Int, outputs: Int, inputs: UnsafePointer<Float>,
    weights: UnsafePointer<Float>, target: UnsafeMutablePointer<Float>, isForward: Bool
  ) {
    switch self {
    case .portable:
      guard isForward else {
        for point in 0..<tiling.pointCount {
          BLAS.multiply(
            m: tiling.planeRows[point] &* positions, n: outputs, k: channels,
            inputs + tiling.planeStart(point, positions: positions, channels: channels), channels,
            weights + point &* channels &* outputs, outputs, beta: 0,
            target + tiling.planeStart(point, positions: positions, channels: outputs), outputs)
        }
        return
      }
      KernelsPortable.multiplyPlanes(
        tiling, positions: positions, channels: channels, outputs: outputs, inputs: inputs,
        weights: weights, target: target)
    case .avx2:
      KernelsAVX2.multiplyPlanes(
        tiling, positions: positions, channels: channels, outputs: outputs, inputs: inputs,
        weights: weights, target: target)
    case .avx512:
      KernelsAVX512.multiplyPlanes(
        tiling, positions: positions, channels: channels, outputs: outputs, inputs: inputs,
        weights: weights, target: target)
    }
  }

  /// For each plane inputsᵀ by output gradients: the gradients of the transformed weights.
  func accumulatePlanes(
    _ tiling: Tiling, positions: Int, channels: Int, outputs: Int, inputs: UnsafePointer<Float>,
    gradients: UnsafePointer<Float>, addsTarget: Bool, target: UnsafeMutablePointer<Float>
  ) {
    switch self {
    case .portable:
      for point in 0..<tiling.pointCount {
        BLAS.multiplyTransposed(
          m: channels, n: outputs, k: tiling.planeRows[point] &* positions,
          inputs + tiling.planeStart(point, positions: positions, channels: channels), channels,
          gradients + tiling.planeStart(point, positions: positions, channels: outputs), outputs,
          beta: addsTarget ? 1 : 0, target + point &* channels &* outputs, outputs)
      }
    case .avx2:
      KernelsAVX2.accumulatePlanes(
        tiling, positions: positions, channels: channels, outputs: outputs, inputs: inputs,
        gradients: gradients, addsTarget: addsTarget, target: target)
    case .avx512:
      KernelsAVX512.accumulatePlanes(
        tiling, positions: positions, channels: channels, outputs: outputs, inputs: inputs,
        gradients: gradients, addsTarget: addsTarget, target: target)
    }
  }

  /// G g Gᵀ: padded `[3, 3, channels, outputs]` kernels to `[point, channels, outputs]`.
  func transformWeights(
    _ tiling: Tiling, channels: Int, outputs: Int, kernels: UnsafePointer<Float>,
    target: UnsafeMutablePointer<Float>
  ) {
    switch self {
    case .portable:
      KernelsPortable.transformWeights(
        tiling, channels: channels, outputs: outputs, kernels: kernels, target: target)
    case .avx2:
      KernelsAVX2.transformWeights(
        tiling, channels: channels, outputs: outputs, kernels: kernels, target: target)
    case .avx512:
      KernelsAVX512.transformWeights(
        tiling, channels: channels, outputs: outputs, kernels: kernels, target: target)
    }
  }

  /// Adds Gᵀ u G: gradients of transformed weights to padded `[3, 3, channels, outputs]` ones.
  func collectWeightGradients(
    _ tiling: Tiling, channels: Int, outputs: Int, gradients: UnsafePointer<Float>,
    target: UnsafeMutablePointer<Float>
  ) {
    switch self {
    case .portable:
      KernelsPortable.collectWeightGradients(
        tiling, channels: channels, outputs: outputs, gradients: gradients, target: target)
    case .avx2:
      KernelsAVX2.collectWeightGradients(
        tiling, channels: channels, outputs: outputs, gradients: gradients, target: target)
    case .avx512:
      KernelsAVX512.collectWeightGradients(
        tiling, channels: channels, outputs: outputs, gradients: gradients, target: target)
    }
  }
}
