import KernelsAVX2
import KernelsAVX512
import KernelsPortable

/// Loops over contiguous floats, in whichever build.
extension Kernels {
  /// target += source.
  func add(_ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, count: Int) {
    switch self {
    case .portable: KernelsPortable.add(source, to: target, count: count)
    case .avx2: KernelsAVX2.add(source, to: target, count: count)
    case .avx512: KernelsAVX512.add(source, to: target, count: count)
    }
  }

  /// sums[column] += Σ source[row, column].
  func addColumns(
    of source: UnsafePointer<Float>, rows: Int, width: Int, stride: Int,
    to sums: UnsafeMutablePointer<Float>
  ) {
    switch self {
    case .portable:
      KernelsPortable.addColumns(of: source, rows: rows, width: width, stride: stride, to: sums)
    case .avx2:
      KernelsAVX2.addColumns(of: source, rows: rows, width: width, stride: stride, to: sums)
    case .avx512:
      KernelsAVX512.addColumns(of: source, rows: rows, width: width, stride: stride, to: sums)
    }
  }

  /// Σ elements^2.
  func sumOfSquares(_ elements: UnsafePointer<Float>, count: Int) -> Double {
    switch self {
    case .portable: KernelsPortable.sumOfSquares(elements, count: count)
    case .avx2: KernelsAVX2.sumOfSquares(elements, count: count)
    case .avx512: KernelsAVX512.sumOfSquares(elements, count: count)
    }
  }

  /// target[column, row] = source[row, column]; zeros up to the next multiple of 16 rows.
  func transpose(
    rows: Int, columns: Int, source: UnsafePointer<Float>, sourceStride: Int,
    target: UnsafeMutablePointer<Float>, targetStride: Int
  ) {
    switch self {
    case .portable:
      KernelsPortable.transpose(
        rows: rows, columns: columns, source: source, sourceStride: sourceStride, target: target,
        targetStride: targetStride)
    case .avx2:
      KernelsAVX2.transpose(
        rows: rows, columns: columns, source: source, sourceStride: sourceStride, target: target,
        targetStride: targetStride)
    case .avx512:
      KernelsAVX512.transpose(
        rows: rows, columns: columns, source: source, sourceStride: sourceStride, target: target,
        targetStride: targetStride)
    }
  }
}
