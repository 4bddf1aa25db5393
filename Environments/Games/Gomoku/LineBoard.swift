/// Stones of two colours on a square board of up to 20 by 20, kept as words along all four
/// directions, so that a row of stones is a run of bits.
///
/// Colour 0 is black, colour 1 white. The reading methods are `mutating` because subscripting an
/// `InlineArray` of a value that may not change copies the whole array.
struct LineBoard: Sendable {
  /// A direction that rows of stones run in.
  enum Direction: Int, CaseIterable {
    case horizontal, vertical, rising, falling

    /// The word of the direction's first line, with 20 horizontal and vertical lines and 39 of each
    /// kind of diagonal.
    @inline(__always)
    var firstLine: Int {
      switch self {
      case .horizontal: 0
      case .vertical: 20
      case .rising: 40
      case .falling: 79
      }
    }
  }

  static let largest = 20

  let size: Int
  private var words: InlineArray<236, UInt32>  // [line, colour]
  private(set) var stoneCount = 0

  init(size: Int) {
    precondition(size <= Self.largest, "\(size) is more than \(Self.largest)")
    self.size = size
    words = InlineArray(repeating: 0)
  }

  /// The number of the line through a cell.
  @inline(__always)
  private func line(_ direction: Direction, _ row: Int, _ column: Int) -> Int {
    switch direction {
    case .horizontal: direction.firstLine &+ row
    case .vertical: direction.firstLine &+ column
    case .rising: direction.firstLine &+ column &- row &+ size &- 1
    case .falling: direction.firstLine &+ column &+ row
    }
  }

  /// The bit of a cell in the line through it: its column, or its row in a vertical line.
  @inline(__always)
  static func bit(_ direction: Direction, _ row: Int, _ column: Int) -> Int {
    direction == .vertical ? row : column
  }

  @inline(__always)
  mutating func word(_ direction: Direction, _ row: Int, _ column: Int, colour: Int) -> UInt32 {
    words[line(direction, row, column) &* 2 &+ colour]
  }

  /// The cells of the line through a cell that are on the board.
  func cells(_ direction: Direction, _ row: Int, _ column: Int) -> UInt32 {
    cells(direction, line: line(direction, row, column) - direction.firstLine)
  }

  /// The cells of a line, by its number in its direction, that are on the board.
  private func cells(_ direction: Direction, line: Int) -> UInt32 {
    let last = size - 1
    let bounds =
      switch direction {
      case .horizontal, .vertical: 0...last
      case .rising, .falling: max(0, line - last)...min(last, line)
      }
    return (2 << UInt32(bounds.upperBound)) - (1 << UInt32(bounds.lowerBound))
  }

  /// Calls `body` with every line of at least so many cells that has at least so many stones of a
  /// colour: its number in its direction, those stones, and all cells without the other colour.
  @inline(__always)
  mutating func forEachLine(
    ofCells cells: Int, withStones least: Int, of colour: Int,
    _ body: (Direction, _ line: Int, _ own: UInt32, _ free: UInt32) -> Void
  ) {
    for direction in Direction.allCases {
      let isStraight = direction == .horizontal || direction == .vertical
      let lines = isStraight ? 0..<size : cells - 1..<2 * size - cells
      for line in lines {
        let index = (direction.firstLine &+ line) &* 2
        let own = words[index &+ colour]
        // Faster than counting bits, and most lines have few.
        var rest = own
        for _ in 1..<least { rest &= rest &- 1 }
        guard rest != 0 else { continue }
        let free = self.cells(direction, line: line) & ~words[index &+ (colour ^ 1)]
        body(direction, line, own, free)
      }
    }
  }

  /// The cell with this bit of a line, `row * size + column`.
  @inline(__always)
  static func cell(_ direction: Direction, _ line: Int, _ bit: Int, size: Int) -> Int {
    switch direction {
    case .horizontal: line * size + bit
    case .vertical: bit * size + line
    case .rising: (bit - line + size - 1) * size + bit
    case .falling: (line - bit) * size + bit
    }
  }

