/// The rotations and reflections of a board, which make one position of up to eight.
struct KInARowSymmetries: Sendable {
  /// Where a bit goes, `[symmetry, 64]`, the identity left out.
  private let bits: [UInt64]

  init(of board: KInARowBoard) {
    var bits: [UInt64] = []
    for turns in board.columns == board.rows ? [false, true] : [false] {
      for (flipsRow, flipsColumn) in [(false, false), (false, true), (true, false), (true, true)]
      where turns || flipsRow || flipsColumn {
        bits += (0..<64).map { index in
          var (row, column) = (index / (board.columns + 1), index % (board.columns + 1))
          guard row < board.rows, column < board.columns else { return 0 }
          if turns { (row, column) = (column, row) }
          if flipsRow { row = board.rows - 1 - row }
          if flipsColumn { column = board.columns - 1 - column }
          return 1 << UInt64(row * (board.columns + 1) + column)
        }
      }
    }
    self.bits = bits
  }

  /// The same key for all images of a position.
  func key(of position: KInARowPosition) -> KInARowKey {
    var least = KInARowKey(mover: position.mover, other: position.other)
    for base in stride(from: 0, to: bits.count, by: 64) {
      let mover = image(of: position.mover, base)
      if mover > least.mover { continue }
      let other = image(of: position.other, base)
      if mover < least.mover || other < least.other {
        least = KInARowKey(mover: mover, other: other)
      }
    }
    return least
  }

  private func image(of stones: UInt64, _ base: Int) -> UInt64 {
    var image: UInt64 = 0
    var rest = stones
    while rest != 0 {
      image |= bits[base &+ rest.trailingZeroBitCount]
      rest &= rest &- 1
    }
    return image
  }
}
