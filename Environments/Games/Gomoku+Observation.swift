import ArenaCore

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
    switch notation.lowercased() {
    case "swap" where usesSwap2: swap
    case "two" where usesSwap2: two
    default: coordinates.cell(named: notation)
    }
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

extension LineBoard {
  /// The best that one stone could make.
  enum Threat: Int, CaseIterable { case row, openFour, openThree }

  /// What a stone of a colour on a cell would make; nil for less, or where there is a stone.
  mutating func threat(_ row: Int, _ column: Int, colour: Int, game: Gomoku) -> Threat? {
    guard isEmpty(row, column) else { return nil }
    var best: Threat?
    for direction in Direction.allCases {
      let own = word(direction, row, column, colour: colour)
      let other = word(direction, row, column, colour: colour ^ 1)
      let line = ThreatLine(
        own: own | 1 << UInt32(Self.bit(direction, row, column)),
        empty: cells(direction, row, column) & ~own & ~other, colour: colour)
      guard let threat = line.threat(at: Self.bit(direction, row, column), in: game) else {
        continue
      }
      if best.map({ threat.rawValue < $0.rawValue }) ?? true { best = threat }
    }
    return best
  }
}

/// One line with a stone added to it.
private struct ThreatLine {
  let own: UInt32
  let empty: UInt32
  let colour: Int

  /// What the stone at a bit makes of this line.
  func threat(at bit: Int, in game: Gomoku) -> LineBoard.Threat? {
    if game.wins(own.run(through: bit), colour: colour) { return .row }
    if completions(of: own, around: bit, in: game) > 1 { return .openFour }
    let near = bit - game.length + 1...bit + game.length - 1
    let makesThree = near.contains { other in
      guard other != bit, isEmpty(other) else { return false }
      return completions(of: own | 1 << UInt32(other), around: bit, in: game) > 1
    }
    return makesThree ? .openThree : nil
  }

  private func isEmpty(_ bit: Int) -> Bool {
    bit >= 0 && bit < 32 && empty >> UInt32(bit) & 1 != 0
  }

  /// How many stones would each complete a winning row through the bit.
  private func completions(of word: UInt32, around bit: Int, in game: Gomoku) -> Int {
    (bit - game.length + 1...bit + game.length - 1).count { other in
      guard isEmpty(other), word >> UInt32(other) & 1 == 0 else { return false }
      let filled = word | 1 << UInt32(other)
      let span: UInt32 = (2 << UInt32(max(bit, other))) - (1 << UInt32(min(bit, other)))
      return filled & span == span && game.wins(filled.run(through: other), colour: colour)
    }
  }
}

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
