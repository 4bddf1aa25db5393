import ArenaCore

extension BoardGame {
  /// How many sequences of `depth` actions there are from here; games that end sooner count none.
  /// What chess programmers call perft.
  public func moveCount(depth: Int) -> Int {
    if depth == 0 { return 1 }
    let legal = legalActions
    if depth == 1 { return legal.count }
    return legal.reduce(0) { sum, action in
      var next = self
      next.play(action)
      return sum + next.moveCount(depth: depth - 1)
    }
  }
}
