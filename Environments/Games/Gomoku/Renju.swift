/// What a black stone does under the rules of renju.
enum RenjuMove {
  /// Five in a row, no more: it wins, whatever else it makes.
  case five
  /// Six or more in a row, two fours, or two threes.
  case forbidden
  case allowed
}

/// Judges black's moves by the rules of the Renju International Federation.
///
/// - A *four* is a line where one more stone makes exactly five. The two fours that share three
///   stones of one line count twice; a straight four, open at both ends, counts once.
/// - A *three* is a line where one more stone makes a straight four, if that stone is not itself
///   forbidden and does not make five elsewhere. Whether it is forbidden is judged by these same
///   rules with both stones on the board, and so on: that is the recursion.
///
/// Source: RIF, The International Rules of Renju, sections 9.2 and 9.3.
extension LineBoard {
  private static let black = 0

  /// What a black stone on an empty cell would do. The board is unchanged afterwards.
  mutating func judgeRenju(_ row: Int, _ column: Int) -> RenjuMove {
    guard mayBeSpecial(row, column) else { return .allowed }
    toggle(row, column, colour: Self.black)
    defer { toggle(row, column, colour: Self.black) }
    var overlines = 0
    for direction in Direction.allCases {
      let line = RenjuLine(&self, direction, row, column)
      let run = line.black.run(through: line.bit)
      if run == 5 { return .five }
      if run > 5 { overlines += 1 }
    }
    if overlines > 0 { return .forbidden }
    var fours = 0
    var threes = 0
    for direction in Direction.allCases {
      let line = RenjuLine(&self, direction, row, column)
      let added = line.fours
      fours += added
      if added == 0 && threes < 2 && makesThree(line, direction, row, column) { threes += 1 }
    }
    return fours > 1 || threes > 1 ? .forbidden : .allowed
  }

  /// Whether enough black stones are near for a five, an overline or two of anything; false for
  /// most cells of most boards.
  private mutating func mayBeSpecial(_ row: Int, _ column: Int) -> Bool {
    var promising = 0
    for direction in Direction.allCases {
      let bit = Self.bit(direction, row, column)
      let black = word(direction, row, column, colour: Self.black)
      let near = (black << 8) >> UInt32(bit + 3) & 0b11111_0_11111
      let count = near.nonzeroBitCount
      if count >= 4 { return true }
      if count >= 2 { promising += 1 }
    }
    return promising >= 2
  }

  /// Whether the line through a black stone without a four is a three.
  private mutating func makesThree(
    _ line: RenjuLine, _ direction: Direction, _ row: Int, _ column: Int
  ) -> Bool {
    for distance in -3...3 where distance != 0 && line.makesStraightFour(line.bit + distance) {
      let (stepRow, stepColumn) =
        switch direction {
        case .horizontal: (0, distance)
        case .vertical: (distance, 0)
        case .rising: (distance, distance)
        case .falling: (-distance, distance)
        }
      if judgeRenju(row + stepRow, column + stepColumn) == .allowed { return true }
    }
    return false
  }
}

/// One line through a black stone.
private struct RenjuLine {
  let black: UInt32
  let empty: UInt32
  /// Where the stone is.
  let bit: Int

  init(_ board: inout LineBoard, _ direction: LineBoard.Direction, _ row: Int, _ column: Int) {
    black = board.word(direction, row, column, colour: 0)
    let white = board.word(direction, row, column, colour: 1)
    empty = board.cells(direction, row, column) & ~black & ~white
    bit = LineBoard.bit(direction, row, column)
  }

  private func isEmpty(_ other: Int) -> Bool {
    other >= 0 && other < 32 && empty >> UInt32(other) & 1 != 0
  }

  /// Whether a stone there makes exactly five, this line's own stone among them.
  private func makesFive(_ other: Int, in black: UInt32) -> Bool {
    guard isEmpty(other) else { return false }
    let filled = black | 1 << UInt32(other)
    return filled.run(through: other) == 5 && contains(filled, from: bit, to: other)
  }

  /// Whether all the bits from one to another are set.
  private func contains(_ word: UInt32, from one: Int, to other: Int) -> Bool {
    let mask = (2 << UInt32(max(one, other))) - (1 << UInt32(min(one, other))) as UInt32
    return word & mask == mask
  }

  /// The number of fours in this line: 0, 1 or 2.
  var fours: Int {
    // At most one completing cell lies on either side of the stone: a second one on the same side
    // would have the first, empty, between itself and the stone.
    let below = (1...4).first { makesFive(bit - $0, in: black) }
    let above = (1...4).first { makesFive(bit + $0, in: black) }
    guard let below, let above else { return below == nil && above == nil ? 0 : 1 }
    return below + above == 5 ? 1 : 2
  }

  /// Whether a stone there makes a straight four, this line's own stone in it.
  func makesStraightFour(_ other: Int) -> Bool {
    guard isEmpty(other) else { return false }
    let filled = black | 1 << UInt32(other)
    guard filled.run(through: other) == 4, contains(filled, from: bit, to: other) else {
      return false
    }
    let below = other - (~(filled << UInt32(31 - other))).leadingZeroBitCount
    return makesFive(below, in: filled) && makesFive(below + 5, in: filled)
  }
}
