/// How promising each cell is, 0 ... 63, as binary numbers across six words: adding to all cells and
/// finding the best takes a few operations.
struct KInARowRanks {
  private var planes: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0)

  /// Adds 1 to some cells, 2 to some and 4 to some.
  @inline(__always)
  mutating func add(_ ones: UInt64, _ twos: UInt64, _ fours: UInt64) {
    var carry = planes.0 & ones
    planes.0 ^= ones
    var sum = planes.1 ^ twos
    let next = planes.1 & twos | sum & carry
    planes.1 = sum ^ carry
    sum = planes.2 ^ fours
    carry = planes.2 & fours | sum & next
    planes.2 = sum ^ next
    let high = planes.3 & carry
    planes.3 ^= carry
    planes.5 ^= planes.4 & high
    planes.4 ^= high
  }

  /// The best of some cells, one of them if several are.
  ///
  /// - Precondition: there is a cell.
  @inline(__always)
  func best(of cells: UInt64) -> UInt64 {
    var rest = cells
    if rest & planes.5 != 0 { rest &= planes.5 }
    if rest & planes.4 != 0 { rest &= planes.4 }
    if rest & planes.3 != 0 { rest &= planes.3 }
    if rest & planes.2 != 0 { rest &= planes.2 }
    if rest & planes.1 != 0 { rest &= planes.1 }
    if rest & planes.0 != 0 { rest &= planes.0 }
    return rest & (0 &- rest)
  }
}
