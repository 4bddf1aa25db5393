import ArenaCore

extension SearchTree {
  /// Puts `position` at the root, keeping the tree where the root looks just like it already.
  public mutating func follow(to position: Game) {
    if !root.looksLike(position) { reset(to: position) }
  }
}

extension UCTSearch {
  /// Puts `position` at the root, keeping the tree where the root looks just like it already.
  public mutating func follow(to position: Game) {
    if !root.looksLike(position) { reset(to: position) }
  }
}

extension BoardGame {
  /// Whether the seat to move sees and may do the same in both positions.
  func looksLike(_ other: Self) -> Bool {
    guard turn == other.turn, observationShape == other.observationShape else { return false }
    return legalActions == other.legalActions
      && observation(as: turn ?? .first) == other.observation(as: turn ?? .first)
  }
}
