/// The first player, number 0, meets all others, who do not meet each other.
public struct Gauntlet: Schedule {
  let players: Int
  /// With an odd number player 0 moves first once more.
  let gamesPerPair: Int

  public init(players: Int, gamesPerPair: Int) {
    self.players = players
    self.gamesPerPair = gamesPerPair
  }

  public var gameCount: Int { (players - 1) * gamesPerPair }
  public var openingCount: Int { (gamesPerPair + 1) / 2 }

  public func pairings(after records: [GameRecord]) -> [Pairing] {
    guard records.isEmpty else { return [] }
    return (0..<gamesPerPair).flatMap { game in
      (1..<players).map { other in Pairing(0, other, game: game) }
    }
  }
}
