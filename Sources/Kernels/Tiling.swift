/// A board cut into Winograd tiles, with every address that the transforms need worked out.
///
/// Transformed data lie in one plane for each pair of points, `[position, tileRow, tileColumn,
/// channel]`, where only tiles large enough to use the points have rows. One matrix product per
/// plane then does the convolution.
///
/// `@unchecked Sendable` because the pointers lead to memory that is written in `init` only.
public final class Tiling: @unchecked Sendable {
  public let tileCount: Int
  /// Pairs of points.
  public let pointCount: Int
  /// Points along the columns' axis: pair `p` is row point p / columnPoints, column point
  /// p % columnPoints.
  public let columnPoints: Int
  public let rowPoints: Int
  /// Rows of all planes together, for one position.
  public let rowsPerPosition: Int
  /// `[tile, 4]`: outputs down, outputs across, first input point and first output point in the
  /// bordered plane.
  public let tiles: UnsafePointer<Int>
  /// `[point]`: rows of each plane for one position.
  public let planeRows: UnsafePointer<Int>
  /// `[point]`: rows of all earlier planes for one position.
  public let rowsBefore: UnsafePointer<Int>
  /// `[tile, point]`: the row of a tile within its position's rows of a plane.
  public let tileRows: UnsafePointer<Int>
  private let memory: UnsafeMutablePointer<Int>

  /// Floats between planes: without them equal strides fall on equal cache lines, which costs a
  /// fifth of the speed.
  public static let planeGap = 48

  /// Nil when the board is too small for tiles.
  public init?(rows: Int, columns: Int, tallest: Int = 6, widest: Int = 6) {
    guard let down = Axis(length: rows, largest: tallest),
      let across = Axis(length: columns, largest: widest)
    else { return nil }
    tileCount = down.sizes.count * across.sizes.count
    rowPoints = down.pointCount
    columnPoints = across.pointCount
    pointCount = rowPoints * columnPoints
    memory = .allocate(capacity: tileCount * 4 + pointCount * 2 + tileCount * pointCount)
    var next = memory
    func append(_ number: Int) {
      next.initialize(to: number)
      next += 1
    }
    tiles = UnsafePointer(next)
    for (height, top) in zip(down.sizes, down.starts) {
      for (width, left) in zip(across.sizes, across.starts) {
        append(height)
        append(width)
        append(top * (columns + 2) + left)
        append((top + 1) * (columns + 2) + left + 1)
      }
    }
    planeRows = UnsafePointer(next)
    var counts: [Int] = []
    for point in 0..<pointCount {
      let count =
        down.tileCount(at: point / columnPoints) * across.tileCount(at: point % columnPoints)
      counts.append(count)
      append(count)
    }
    rowsBefore = UnsafePointer(next)
    var before = 0
    for count in counts {
      append(before)
      before += count
    }
    rowsPerPosition = before
    tileRows = UnsafePointer(next)
    for tileDown in down.sizes.indices {
      for tileAcross in across.sizes.indices {
        for point in 0..<pointCount {
          append(tileDown * across.tileCount(at: point % columnPoints) + tileAcross)
        }
      }
    }
  }

  deinit { memory.deallocate() }

  /// Floats of all planes for `positions` positions of `channels` padded channels.
  public func planeFloats(positions: Int, channels: Int) -> Int {
    positions * rowsPerPosition * channels + pointCount * Self.planeGap
  }

  /// Where plane `point` begins.
  @inlinable public func planeStart(_ point: Int, positions: Int, channels: Int) -> Int {
    positions &* rowsBefore[point] &* channels &+ point &* 48
  }
}
