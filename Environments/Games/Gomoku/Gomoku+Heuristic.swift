public import ArenaCore

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
    board.forEachLine(ofCells: length, withStones: 1, of: colour) { _, _, own, free in
      free.runs(of: length, step: 1).forEachBit { bit in
        let window = own >> UInt32(bit) & ((1 << UInt32(length)) - 1)
        let count = window.nonzeroBitCount
        if count > 0 { sum += Double(1 << (2 * min(count, 8) - 2)) }
      }
    }
    return sum
  }
}
