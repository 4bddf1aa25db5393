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