  /// The columns of a row that are empty, as bits.
  @inline(__always)
  mutating func emptyColumns(ofRow row: Int) -> UInt32 {
    ~(words[2 &* row] | words[2 &* row &+ 1]) & ((1 &<< UInt32(size)) &- 1)
  }

  @inline(__always)
  mutating func isEmpty(_ row: Int, _ column: Int) -> Bool {
    (words[2 &* row] | words[2 &* row &+ 1]) &>> UInt32(column) & 1 == 0
  }

  /// The colour of the stone in a cell; nil if it is empty.
  mutating func colour(_ row: Int, _ column: Int) -> Int? {
    if words[2 * row] >> UInt32(column) & 1 != 0 { return 0 }
    return words[2 * row + 1] >> UInt32(column) & 1 != 0 ? 1 : nil
  }

  /// Puts a stone on an empty cell, or takes it away again.
  @inline(__always)
  mutating func toggle(_ row: Int, _ column: Int, colour: Int) {
    for direction in Direction.allCases {
      let bit: UInt32 = 1 &<< UInt32(Self.bit(direction, row, column))
      words[line(direction, row, column) &* 2 &+ colour] ^= bit
    }
  }

  /// Puts a stone on an empty cell.
  ///
  /// - Returns: whether that makes a row of `length`, of exactly `length` if `exactly`.
  @inline(__always)
  mutating func place(
    _ row: Int, _ column: Int, colour: Int, length: Int, exactly: Bool
  ) -> Bool {
    stoneCount &+= 1
    let horizontal = line(.horizontal, row, column) &* 2 &+ colour
    let vertical = line(.vertical, row, column) &* 2 &+ colour
    let rising = line(.rising, row, column) &* 2 &+ colour
    let falling = line(.falling, row, column) &* 2 &+ colour
    let columnBit: UInt32 = 1 &<< UInt32(truncatingIfNeeded: column)
    let rowBit: UInt32 = 1 &<< UInt32(truncatingIfNeeded: row)
    let horizontalWord = words[horizontal] | columnBit
    let verticalWord = words[vertical] | rowBit
    let risingWord = words[rising] | columnBit
    let fallingWord = words[falling] | columnBit
    words[horizontal] = horizontalWord
    words[vertical] = verticalWord
    words[rising] = risingWord
    words[falling] = fallingWord
    // Lines have 20 bits and runs at most 10, so the 12 bits between two of them keep them apart.
    let straight = UInt64(horizontalWord) | UInt64(verticalWord) &<< 32
    let diagonal = UInt64(risingWord) | UInt64(fallingWord) &<< 32
    if length == 5 && !exactly { return Self.hasFive(straight) || Self.hasFive(diagonal) }
    return Self.hasRun(straight, length: length, exactly: exactly)
      || Self.hasRun(diagonal, length: length, exactly: exactly)
  }

  /// The usual case of `hasRun` without a loop.
  @inline(__always)
  private static func hasFive(_ lines: UInt64) -> Bool {
    let pairs = lines & lines &>> 1
    return pairs & pairs &>> 2 & lines &>> 4 != 0
  }

  @inline(__always)
  private static func hasRun(_ lines: UInt64, length: Int, exactly: Bool) -> Bool {
    var starts = lines.runs(of: length, step: 1)
    if exactly && starts != 0 {
      starts &= ~(lines &>> UInt64(truncatingIfNeeded: length)) & ~(lines &<< 1)
    }
    return starts != 0
  }

  /// A key of the stones.
  var key: UInt64 {
    let words = words
    var key: UInt64 = 0
    for row in 0..<size {
      key = mixed(key ^ (UInt64(words[2 * row]) << 32 | UInt64(words[2 * row + 1])))
    }
    return key
  }
}

extension UInt32 {
  /// The length of the run of set bits through a bit that is set.
  func run(through bit: Int) -> Int {
    let above = (~(self >> UInt32(bit))).trailingZeroBitCount
    let below = (~(self << UInt32(31 - bit))).leadingZeroBitCount
    return above + below - 1
  }
}
