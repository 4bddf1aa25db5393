public import ArenaCore

extension Gomoku {
  private var channels: Int { 4 + (usesSwap2 ? 3 : 0) + (showsThreats ? 6 : 0) }

  public var observationShape: ObservationShape {
    .planes(channels: channels, rows: size, columns: size)
  }

  /// Writes `[channels, size, size]`, row 0 the bottom one, from `seat`'s view:
  ///
  /// | planes | 1 where |
  /// |---|---|
  /// | 0, 1 | the seat has a stone, its opponent has one |
  /// | 2 | the last stone was put |
  /// | 3 | everywhere if the seat plays black |
  /// | 3 more with swap2 | everywhere if the seat to move may swap, may ask for two more stones, puts stones of the opening |
  /// | 6 more with `threats` | a stone of the seat would make a winning row, an open four, an open three; the same for its opponent |
  ///
  /// An open four is a row that two different stones would complete, an open three one that a
  /// further stone would make an open four; with another `length` the same one stone short of it,
  /// two short. Renju's forbidden moves are not taken out.
  public func observe(as seat: Seat, into features: inout MutableSpan<Float>) {
    var board = board
    let own = seat == black ? 0 : 1
    for row in 0..<size {
      for column in 0..<size {
        let cell = row * size + column
        let colour = board.colour(row, column)
        features[cell] = colour == own ? 1 : 0
        features[cells + cell] = colour == own ^ 1 ? 1 : 0
        features[2 * cells + cell] = cell == lastCell ? 1 : 0
        features[3 * cells + cell] = own == 0 ? 1 : 0
      }
    }
    var next = 4
    if usesSwap2 {
      let isChoice = stage == .secondChooses || stage == .firstChooses
      let flags = [
        isChoice, stage == .secondChooses, stage == .opening || stage == .twoMore,
      ]
      for (index, flag) in flags.enumerated() {
        for cell in 0..<cells { features[(next + index) * cells + cell] = flag ? 1 : 0 }
      }
      next += flags.count
    }
    guard showsThreats else { return }
    for (offset, colour) in [(0, own), (3, own ^ 1)] {
      for cell in 0..<cells {
        let threat = board.threat(cell / size, cell % size, colour: colour, game: self)
        for level in LineBoard.Threat.allCases {
          let plane = next + offset + level.rawValue
          features[plane * cells + cell] = threat == level ? 1 : 0
        }
      }
    }
  }

  /// Whether a row of this many stones wins for a colour.
  func wins(_ run: Int, colour: Int) -> Bool {
    rule == .standard || rule == .renju && colour == 0 ? run == length : run >= length
  }

  private var coordinates: Coordinates { Coordinates(columns: size, rows: size) }

  public func notation(of action: Int) -> String {
    action < cells ? coordinates.name(of: action) : action == swap ? "swap" : "two"
  }

  public func action(from notation: String) -> Int? {
    if usesSwap2 && ASCII.isWord(notation, "swap") { return swap }
    if usesSwap2 && ASCII.isWord(notation, "two") { return two }
    return coordinates.cell(named: notation)
  }

  public var diagram: String {
    var board = board
    return coordinates.diagram { cell in
      switch board.colour(cell / size, cell % size) {
      case 0: "x"
      case 1: "o"
      default: "."
      }
    }
  }
}
