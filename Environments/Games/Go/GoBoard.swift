/// The contents of a point of a Go board; the two colours are also bits.
enum GoStone {
  static let none: UInt8 = 0
  static let black: UInt8 = 1
  static let white: UInt8 = 2
  static let border: UInt8 = 3
}

/// Stones on a Go board, with everything about chains kept up to date: captures and suicide, a hash
/// of the whole board and of every chain, and the list of empty points.
///
/// It knows colours and captures, but neither whose turn it is nor superko.
///
/// Points are numbered `(row + 1) * stride + column + 1` with `stride = columns + 1`, so that every
/// point has four neighbours, some of them on the border. A chain is named by one of its points;
/// chain 0 stands for empty points and the border, and its numbers mean nothing.
///
/// A chain's *pseudo-liberties* count each pair of a stone and an empty neighbour: more than its
/// liberties, but zero exactly when those are.
///
/// The methods that read are `mutating` on purpose: subscripting an `InlineArray` of a value that
/// may not change copies the whole array.
struct GoBoard<let capacity: Int>: Sendable {
  let columns: Int
  let rows: Int
  let stride: Int
  var stones: InlineArray<capacity, UInt8>  // [point]
  var chains: InlineArray<capacity, UInt16>  // [point], the name of its chain
  var next: InlineArray<capacity, UInt16>  // [point], a ring through the chain
  var pseudoLiberties: InlineArray<capacity, Int16>  // [chain]
  var sizes: InlineArray<capacity, UInt16>  // [chain]
  var hashes: InlineArray<capacity, UInt64>  // [chain]
  var played: InlineArray<capacity, UInt8>  // [point], the colours ever played there
  var empties: InlineArray<capacity, UInt16>  // [rank], in no particular order
  var ranks: InlineArray<capacity, UInt16>  // [point], where it is in `empties`
  var emptyCount: Int
  /// The exclusive or of the keys of all stones; 0 for the empty board.
  var hash: UInt64 = 0

  /// - Precondition: the board with its border fits `capacity`.
  init(columns: Int, rows: Int) {
    let stride = columns + 1
    precondition(stride * (rows + 2) < capacity, "\(columns) by \(rows) is too big")
    self.columns = columns
    self.rows = rows
    self.stride = stride
    stones = InlineArray(repeating: GoStone.border)
    chains = InlineArray(repeating: 0)
    next = InlineArray(repeating: 0)
    pseudoLiberties = InlineArray(repeating: 0)
    sizes = InlineArray(repeating: 0)
    hashes = InlineArray(repeating: 0)
    played = InlineArray(repeating: 0)
    empties = InlineArray(repeating: 0)
    ranks = InlineArray(repeating: 0)
    emptyCount = 0
    for cell in 0..<columns * rows {
      let point = point(ofCell: cell)
      stones[point] = GoStone.none
      empties[cell] = UInt16(point)
      ranks[point] = UInt16(cell)
    }
    emptyCount = columns * rows
  }

  @inline(__always)
  func point(ofCell cell: Int) -> Int { cell &+ cell / columns &+ stride &+ 1 }

  @inline(__always)
  func cell(ofPoint point: Int) -> Int {
    let row = (point &- 1) / stride &- 1
    return row &* columns &+ point &- (row &+ 1) &* stride &- 1
  }

  @inline(__always)
  func key(_ point: Int, _ stone: UInt8) -> UInt64 {
    mixed(UInt64(truncatingIfNeeded: point &* 4) | UInt64(stone))
  }

  /// Empties the board and forgets what was ever played.
  mutating func clear() { self = Self(columns: columns, rows: rows) }

  /// An empty point by its rank in a list without order.
  ///
  /// - Precondition: `0 <= rank < emptyCount`.
  @inline(__always)
  mutating func emptyPoint(ranked rank: Int) -> Int { Int(empties[rank]) }

  /// Exchanges two empty points in the list.
  @inline(__always)
  mutating func exchangeEmpties(_ first: Int, _ second: Int) {
    let (one, other) = (empties[first], empties[second])
    empties[first] = other
    empties[second] = one
    ranks[Int(other)] = UInt16(truncatingIfNeeded: first)
    ranks[Int(one)] = UInt16(truncatingIfNeeded: second)
  }

  /// Whether this colour ever played on this point. If not, no stone of it was ever there, and
  /// playing there cannot repeat an earlier position.
  @inline(__always)
  mutating func hasPlayed(_ stone: UInt8, at point: Int) -> Bool { played[point] & stone != 0 }
}
