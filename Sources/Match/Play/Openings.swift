public import ArenaCore

/// Short random openings, so that deterministic players do not play one game a hundred times.
public enum Openings {
  /// Openings of `plies` random actions, none of which ends the game, all different as far as the
  /// game has so many.
  ///
  /// A shorter list is a prefix of a longer one with the same seed. Openings become shorter only
  /// where the game cannot last `plies` actions.
  public static func random<Game: BoardGame>(
    _ count: Int, plies: Int, of game: Game, seed: UInt64
  ) -> [[Int]] {
    var random = RandomSource(seed: seed, streams: 0x6f70_656e)
    var seen: Set<[Int]> = []
    return (0..<count).map { _ in
      var opening: [Int] = []
      // Past so many draws the game is taken to have no further opening: repeat one.
      for _ in 0..<64 {
        opening = draw(plies, of: game, using: &random)
        if seen.insert(opening).inserted { break }
      }
      return opening
    }
  }

  private static func draw<Game: BoardGame>(
    _ plies: Int, of start: Game, using random: inout RandomSource
  ) -> [Int] {
    var best: [Int] = []
    for _ in 0..<64 {
      var game = start
      var opening: [Int] = []
      while opening.count < plies {
        var next = game
        let action = next.playRandomAction(using: &random)
        if next.turn == nil { break }
        opening.append(action)
        game = next
      }
      if opening.count == plies { return opening }
      if opening.count > best.count { best = opening }
    }
    return best
  }
}
