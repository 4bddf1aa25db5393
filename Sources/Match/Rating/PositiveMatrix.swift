/// A symmetric positive definite matrix, factored by Cholesky: solves and inverts.
struct PositiveMatrix {
  let size: Int
  private var factor: [Double]  // [size, size], lower triangle

  /// Factors `entries`, `[size, size]`, of which the lower triangle is read; nil when it is not
  /// positive definite.
  init?(_ entries: [Double], size: Int) {
    precondition(entries.count == size * size, "\(entries.count) entries for \(size) x \(size)")
    self.size = size
    factor = entries
    for row in 0..<size {
      for column in 0...row {
        var sum = entries[row * size + column]
        for k in 0..<column { sum -= factor[row * size + k] * factor[column * size + k] }
        if row == column {
          // Relative to the entry, so that a matrix singular but for rounding is refused.
          guard sum > 1e-13 * abs(entries[row * size + row]) else { return nil }
          factor[row * size + row] = sum.squareRoot()
        } else {
          factor[row * size + column] = sum / factor[column * size + column]
        }
      }
    }
  }

  /// The x with `matrix * x = vector`.
  func solve(_ vector: [Double]) -> [Double] {
    var x = vector
    for row in 0..<size {
      for k in 0..<row { x[row] -= factor[row * size + k] * x[k] }
      x[row] /= factor[row * size + row]
    }
    for row in (0..<size).reversed() {
      for k in (row + 1)..<max(size, row + 1) { x[row] -= factor[k * size + row] * x[k] }
      x[row] /= factor[row * size + row]
    }
    return x
  }

  /// The inverse, `[size, size]`.
  var inverse: [Double] {
    var result = [Double](repeating: 0, count: size * size)
    for column in 0..<size {
      var unit = [Double](repeating: 0, count: size)
      unit[column] = 1
      for (row, value) in solve(unit).enumerated() { result[row * size + column] = value }
    }
    return result
  }
}
