public import ArenaCore

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

extension BoardGameConformance {
  /// Compares every line of play up to a depth with the slow model: the legal moves of each
  /// position and the result of each game that ends.
  ///
  /// - Precondition: there is a slow model.
  @inline(never)
  public func checkAllLines(depth: Int) throws {
    guard let reference else { preconditionFailure("no slow model to compare with") }
    try compare(start, reference, depth: depth, after: [])
  }

  private func compare(
    _ game: Game, _ model: any ReferenceRules, depth: Int, after line: [String]
  ) throws {
    let here = "after \(line.joined(separator: " "))"
    try requireEqual(game.turn, model.mover, "the turn \(here)")
    let legal = game.legalActions
    let names = legal.map(game.notation)
    try requireEqual(
      model.legalMoves().symmetricDifference(names).sorted(), [], "moves in dispute \(here)")
    if let outcome = game.outcome {
      try requireEqual(outcome.winner, model.winner, "the winner \(here)")
      try requireEqual(outcome.margin, model.margin, "the margin \(here)")
    }
    guard depth > 0 else { return }
    for (action, name) in zip(legal, names) {
      var next = game
      var nextModel = model
      next.play(action)
      nextModel.play(name)
      try compare(next, nextModel, depth: depth - 1, after: line + [name])
    }
  }
}
