import ArenaCore

/// What a dropped disc did.
enum Drop { case goesOn, connects, fills }

/// Discs of two seats stacked in columns, as two words of bits.
///
/// Bit `column * (rows + 1) + row` is a cell; the top bit of each column is a guard that is always
/// 0, so that no run of bits crosses from one column into the next.
///
/// Source: the layout of Tromp's Fhourstones and of Pons' solver.
struct DropBoard<Bits: Bitboard>: Sendable {
  let columns: Int
  let rows: Int
  /// The seat to move has discs here.
  private var mover: Bits = 0
  private var occupied: Bits = 0
  private let full: Bits

  /// - Precondition: `columns * (rows + 1)` bits fit the word.
  init(columns: Int, rows: Int) {
    precondition(columns * (rows + 1) <= Bits.bitWidth, "\(columns) by \(rows) does not fit")
    self.columns = columns
    self.rows = rows
    full = (0..<columns).reduce(0) { $0 | ((1 << Bits(rows)) - 1) << Bits($1 * (rows + 1)) }
  }

  mutating func clear() {
    mover = 0
    occupied = 0
  }

  @inline(__always)
  private func bit(_ column: Int, _ row: Int) -> Bits {
    1 &<< Bits(truncatingIfNeeded: column &* (rows &+ 1) &+ row)
  }

  @inline(__always)
  func isOpen(_ column: Int) -> Bool { occupied & bit(column, rows &- 1) == 0 }

  /// Drops a disc of the seat to move.
  ///
  /// - Precondition: the column is open.
  @inline(__always)
  mutating func drop(_ column: Int) -> Drop {
    let opponent = occupied ^ mover
    // The carry of the addition runs up through the discs to the lowest empty cell.
    occupied |= occupied &+ bit(column, 0)
    let discs = occupied ^ opponent
    mover = opponent
    if hasFour(discs) { return .connects }
    return occupied == full ? .fills : .goesOn
  }

  @inline(__always)
  private func hasFour(_ discs: Bits) -> Bool {
    let falling = Bits(truncatingIfNeeded: rows)
    let horizontal = falling &+ 1
    let rising = falling &+ 2
    return hasFour(discs, step: 1) || hasFour(discs, step: falling)
      || hasFour(discs, step: horizontal) || hasFour(discs, step: rising)
  }

  @inline(__always)
  private func hasFour(_ discs: Bits, step: Bits) -> Bool {
    let pairs = discs & discs &>> step
    return pairs & pairs &>> (step &+ step) != 0
  }

  /// Drops random discs to the end of the game.
  ///
  /// - Returns: the last drop, and whether the seat that was to move at the start made it.
  mutating func playOut(using random: inout RandomSource) -> (Drop, byMover: Bool) {
    // Everything in local variables, so that the loop touches no memory.
    var board = self
    var source = random
    var byMover = true
    var last = board.dropAtRandom(using: &source).drop
    while last == .goesOn {
      last = board.dropAtRandom(using: &source).drop
      byMover.toggle()
    }
    random = source
    self = board
    return (last, byMover)
  }

  /// Drops a disc into a column drawn uniformly from the open ones.
  @inline(__always)
  mutating func dropAtRandom(using random: inout RandomSource) -> (column: Int, drop: Drop) {
    // Redrawing a full column is uniform over the open ones and cheaper than listing them.
    var column = random.below(columns)
    while !isOpen(column) { column = random.below(columns) }
    return (column, drop(column))
  }

  func owner(column: Int, row: Int) -> Seat? {
    let cell = bit(column, row)
    guard occupied & cell != 0 else { return nil }
    // The first seat moves at even counts, also once the game is over: `mover` changes last.
    let isMovers = mover & cell != 0
    return isMovers == (occupied.nonzeroBitCount % 2 == 0) ? .first : .second
  }

  var key: UInt64 {
    let (mover, occupied) = (UInt128(mover), UInt128(occupied))
    return mixed(mover.low, mover.high, occupied.low, occupied.high)
  }

  /// The estimate of the position from the view of the seat to move, within -1 ... 1.
  var estimate: Double {
    let threats = threats(mover) - threats(occupied ^ mover)
    let centre = centrality(mover) - centrality(occupied ^ mover)
    let sum = 0.3 * Double(threats) + 0.02 * Double(centre)
    return sum / (1 + abs(sum))
  }

  /// The number of empty cells that would complete four of `discs`.
  private func threats(_ discs: Bits) -> Int {
    var cells: Bits = 0
    for step in [1, rows, rows + 1, rows + 2] {
      // Where the neighbours one, two and three steps below or above are all discs.
      for below in 0...3 {
        var completed = full & ~occupied
        for distance in -below...(3 - below) where distance != 0 {
          completed &=
            distance > 0 ? discs >> Bits(distance * step) : discs << Bits(-distance * step)
        }
        cells |= completed
      }
    }
    return cells.nonzeroBitCount
  }

  /// The sum over `discs` of their distance from the nearer side.
  private func centrality(_ discs: Bits) -> Int {
    (0..<columns).reduce(0) { sum, column in
      let own = discs & ((bit(column, rows) &- 1) ^ (bit(column, 0) &- 1))
      return sum + min(column, columns - 1 - column) * own.nonzeroBitCount
    }
  }
}
