/// The shape of one row of a batch: what enters a network, and what passes between its layers.
public enum Shape: Codable, Hashable, Sendable {
  /// `[count]` floats without geometry.
  case vector(Int)
  /// `[channels, rows, columns]`, row-major: plane after plane, each row by row from row 0.
  case planes(channels: Int, rows: Int, columns: Int)

  /// The number of floats of one row.
  public var count: Int {
    switch self {
    case .vector(let count): count
    case .planes(let channels, let rows, let columns): channels * rows * columns
    }
  }

  /// No dimension of a network may exceed this: far above any use, far below any overflow.
  static let largestDimension = 1 << 20

  /// Whether every dimension is positive and the whole row small enough to allocate.
  var isReasonable: Bool {
    func fits(_ dimension: Int) -> Bool { dimension > 0 && dimension <= Self.largestDimension }
    switch self {
    case .vector(let count): return fits(count)
    case .planes(let channels, let rows, let columns):
      return fits(channels) && fits(rows) && fits(columns)
        && fits(rows * columns) && channels * rows * columns <= 1 << 26
    }
  }
}

extension Shape: CustomStringConvertible {
  public var description: String {
    switch self {
    case .vector(let count): "[\(count)]"
    case .planes(let channels, let rows, let columns): "[\(channels), \(rows), \(columns)]"
    }
  }
}
