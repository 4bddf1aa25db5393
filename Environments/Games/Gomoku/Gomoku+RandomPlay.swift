public import ArenaCore

extension Gomoku {
  public mutating func playRandomAction(using random: inout RandomSource) -> Int {
    precondition(turn != nil, "the game is over")
    if maySwap {
      let action = random.below(cells + (mayAskForTwo ? 2 : 1))
      if permits(action) {
        play(action)
        return action
      }
      return playRandomAction(using: &random)
    }
    return playRandomStone(using: &random)
  }

  @inline(__always)
  private mutating func playRandomStone(using random: inout RandomSource) -> Int {
    while true {
      let (row, column) = candidates.draw(using: &random)
      guard board.isEmpty(row, column) else { continue }
      if mayPlace(row, column) {
        place(row, column)
        return row &* size &+ column
      }
      candidates.putBack(row, column)
    }
  }

  public mutating func playOut(using random: inout RandomSource) -> Double {
    while turn != nil && stage != .normal { _ = playRandomAction(using: &random) }
    if rule == .renju {
      while turn != nil { _ = playRandomStone(using: &random) }
    } else if turn != nil {
      fillAtRandom(using: &random)
    }
    return winner == nil ? 0 : winner == .first ? 1 : -1
  }

  /// Plays random stones to the end, without forbidden moves to look for and with everything that
  /// only matters at the end left for the end.
  private mutating func fillAtRandom(using random: inout RandomSource) {
    var source = random
    var next = colour
    var last = (row: 0, column: 0)
    let (length, exactly) = (length, rule == .standard)
    var wins = false
    var left = cells - board.stoneCount
    while left > 0 {
      last = candidates.draw(using: &source)
      guard board.isEmpty(last.row, last.column) else { continue }
      left &-= 1
      wins = board.place(last.row, last.column, colour: next, length: length, exactly: exactly)
      if wins { break }
      next ^= 1
    }
    random = source
    lastCell = last.row * size + last.column
    colour = wins ? next : next ^ 1
    if wins { winner = next == 0 ? black : black.opponent }
    turn = nil
  }
}
