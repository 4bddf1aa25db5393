/// A symmetric positive definite matrix, factored by Cholesky: solves and inverts.
///
/// Rows are combined four at a time over contiguous memory, which the compiler turns into vector
/// instructions: a pool of a thousand players takes tenths of a second. Sums are taken in a fixed
/// order, so that a rating does not depend on the processor.
struct PositiveMatrix {
  let size: Int
  private var factor: [Double]  // [size, size], lower triangle

  /// Columns that are eliminated together, so that the rows they are taken from stay in the cache.
  private static let panel = 32

  /// Factors `entries`, `[size, size]`, of which the lower triangle is read; nil when it is not
  /// positive definite.
  init?(_ entries: [Double], size: Int) {
    precondition(entries.count == size * size, "\(entries.count) entries for \(size) x \(size)")
    self.size = size
    factor = entries
    var transposed = [Double](repeating: 0, count: Self.panel * size)
    for start in stride(from: 0, to: size, by: Self.panel) {
      let end = min(start + Self.panel, size)
      for column in start..<end {
        // Relative to the entry, so that a matrix singular but for rounding is refused.
        let pivot = factor[column * (size + 1)]
        guard pivot > 1e-13 * abs(entries[column * (size + 1)]) else { return nil }
        let root = pivot.squareRoot()
        factor[column * (size + 1)] = root
        for row in (column + 1)..<max(size, column + 1) {
          let entry = factor[row * size + column] / root
          factor[row * size + column] = entry
          transposed[(column - start) * size + row] = entry
        }
        for row in (column + 1)..<max(size, column + 1) {
          let entry = factor[row * size + column]
          for k in (column + 1)..<max(column + 1, min(end, row + 1)) {
            factor[row * size + k] -= entry * transposed[(column - start) * size + k]
          }
        }
      }
      factor.withUnsafeMutableBufferPointer { factor in
        transposed.withUnsafeBufferPointer { transposed in
          guard let factor = factor.baseAddress, let transposed = transposed.baseAddress else {
            return
          }
          for row in end..<size {
            Self.combine(
              factor + row * size + end, count: row + 1 - end, rows: end - start,
              from: transposed + end, stride: size
            ) { -factor[row * size + start + $0] }
          }
        }
      }
    }
  }

  /// Adds `rows` rows, each times its weight, to `target`.
  @inline(__always)
  private static func combine(
    _ target: UnsafeMutablePointer<Double>, count: Int, rows: Int,
    from source: UnsafePointer<Double>,
    stride: Int, weight: (Int) -> Double
  ) {
    var row = 0
    while row + 4 <= rows {
      let (w0, w1, w2, w3) = (weight(row), weight(row + 1), weight(row + 2), weight(row + 3))
      let s0 = source + row * stride
      let (s1, s2, s3) = (s0 + stride, s0 + 2 * stride, s0 + 3 * stride)
      for k in 0..<count {
        target[k] = target[k] + w0 * s0[k] + w1 * s1[k] + w2 * s2[k] + w3 * s3[k]
      }
      row += 4
    }
    while row < rows {
      let (w, s) = (weight(row), source + row * stride)
      for k in 0..<count { target[k] += w * s[k] }
      row += 1
    }
  }

  /// The x with `matrix * x = vector`.
  func solve(_ vector: [Double]) -> [Double] {
    var x = vector
    for row in 0..<size {
      for k in 0..<row { x[row] -= factor[row * size + k] * x[k] }
      x[row] /= factor[row * (size + 1)]
    }
    for row in (0..<size).reversed() {
      x[row] /= factor[row * (size + 1)]
      for k in 0..<row { x[k] -= factor[row * size + k] * x[row] }
    }
    return x
  }

  /// The inverse, `[size, size]`.
  var inverse: [Double] {
    let size = self.size
    // The factor's inverse, row by row, each from those above it; then its square.
    var root = [Double](repeating: 0, count: size * size)
    var inverse = root
    root.withUnsafeMutableBufferPointer { rootBuffer in
      inverse.withUnsafeMutableBufferPointer { inverseBuffer in
        factor.withUnsafeBufferPointer { factorBuffer in
          guard let root = rootBuffer.baseAddress, let inverse = inverseBuffer.baseAddress,
            let factor = factorBuffer.baseAddress
          else { return }
          for row in 0..<size {
            let scale = 1 / factor[row * (size + 1)]
            Self.combine(
              root + row * size, count: row, rows: row, from: root, stride: size
            ) { -scale * factor[row * size + $0] }
            root[row * (size + 1)] = scale
          }
          for start in stride(from: 0, to: size, by: 4) {
            let rows = min(4, size - start)
            for row in 0..<(start + rows) {
              Self.combine(
                inverse + row * size, count: row + 1, rows: rows, from: root + start * size,
                stride: size
              ) { root[(start + $0) * size + row] }
            }
          }
          for row in 0..<size {
            for column in 0..<row { inverse[column * size + row] = inverse[row * size + column] }
          }
        }
      }
    }
    return inverse
  }
}
