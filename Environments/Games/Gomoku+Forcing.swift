import ArenaCore

extension Gomoku {
  /// A stone more never harms its own side where threats are told, in freestyle.
  public static var hasZugzwang: Bool { false }

  public var tellsThreats: Bool { turn != nil && rule == .freestyle && stage == .normal }

  public func appendUrgentActions(to actions: inout [Int]) {
    guard tellsThreats else { return }
    let start = actions.count
    appendGaps(ofRowsLacking: 1, colour: colour, to: &actions)
    if actions.count == start { appendGaps(ofRowsLacking: 1, colour: colour ^ 1, to: &actions) }
  }

  public func appendThreats(to actions: inout [Int]) {
    guard tellsThreats else { return }
    appendGaps(ofRowsLacking: 2, colour: colour, to: &actions)
  }

  /// Appends, each once, the empty cells of the rows that lack so many stones of a colour and have
  /// none of the other.
  private func appendGaps(ofRowsLacking lack: Int, colour: Int, to actions: inout [Int]) {
    var board = board
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
