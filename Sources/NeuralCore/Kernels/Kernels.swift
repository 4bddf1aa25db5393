import CProcessor
import Glibc
import KernelsAVX2
import KernelsAVX512
import KernelsPortable
import Tiling

/// Which build of the inner loops runs. All compute the same; they differ in speed and, where one
/// fuses a product with its sum and another does not, in the last bits.
public enum Kernels: String, Codable, Sendable, CaseIterable {
  /// For any processor; training multiplies by OpenBLAS.
  case portable
  /// For processors with AVX2 and fused products: x86-64-v3, nearly all since 2015.
  case avx2
  /// For processors with AVX-512: x86-64-v4.
  case avx512

  /// The fastest that this processor can run, or the build that ARENA_KERNELS names, so that results
  /// of another processor can be repeated here.
  public static let best: Kernels = {
    let forced = getenv("ARENA_KERNELS").flatMap { Kernels(rawValue: String(cString: $0)) }
    if let forced, isSupported(forced) { return forced }
    return isSupported(.avx512) ? .avx512 : isSupported(.avx2) ? .avx2 : .portable
  }()

  /// Whether this processor can run `kernels`.
  public static func isSupported(_ kernels: Kernels) -> Bool {
    switch kernels {
    case .portable: true
    case .avx2: processor_has_avx2()
    case .avx512: processor_has_avx512()
    }
  }

  /// target = start + bias + left right, then optionally rectified. The sum over the depth is in
  /// ascending order for every element, so a row's bits do not depend on the other rows.
  ///
  /// - Parameters:
  ///   - left: element (row, k) at `row * rowStride + k`.
  ///   - right: element (k, output) at `k * rightStride + output`, readable up to the next multiple
  ///     of 16 outputs; `bias` too.
  @inline(__always)
  public func multiply(
    rows: Int, outputs: Int, depth: Int, left: UnsafePointer<Float>, rowStride: Int,
    right: UnsafePointer<Float>, rightStride: Int, bias: UnsafePointer<Float>? = nil,
    addsTarget: Bool = false, isRectified: Bool = false, target: UnsafeMutablePointer<Float>,
    targetStride: Int
  ) {
    switch self {
    case .portable:
      KernelsPortable.multiply(
        rows: rows, outputs: outputs, depth: depth, left: left, rowStride: rowStride,
        depthStride: 1, right: right, rightStride: rightStride, bias: bias,
        addsTarget: addsTarget, isRectified: isRectified, target: target,
        targetStride: targetStride)
    case .avx2:
      KernelsAVX2.multiply(
        rows: rows, outputs: outputs, depth: depth, left: left, rowStride: rowStride,
        depthStride: 1, right: right, rightStride: rightStride, bias: bias,
        addsTarget: addsTarget, isRectified: isRectified, target: target,
        targetStride: targetStride)
    case .avx512:
      KernelsAVX512.multiply(
        rows: rows, outputs: outputs, depth: depth, left: left, rowStride: rowStride,
        depthStride: 1, right: right, rightStride: rightStride, bias: bias,
        addsTarget: addsTarget, isRectified: isRectified, target: target,
        targetStride: targetStride)
    }
  }

  /// target += inputsᵀ slopes: the gradients of weights, `[channels, outputs]`.
  ///
  /// - Parameters:
  ///   - inputs: `[depth, channels]`, lines `inputStride` apart.
  ///   - slopes: `[depth, outputs]`, lines `slopeStride` apart, the last readable up to the next
  ///     multiple of 16 outputs.
  func accumulate(
    channels: Int, outputs: Int, depth: Int, inputs: UnsafePointer<Float>, inputStride: Int,
    slopes: UnsafePointer<Float>, slopeStride: Int, target: UnsafeMutablePointer<Float>
  ) {
    switch self {
    case .portable:
      BLAS.multiplyTransposed(
        m: channels, n: outputs, k: depth, inputs, inputStride, slopes, slopeStride, beta: 1,
        target, outputs)
    case .avx2:
      KernelsAVX2.multiply(
        rows: channels, outputs: outputs, depth: depth, left: inputs, rowStride: 1,
        depthStride: inputStride, right: slopes, rightStride: slopeStride, addsTarget: true,
        target: target, targetStride: outputs)
    case .avx512:
      KernelsAVX512.multiply(
        rows: channels, outputs: outputs, depth: depth, left: inputs, rowStride: 1,
        depthStride: inputStride, right: slopes, rightStride: slopeStride, addsTarget: true,
        target: target, targetStride: outputs)
    }
  }
}
