public import ArenaCore

extension GoGame: Scored {
  /// Black's points minus white's, without komi.
  func areaMargin() -> Int {
    var board = board
    let owners = board.area()
    var black = 0
    var white = 0
    for point in 0..<points {
      black += owners[point] == GoStone.black ? 1 : 0
      white += owners[point] == GoStone.white ? 1 : 0
    }
    return black - white
  }

  public func margin(for seat: Seat) -> Double {
    let margin = Double(areaMargin()) - komi
    return seat == .first ? margin : -margin
  }

  public func ownership(for seat: Seat, into cells: inout MutableSpan<Float>) {
    var board = board
    let owners = board.area()
    let stone = Self.stone(of: seat)
    for cell in 0..<self.cells {
      let owner = owners[board.point(ofCell: cell)]
      cells[cell] = owner == stone ? 1 : owner == stone ^ 3 ? -1 : 0
    }
  }
}

extension GoGame: Heuristic {
  /// The margin as the board stands, halfway to certainty at an eighth of the board.
  public func estimate(for seat: Seat) -> Double {
    let margin = margin(for: seat)
    return margin / (abs(margin) + Double(cells) / 8)
  }
}

extension GoGame: Symmetric {
  public var symmetries: [Symmetry] {
    BoardSymmetries.ofPlacement(columns: columns, rows: rows, extra: 1)
  }
}
