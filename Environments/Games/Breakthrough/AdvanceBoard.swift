import ArenaCore

/// Where the pieces of Breakthrough are, as two words of bits, and what they may do.
///
/// Bit `row * columns + column`. The first seat moves towards higher rows, the second towards lower
/// ones.
struct AdvanceBoard<Bits: Bitboard>: Sendable {
  let columns: Int
  let rows: Int
  private let board: Bits
  private let leftColumn: Bits
  private let rightColumn: Bits
  private(set) var first: Bits
  private(set) var second: Bits

  /// - Precondition: the cells fit the word, and there are at least four rows.
  init(columns: Int, rows: Int) {
    precondition(columns * rows <= Bits.bitWidth && rows >= 4, "\(columns) by \(rows)")
    self.columns = columns
    self.rows = rows
    board = columns * rows == Bits.bitWidth ? Bits.max : (1 << Bits(columns * rows)) - 1
    leftColumn = (0..<rows).reduce(0) { $0 | 1 << Bits($1 * columns) }
    rightColumn = leftColumn << Bits(columns - 1)
    first = (1 << Bits(2 * columns)) - 1
    second = first << Bits(columns * (rows - 2))
  }

  /// Where each seat's pieces may go, by the direction they come from.
  ///
  /// - Returns: the target cells of moves to the left, straight ahead and to the right.
  @inline(__always)
  func targets(_ seat: Seat) -> (left: Bits, ahead: Bits, right: Bits) {
    let row = Bits(truncatingIfNeeded: columns)
    let free = board & ~(first | second)
    if seat == .first {
      let open = board & ~first
      return (
        (first & ~leftColumn) &<< (row &- 1) & open, first &<< row & free,
        (first & ~rightColumn) &<< (row &+ 1) & open
      )
    }
    let open = board & ~second
    return (
      (second & ~leftColumn) &>> (row &+ 1) & open, second &>> row & free,
      (second & ~rightColumn) &>> (row &- 1) & open
    )
  }

  /// How far a move goes in bits: `side` is -1, 0 or 1, to the left, ahead or to the right.
  @inline(__always)
  func distance(_ seat: Seat, _ side: Int) -> Int {
    seat == .first ? columns &+ side : side &- columns
  }

  /// Whether a piece of the seat may move.
  func mayMove(_ seat: Seat, from: Int, _ side: Int) -> Bool {
    let own = seat == .first ? first : second
    guard own >> Bits(from) & 1 != 0, (0..<columns).contains(from % columns + side) else {
      return false
    }
    let targets = targets(seat)
    let reachable = side < 0 ? targets.left : side == 0 ? targets.ahead : targets.right
    return reachable >> Bits(from + distance(seat, side)) & 1 != 0
  }

  /// Moves a piece and removes what stood there.
  ///
  /// - Returns: whether that wins, by reaching the last row or by taking the last enemy.
  @inline(__always)
  mutating func move(_ seat: Seat, from: Int, to: Int) -> Bool {
    let source: Bits = 1 &<< Bits(truncatingIfNeeded: from)
    let target: Bits = 1 &<< Bits(truncatingIfNeeded: to)
    if seat == .first {
      first ^= source | target
      second &= ~target
      return to >= columns &* (rows &- 1) || second == 0
    }
    second ^= source | target
    first &= ~target
    return to < columns || first == 0
  }

  /// Plays a move drawn uniformly from the legal ones.
  @inline(__always)
  mutating func moveAtRandom(
    _ seat: Seat, using random: inout RandomSource
  ) -> (from: Int, side: Int, wins: Bool) {
    let (left, ahead, right) = targets(seat)
    let leftCount = left.nonzeroBitCount
    let aheadCount = ahead.nonzeroBitCount
    var rank = random.below(leftCount &+ aheadCount &+ right.nonzeroBitCount)
    var side = -1
    var targets = left
    if rank >= leftCount {
      rank &-= leftCount
      side = 0
      targets = ahead
      if rank >= aheadCount {
        rank &-= aheadCount
        side = 1
        targets = right
      }
    }
    let to = targets.indexOfBit(ranked: rank)
    let from = to &- distance(seat, side)
    return (from, side, move(seat, from: from, to: to))
  }

  /// Plays random moves to the end.
  ///
  /// - Returns: the winner.
  mutating func playOut(from mover: Seat, using random: inout RandomSource) -> Seat {
    var board = self
    var source = random
    var seat = mover
    while !board.moveAtRandom(seat, using: &source).wins { seat = seat.opponent }
    random = source
    self = board
    return seat
  }

  func owner(_ cell: Int) -> Seat? {
    first >> Bits(cell) & 1 != 0 ? .first : second >> Bits(cell) & 1 != 0 ? .second : nil
  }

  var key: UInt64 {
    let (first, second) = (UInt128(first), UInt128(second))
    return mixed(first.low, first.high, second.low, second.high)
  }

  /// The seat's pieces, and how far its foremost one is from the last row.
  func standing(_ seat: Seat) -> (pieces: Int, remaining: Int) {
    let own = seat == .first ? first : second
    guard own != 0 else { return (0, rows) }
    let foremost =
      seat == .first
      ? (Bits.bitWidth - 1 - own.leadingZeroBitCount) / columns
      : rows - 1 - own.trailingZeroBitCount / columns
    return (own.nonzeroBitCount, rows - 1 - foremost)
  }
}
