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

  public func pairings(after results: [GameResult]) -> [Pairing] {
    Rounds(gamesPerPair, of: (1..<players).map { (0, $0) }).next(after: results.count)
  }
}
