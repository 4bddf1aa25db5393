import ArenaCore

/// The stones of one seat on a Hex board, as rows of bits, seen so that the seat connects row 0 and
/// the last row.
///
/// The neighbours of a cell are left and right of it, above and above right, below and below left;
/// exchanging rows and columns keeps that so.
///
/// The reading methods are `mutating` for the reason given at `GoBoard`.
struct HexStones: Sendable {
  private var rows: InlineArray<19, UInt32> = InlineArray(repeating: 0)  // [row], bit = column

  @inline(__always)
  mutating func contains(_ row: Int, _ column: Int) -> Bool {
    rows[row] &>> UInt32(truncatingIfNeeded: column) & 1 != 0
  }

  @inline(__always)
  mutating func insert(_ row: Int, _ column: Int) {
    rows[row] |= 1 &<< UInt32(truncatingIfNeeded: column)
  }

  /// Whether a chain joins row 0 and row `size - 1`.
  mutating func connects(_ size: Int) -> Bool {
    var reached: InlineArray<19, UInt32> = InlineArray(repeating: 0)
    reached[0] = rows[0]
    while true {
      // Down, then back up for the chains that wind.
      var grows = false
      for row in 1..<size {
        let above = reached[row &- 1]
        let entered = (above | above &>> 1) & rows[row]
        if entered & ~reached[row] != 0 {
          reached[row] = Self.spread(entered | reached[row], in: rows[row])
          grows = true
        }
      }
      if reached[size &- 1] != 0 { return true }
      if !grows { return false }
      grows = false
      for row in Swift.stride(from: size &- 2, through: 0, by: -1) {
        let below = reached[row &+ 1]
        let entered = (below | below &<< 1) & rows[row]
        if entered & ~reached[row] != 0 {
          reached[row] = Self.spread(entered | reached[row], in: rows[row])
          grows = true
        }
      }
      if !grows { return false }
    }
  }

  /// The runs of `row` that hold a bit of `seeds`.
  @inline(__always)
  private static func spread(_ seeds: UInt32, in row: UInt32) -> UInt32 {
    // Adding carries every seed up to the end of its run; downwards there is no such trick.
    var filled = row & ~(row &+ seeds) | seeds
    var open = row
    filled |= open & filled &>> 1
    open &= open &>> 1
    filled |= open & filled &>> 2
    open &= open &>> 2
    filled |= open & filled &>> 4
    open &= open &>> 4
    filled |= open & filled &>> 8
    open &= open &>> 8
    filled |= open & filled &>> 16
    return filled
  }

  /// A key of the stones.
  var key: UInt64 {
    let rows = rows
    var key: UInt64 = 0
    for row in 0..<19 { key = mixed(key ^ UInt64(rows[row])) }
    return key
  }

  /// How many empty cells the seat still needs to connect, at least: 0 if it does.
  ///
  /// - Parameter blocked: the opponent's stones in this seat's view.
  func distance(_ size: Int, isBlocked: (Int, Int) -> Bool) -> Int {
    var stones = self
    var distances = [Int](repeating: .max, count: size * size)
    var frontier: [(cell: Int, distance: Int)] = []
    var later: [(cell: Int, distance: Int)] = []
    func cost(_ row: Int, _ column: Int) -> Int? {
      guard row >= 0, row < size, column >= 0, column < size, !isBlocked(row, column) else {
        return nil
      }
      return stones.contains(row, column) ? 0 : 1
    }
    func reach(_ row: Int, _ column: Int, _ distance: Int) {
      guard let cost = cost(row, column), distance + cost < distances[row * size + column] else {
        return
      }
      distances[row * size + column] = distance + cost
      if cost == 0 {
        frontier.append((row * size + column, distance))
      } else {
        later.append((row * size + column, distance + 1))
      }
    }
    for column in 0..<size { reach(0, column, 0) }
    while !frontier.isEmpty || !later.isEmpty {
      if frontier.isEmpty { swap(&frontier, &later) }
      let (cell, distance) = frontier.removeLast()
      if distance > distances[cell] { continue }
      let (row, column) = (cell / size, cell % size)
      if row == size - 1 { return distance }
      for (down, right) in [(0, 1), (0, -1), (1, 0), (1, -1), (-1, 0), (-1, 1)] {
        reach(row + down, column + right, distance)
      }
    }
    return size * size
  }
}

/// The empty cells of a Hex board in an order to fill them.
struct HexOrder {
  private var list: InlineArray<361, UInt16> = InlineArray(repeating: 0)  // row * 32 + column
  private(set) var count = 0

  init(emptyCellsOf game: Hex) {
    var (first, second) = (game.first, game.second)
    for row in 0..<game.size {
      for column in 0..<game.size {
        if first.contains(row, column) || second.contains(column, row) { continue }
        list[count] = UInt16(truncatingIfNeeded: row &<< 5 | column)
        count &+= 1
      }
    }
  }

  @inline(__always)
  mutating func row(_ rank: Int) -> Int { Int(list[rank] &>> 5) }

  @inline(__always)
  mutating func column(_ rank: Int) -> Int { Int(list[rank] & 31) }

  /// Puts the cells in an order drawn uniformly from all.
  mutating func shuffle(using random: inout RandomSource) {
    var source = random
    var last = count &- 1
    while last > 0 {
      list.swapAt(source.below(last &+ 1), last)
      last &-= 1
    }
    random = source
  }
}
