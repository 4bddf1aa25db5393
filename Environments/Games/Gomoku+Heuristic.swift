import ArenaCore

extension Gomoku: Heuristic {
  /// The rows each colour can still win with, each weighing four times as much per stone in it.
  public func estimate(for seat: Seat) -> Double {
    var board = board
    let black = weight(of: 0, on: &board)
    let white = weight(of: 1, on: &board)
    // The seat to move is a stone ahead.
    let mover = colour == 0 ? 1.0 : -1.0
    let sum = (black - white + mover * 8) / (black + white + 16)
    return seat == self.black ? sum : -sum
  }

  private func weight(of colour: Int, on board: inout LineBoard) -> Double {
    var sum = 0.0
    for direction in LineBoard.Direction.allCases {
      for start in 0..<lineCount(direction) {
        let (row, column) = lineStart(direction, start)
        let own = board.word(direction, row, column, colour: colour)
        guard own != 0 else { continue }
        let other = board.word(direction, row, column, colour: colour ^ 1)
        let free = board.cells(direction, row, column) & ~other
        free.runs(of: length, step: 1).forEachBit { bit in
          let window = own >> UInt32(bit) & ((1 << UInt32(length)) - 1)
          let count = window.nonzeroBitCount
          if count > 0 { sum += Double(1 << (2 * min(count, 8) - 2)) }
        }
      }
    }
    return sum
  }

  private func lineCount(_ direction: LineBoard.Direction) -> Int {
    direction == .horizontal || direction == .vertical ? size : 2 * size - 1
  }

  /// A cell of the line with this number.
  private func lineStart(_ direction: LineBoard.Direction, _ line: Int) -> (row: Int, column: Int) {
    switch direction {
    case .horizontal: (line, 0)
    case .vertical: (0, line)
    case .rising: line < size ? (size - 1 - line, 0) : (0, line - size + 1)
    case .falling: line < size ? (line, 0) : (size - 1, line - size + 1)
    }
  }
}
