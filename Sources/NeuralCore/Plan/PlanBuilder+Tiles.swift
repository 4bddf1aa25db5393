import Kernels

/// Which Winograd tiles a convolution is cut into.
extension PlanBuilder {
  /// Up to so many rows a run reads more weights than it can hide behind its products.
  static let fewRows = 2

  /// Large tiles make the fewest products, but their transformed weights are up to seven times the
  /// plain ones, and a run of one position reads them all for a row or four each. So the tiles of
  /// small runs are those with the least
  ///
  ///     rows of all products + planes * what it costs to read a plane's weights in rows
  ///
  /// where reading costs 2.5 rows for layers whose weights are in the third-level cache, and 12 for
  /// those of more than 1 MiB, whose network is too large for it. Fitted to measurements on a Zen 4
  /// with 32 MiB of it (9x9 and 7x6 boards with 64 channels, 15x15 with 128). Direct convolution,
  /// 81 rows a plane on 9x9, never wins: it takes two to three times as long there.
  ///
  /// The rule reads nothing of the processor it runs on, so that the bits are the same on all.
  func tiling(_ from: Grid, _ to: Grid) -> Tiling? {
    let fastest = Tiling(rows: to.rows, columns: to.columns)
    guard let rows, rows <= Self.fewRows, let fastest else { return fastest }
    let bytes = fastest.pointCount * from.pointStride * to.pointStride * MemoryLayout<Float>.size
    let planeCost = bytes <= 1 << 20 ? 2.5 : 12.0
    func cost(_ tiling: Tiling) -> Double {
      Double(rows * tiling.rowsPerPosition) + planeCost * Double(tiling.pointCount)
    }
    let others = Axis.sizes.flatMap { tallest in
      Axis.sizes.compactMap { widest in
        Tiling(rows: to.rows, columns: to.columns, tallest: tallest, widest: widest)
      }
    }
    return others.reduce(fastest) { cost($1) < cost($0) ? $1 : $0 }
  }
}
