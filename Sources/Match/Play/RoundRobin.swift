/// Every two players meet.
public struct RoundRobin: Schedule {
  let players: Int
  /// With an odd number the first of a pair moves first once more.
  let gamesPerPair: Int

  public init(players: Int, gamesPerPair: Int) {
    self.players = players
    self.gamesPerPair = gamesPerPair
  }

  public var gameCount: Int { players * (players - 1) / 2 * gamesPerPair }
  public var openingCount: Int { (gamesPerPair + 1) / 2 }

  public func pairings(after records: [GameRecord]) -> [Pairing] {
    guard records.isEmpty else { return [] }
    // Pair by pair within a round, so that a stopped tournament has met everybody about as often.
    return (0..<gamesPerPair).flatMap { game in
      (0..<players).flatMap { a in
        (a + 1..<max(players, a + 1)).map { b in Pairing(a, b, game: game) }
      }
    }
  }
}
