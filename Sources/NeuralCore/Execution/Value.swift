/// One intermediate result of a plan: how a row of it lies in memory.
struct Value: Hashable, Sendable {
  enum Layout: Hashable {
    /// As callers see it: vectors, and planes as `[channels, rows, columns]`.
    case plain
    /// Planes as `[rows + 2, columns + 2, paddedChannels]`: a border of zeros makes every
    /// convolution free of edge cases, and padding to whole vectors makes it free of tails.
    case bordered
  }

  var shape: Shape
  var layout: Layout

  /// The number of floats from one row of the batch to the next.
  var stride: Int {
    switch (layout, shape) {
    case (.bordered, .planes(let channels, let rows, let columns)):
      (rows + 2) * (columns + 2) * Self.padded(channels)
    default: shape.count
    }
  }

  /// `channels` rounded up to whole vectors of 16 floats.
  static func padded(_ channels: Int) -> Int { (channels + 15) / 16 * 16 }

  /// The geometry of a bordered value.
  var grid: Grid {
    guard layout == .bordered, case .planes(let channels, let rows, let columns) = shape else {
      preconditionFailure("\(shape) has no border")
    }
    return Grid(rows: rows, columns: columns, channels: channels)
  }
}

/// The geometry of planes with a border: the arithmetic that every board layer shares.
struct Grid: Hashable, Sendable {
  let rows: Int
  let columns: Int
  let channels: Int

  /// Floats from one point to the next.
  var pointStride: Int { Value.padded(channels) }
  /// Points from one line of the bordered plane to the next.
  var lineStride: Int { columns + 2 }
  /// Points of the bordered plane.
  var borderedPoints: Int { (rows + 2) * (columns + 2) }
  /// Floats of one position.
  var stride: Int { borderedPoints * pointStride }
  /// The point of row 0, column 0.
  var firstPoint: Int { columns + 3 }
  /// Points from row 0, column 0 to the last row and column, border between lines included.
  var spannedPoints: Int { rows * (columns + 2) - 2 }
  /// Points of the board itself.
  var points: Int { rows * columns }
}
