/// How normalisations see a value: `[rows, points, channels]`, one point for plain vectors.
struct Lattice: Hashable {
  let channels: Int
  /// Floats from row to row.
  let stride: Int
  /// Floats from point to point.
  private let pointStride: Int
  private let grid: Grid?

  init(_ value: Value) {
    stride = value.stride
    if value.layout == .bordered {
      grid = value.grid
      channels = value.grid.channels
      pointStride = value.grid.pointStride
    } else {
      grid = nil
      channels = value.shape.count
      pointStride = value.shape.count
    }
  }

  /// Points of one row.
  var points: Int { grid?.points ?? 1 }

  /// Calls `body` with the offset of channel 0 of every point of `rows` rows.
  @inline(__always)
  func forEachPoint(rows: Int, _ body: (Int) -> Void) {
    for row in 0..<rows {
      if let grid {
        grid.forEachPoint { body(row &* stride &+ $0 &* pointStride) }
      } else {
        body(row &* stride)
      }
    }
  }
}
