import CProcessor
import KernelsAVX512
import KernelsPortable
import Tiling

/// Which build of the inner loops runs. Both compute the same; they differ in speed and, where one
/// fuses a product with its sum and the other does not, in the last bits.
public enum Kernels: String, Codable, Sendable, CaseIterable {
  /// For any processor.
  case portable
  /// For processors with AVX-512.
  case avx512

  /// The fastest that this processor can run.
  public static var best: Kernels { isSupported(.avx512) ? .avx512 : .portable }

  /// Whether this processor can run `kernels`.
  public static func isSupported(_ kernels: Kernels) -> Bool {
    kernels == .portable || processor_has_avx512()
  }

  /// target = start + bias + left right, then optionally rectified. The sum over the depth is in
  /// ascending order for every element, so a row's bits do not depend on the other rows.
  ///
  /// - Parameters:
  ///   - left: element (row, k) at `row * rowStride + k * depthStride`.
  ///   - right: element (k, output) at `k * rightStride + output`, readable up to the next multiple
  ///     of 16 outputs; `bias` too.
  @inline(__always)
  func multiply(
    rows: Int, outputs: Int, depth: Int, left: UnsafePointer<Float>, rowStride: Int,
    depthStride: Int = 1, right: UnsafePointer<Float>, rightStride: Int,
    bias: UnsafePointer<Float>? = nil, addsTarget: Bool = false, isRectified: Bool = false,
    target: UnsafeMutablePointer<Float>, targetStride: Int
  ) {
    switch self {
    case .portable:
      KernelsPortable.multiply(
        rows: rows, outputs: outputs, depth: depth, left: left, rowStride: rowStride,
        depthStride: depthStride, right: right, rightStride: rightStride, bias: bias,
        addsTarget: addsTarget, isRectified: isRectified, target: target,
        targetStride: targetStride)
    case .avx512:
      KernelsAVX512.multiply(
        rows: rows, outputs: outputs, depth: depth, left: left, rowStride: rowStride,
        depthStride: depthStride, right: right, rightStride: rightStride, bias: bias,
        addsTarget: addsTarget, isRectified: isRectified, target: target,
        targetStride: targetStride)
    }
  }
}
