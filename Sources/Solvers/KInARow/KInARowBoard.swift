/// The board of an m,n,k-game as bits of a word, and the rows on it.
///
/// Bit `row * (columns + 1) + column`; the last bit of each row of cells is a guard that is always
/// 0, so that no row of stones crosses from one into the next. A row, here, is `length` cells in
/// line, horizontally, vertically or diagonally; whoever fills one, or more than it, wins.
public struct KInARowBoard: Sendable, Hashable {
  public let columns: Int
  public let rows: Int
  /// How many in a row win.
  public let length: Int
  /// How many cells there are.
  let size: Int
  /// All cells.
  let cells: UInt64
  /// From one cell of a row to the next, `[direction]`; 0 where no row fits.
  let steps: SIMD4<Int>

  /// - Returns: nil where the solver's words do not hold the board: it must be that
  ///   `(columns + 1) * rows` is at most 56, as of 7 by 7, and `length` at most 7.
  public init?(columns: Int, rows: Int, length: Int) {
    guard (1...28).contains(columns), (1...28).contains(rows), (columns + 1) * rows <= 56,
      (1...7).contains(length)
    else { return nil }
    self.columns = columns
    self.rows = rows
    self.length = length
    size = columns * rows
    let line: UInt64 = (1 << UInt64(columns)) - 1
    cells = (0..<rows).reduce(0) { $0 | line << UInt64($1 * (columns + 1)) }
    let (fitsAcross, fitsUp) = (length <= columns, length <= rows)
    steps = [
      fitsAcross ? 1 : 0, fitsUp ? columns + 1 : 0, fitsAcross && fitsUp ? columns : 0,
      fitsAcross && fitsUp ? columns + 2 : 0,
    ]
  }

  /// The bit of cell `row * columns + column`.
  func bit(of cell: Int) -> UInt64 { 1 << UInt64(cell + cell / columns) }

  /// The number of the cell of a bit.
  func cell(of bit: UInt64) -> Int {
    let index = bit.trailingZeroBitCount
    return index - index / (columns + 1)
  }

  /// Whether these stones fill a row.
  func hasRow(_ stones: UInt64) -> Bool {
    for direction in 0..<4 where steps[direction] != 0 {
      var starts = stones
      for index in 1..<length {
        starts &= stones &>> UInt64(truncatingIfNeeded: index &* steps[direction])
      }
      if starts != 0 { return true }
    }
    return false
  }

  /// The empty cells that fill a row for `own`.
  @inline(__always)
  func winningCells(of own: UInt64, against other: UInt64) -> UInt64 {
    let free = cells & ~other
    let empty = free & ~own
    var found: UInt64 = 0
    for direction in 0..<4 where steps[direction] != 0 {
      let step = UInt64(truncatingIfNeeded: steps[direction])
      // Rows that so far have no gap, and one.
      var (full, single) = (own, empty)
      var shift = step
      for _ in 1..<length {
        let stones = own &>> shift
        single = single & stones | full & (empty &>> shift)
        full &= stones
        shift &+= step
      }
      found |= spread(single, step)
    }
    return found & empty
  }

  /// All cells of the rows that start at these.
  @inline(__always)
  func spread(_ starts: UInt64, _ step: UInt64) -> UInt64 {
    var found = starts
    var reached = 1
    while reached < length {
      let stretch = min(reached, length &- reached)
      found |= found &<< (UInt64(truncatingIfNeeded: stretch) &* step)
      reached &+= stretch
    }
    return found
  }
}
