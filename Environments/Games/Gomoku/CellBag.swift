import ArenaCore

/// Cells to draw at random without replacement: at least all the empty cells of a board.
///
/// A cell that was filled in another way than by drawing stays in the bag until it is drawn, is seen
/// to be full and is drawn again for; so nothing has to be looked up when a cell is filled, and the
/// cells that are used are still uniform over the empty ones.
struct CellBag: Sendable {
  private var cells: InlineArray<400, UInt16> = InlineArray(repeating: 0)  // row * 32 + column
  private(set) var count = 0

  /// - Precondition: at most 400 cells and 32 columns.
  init(columns: Int, rows: Int) {
    precondition(columns * rows <= 400 && columns <= 32, "\(columns) by \(rows) is too big")
    for row in 0..<rows {
      for column in 0..<columns { putBack(row, column) }
    }
  }

  /// Takes a cell out, each with the same probability.
  ///
  /// - Precondition: the bag is not empty.
  @inline(__always)
  mutating func draw(using random: inout RandomSource) -> (row: Int, column: Int) {
    let rank = random.below(count)
    let cell = cells[rank]
    count &-= 1
    cells[rank] = cells[count]
    return (Int(cell &>> 5), Int(cell & 31))
  }

  @inline(__always)
  mutating func putBack(_ row: Int, _ column: Int) {
    cells[count] = UInt16(truncatingIfNeeded: row &<< 5 | column)
    count &+= 1
  }
}
