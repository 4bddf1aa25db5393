extension Gomoku {
  public var reportsThreats: Bool { turn != nil && rule == .freestyle && stage == .normal }

  public func appendForcedReplies(to actions: inout [Int]) {
    guard reportsThreats else { return }
    var board = board
    let start = actions.count
    appendGaps(ofRowsLacking: 1, of: colour, on: &board, to: &actions)
    if actions.count > start { return }
    appendGaps(ofRowsLacking: 1, of: colour ^ 1, on: &board, to: &actions)
  }

  public func appendThreats(to actions: inout [Int]) {
    guard reportsThreats else { return }
    var board = board
    appendGaps(ofRowsLacking: 2, of: colour, on: &board, to: &actions)
  }

  /// Appends, each once, the empty cells of the rows that lack so many stones of a colour and have
  /// none of the other.
  private func appendGaps(
    ofRowsLacking lack: Int, of colour: Int, on board: inout LineBoard, to actions: inout [Int]
  ) {
    let start = actions.count
    let row: UInt32 = (1 << UInt32(length)) - 1
    board.forEachLine(ofCells: length, withStones: length - lack, of: colour) {
      direction, line, own, free in
      var starts = free.runs(of: length, step: 1)
      while starts != 0 {
        let first = UInt32(starts.trailingZeroBitCount)
        starts &= starts - 1
        let gaps = row << first & ~own
        guard gaps.nonzeroBitCount == lack else { continue }
        gaps.forEachBit { bit in
          let cell = LineBoard.cell(direction, line, bit, size: size)
          if !actions[start...].contains(cell) { actions.append(cell) }
        }
      }
    }
  }
}
