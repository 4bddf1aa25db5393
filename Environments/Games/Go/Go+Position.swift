public import ArenaCore

extension GoGame: GoPosition {
  public var stones: [Seat?] {
    let stones = board.stones
    return (0..<cells).map { cell in
      switch stones[board.point(ofCell: cell)] {
      case GoStone.black: .first
      case GoStone.white: .second
      default: nil
      }
    }
  }

  public var lastAction: Int? {
    switch recent & 0xffff {
    case 0: nil
    case Self.passMark: pass
    case let point: board.cell(ofPoint: Int(point))
    }
  }
}
