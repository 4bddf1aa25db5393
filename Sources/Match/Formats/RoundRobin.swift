/// Every two players meet.
public struct RoundRobin: FixedSchedule {
  let players: Int
  /// With an odd number the first of a pair moves first once more.
  let gamesPerPair: Int

  public init(players: Int, gamesPerPair: Int) {
    self.players = players
    self.gamesPerPair = gamesPerPair
  }

  public var gameCount: Int { players * (players - 1) / 2 * gamesPerPair }

  public func pairings(afterGames count: Int) -> [Pairing] {
    let pairs = (0..<players).flatMap { a in (a + 1..<max(players, a + 1)).map { b in (a, b) } }
    // Pair by pair within a round, so that a stopped tournament has met everybody about as often.
    return Rounds(gamesPerPair, of: pairs).next(after: count)
  }
}

/// The first player, number 0, meets all others, who do not meet each other.
public struct Gauntlet: FixedSchedule {
  let players: Int
  /// With an odd number player 0 moves first once more.
  let gamesPerPair: Int

  public init(players: Int, gamesPerPair: Int) {
    self.players = players
    self.gamesPerPair = gamesPerPair
  }

  public var gameCount: Int { (players - 1) * gamesPerPair }

  public func pairings(afterGames count: Int) -> [Pairing] {
    Rounds(gamesPerPair, of: (1..<players).map { (0, $0) }).next(after: count)
  }
}

/// The same pairs of players again and again: a piece at a time, for there may be millions of games.
struct Rounds {
  private static let piece = 1 << 15
  private let count: Int
  private let pairs: [(Int, Int)]

  init(_ count: Int, of pairs: [(Int, Int)]) {
    self.count = count
    self.pairs = pairs
  }

  /// - Parameter played: games so far, of whole rounds.
  func next(after played: Int) -> [Pairing] {
    guard !pairs.isEmpty else { return [] }
    let first = played / pairs.count
    let rounds = max(1, Self.piece / pairs.count)
    return (first..<max(first, min(count, first + rounds))).flatMap { game in
      pairs.map { Pairing($0.0, $0.1, game: game) }
    }
  }
}
