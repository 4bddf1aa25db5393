extension Grid {
  /// One position from `[channels, rows, columns]` into the bordered layout.
  func spread(
    _ plain: UnsafePointer<Float>, into bordered: UnsafeMutablePointer<Float>,
    _ write: GradientWrite
  ) {
    for row in 0..<rows {
      for column in 0..<columns {
        let point = bordered + (firstPoint &+ row &* lineStride &+ column) &* pointStride
        let source = plain + (row &* columns &+ column)
        if write == .overwrite {
          for channel in 0..<channels { point[channel] = source[channel &* points] }
        } else {
          for channel in 0..<channels { point[channel] += source[channel &* points] }
        }
      }
    }
  }

  /// One position from the bordered layout into `[channels, rows, columns]`.
  func gather(
    _ bordered: UnsafePointer<Float>, into plain: UnsafeMutablePointer<Float>,
    _ write: GradientWrite
  ) {
    for row in 0..<rows {
      for column in 0..<columns {
        let point = bordered + (firstPoint &+ row &* lineStride &+ column) &* pointStride
        let target = plain + (row &* columns &+ column)
        if write == .overwrite {
          for channel in 0..<channels { target[channel &* points] = point[channel] }
        } else {
          for channel in 0..<channels { target[channel &* points] += point[channel] }
        }
      }
    }
  }

  /// Restores the zero border between the lines of one position: the points that a product over
  /// `spannedPoints` touches without their being on the board.
  func clearLineEnds(_ bordered: UnsafeMutablePointer<Float>) {
    for row in 0..<(rows &- 1) {
      let end = bordered + (firstPoint &+ row &* lineStride &+ columns) &* pointStride
      end.update(repeating: 0, count: 2 &* pointStride)
    }
  }
}
