/// The shape of what a seat observes, as one row of a batch.
public enum ObservationShape: Sendable, Hashable {
  /// `[count]` features without geometry.
  case vector(Int)
  /// `[channels, rows, columns]`, row-major: plane after plane, each row by row from row 0.
  case planes(channels: Int, rows: Int, columns: Int)

  /// The number of floats of one observation.
  @inlinable public var count: Int {
    switch self {
    case .vector(let count): count
    case .planes(let channels, let rows, let columns): channels * rows * columns
    }
  }
}
