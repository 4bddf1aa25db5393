public import ArenaCore

extension GoGame {
  /// The number of observation planes.
  private static var channels: Int { 16 }

  public var observationShape: ObservationShape {
    .planes(channels: Self.channels, rows: rows, columns: columns)
  }

  /// Writes `[16, rows, columns]`, row 0 the bottom one, from `seat`'s view:
  ///
  /// | planes | 1 where |
  /// |---|---|
  /// | 0, 1 | the seat has a stone, its opponent has one |
  /// | 2, 3, 4 | a chain of the seat has one, two, three or more liberties |
  /// | 5, 6, 7 | a chain of its opponent has one, two, three or more liberties |
  /// | 8 | superko alone forbids the seat to move this point |
  /// | 9, 10, 11, 12 | the last action, the one before it, ... was played; nowhere for a pass |
  /// | 13 | everywhere if the last action was a pass |
  /// | 14 | everywhere if the seat is the first, black |
  /// | 15 | everywhere the komi from the seat's view, in units of 15 points, within -1 ... 1 |
  public func observe(as seat: Seat, into features: inout MutableSpan<Float>) {
    var copy = self
    let liberties = copy.board.liberties()
    let own = Self.stone(of: seat)
    let komi = Float(max(-1, min(1, (seat == .first ? -komi : komi) / 15)))
    let lastIsPass: Float = recent & 0xffff == Self.passMark ? 1 : 0
    let isFirst: Float = seat == .first ? 1 : 0
    for cell in 0..<cells {
      let point = board.point(ofCell: cell)
      for plane in 0..<13 { features[plane * cells + cell] = 0 }
      let stone = copy.board.stones[point]
      if stone == GoStone.none {
        features[8 * cells + cell] = copy.isBanned(point) ? 1 : 0
      } else {
        let mine = stone == own
        let count = min(Int(liberties[copy.board.chain(at: point)]), 3)
        features[(mine ? 0 : 1) * cells + cell] = 1
        features[((mine ? 1 : 4) + count) * cells + cell] = 1
      }
      features[13 * cells + cell] = lastIsPass
      features[14 * cells + cell] = isFirst
      features[15 * cells + cell] = komi
    }
    for age in 0..<4 {
      let point = recent >> UInt64(16 * age) & 0xffff
      if point == 0 || point == Self.passMark { continue }
      features[(9 + age) * cells + board.cell(ofPoint: Int(point))] = 1
    }
  }

  private var coordinates: Coordinates {
    Coordinates(columns: columns, rows: rows, skipsI: true)
  }

  public func notation(of action: Int) -> String {
    action == pass ? "pass" : coordinates.name(of: action)
  }

  public func action(from notation: String) -> Int? {
    ASCII.isWord(notation, "pass") ? pass : coordinates.cell(named: notation)
  }

  public var diagram: String {
    let board = board
    return coordinates.diagram { cell in
      switch board.stones[board.point(ofCell: cell)] {
      case GoStone.black: "x"
      case GoStone.white: "o"
      default: "."
      }
    }
  }
}
