import ArenaCore

extension Environment {
  /// Writes what `seat` observes into one row of a predictor's or trainer's inputs.
  func observe(as seat: Seat, into row: UnsafeMutableBufferPointer<Float>) {
    var features = row.mutableSpan
    observe(as: seat, into: &features)
  }
}

extension UnsafeMutableBufferPointer {
  /// Row `index` of an array of rows.
  func row(_ index: Int, width: Int) -> Self {
    Self(rebasing: self[index * width..<(index + 1) * width])
  }

  /// Copies a row of an array of rows into row `index`.
  func set(_ index: Int, to rows: [Element], row: Int, width: Int) {
    let target = self.row(index, width: width)
    for column in 0..<width { target[column] = rows[row * width + column] }
  }
}

extension UnsafeBufferPointer {
  /// Row `index` of an array of rows.
  func row(_ index: Int, width: Int) -> Self {
    Self(rebasing: self[index * width..<(index + 1) * width])
  }
}
