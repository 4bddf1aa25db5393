import ArenaCore

/// A format of play as one value: results in, next pairings out.
///
/// Tournaments, rating ladders and promotion matches all play what a schedule asks for.
public protocol Schedule: Sendable {
  /// The most games that it asks for.
  var gameCount: Int { get }

  /// How many openings its pairings number.
  var openingCount: Int { get }

  /// The games to play next, in any order or at once; none at the end.
  ///
  /// - Parameter records: of all games so far, by their place among all pairings.
  func pairings(after records: [GameRecord]) -> [Pairing]
}

/// One game that a schedule asks for: who plays whom, by number, from which of the openings.
public struct Pairing: Sendable, Hashable {
  public let first: Int
  public let second: Int
  public let opening: Int

  /// The game of two players that is number `game` among those of this pair: the first of a pair
  /// of games and the second, with the seats swapped, share an opening.
  init(_ a: Int, _ b: Int, game: Int) {
    (first, second) = game.isMultiple(of: 2) ? (a, b) : (b, a)
    opening = game / 2
  }
}

extension Schedule {
  /// Plays to the end of the schedule.
  ///
  /// - Parameters:
  ///   - lanes: for players that several games share: one thread at a time works in a lane.
  ///   - finished: records of an earlier run with the same settings, by place: these games are not
  ///     played again.
  ///   - game: plays a pairing, given its place; nil once no further game is to start.
  /// - Returns: the records by place; nil for games that did not start.
  public func play(
    lanes: Int = .max, threads: Int, finished: [Int: GameRecord] = [:],
    game: @Sendable (_ pairing: Pairing, _ place: Int, _ lane: Int) -> GameRecord?
  ) -> [GameRecord?] {
    var records: [GameRecord?] = []
    while records.allSatisfy({ $0 != nil }) {
      let next = pairings(after: records.compactMap(\.self))
      guard !next.isEmpty else { break }
      let played = records.count
      records += Parallel.map(next.count, lanes: lanes, threads: threads) { index, lane in
        finished[played + index] ?? game(next[index], played + index, lane)
      }
    }
    return records
  }
}

/// A format of tournaments, by the name that a user gives it.
public struct TournamentFormat: Sendable {
  public let name: String
  public let summary: String
  public let schedule: @Sendable (_ players: Int, _ gamesPerPair: Int) -> any Schedule

  public static let roundRobin = TournamentFormat(
    name: "round-robin", summary: "all meet all",
    schedule: { RoundRobin(players: $0, gamesPerPair: $1) })

  /// All formats, the default one first. A new one is a schedule and a line here.
  public static let all = [
    roundRobin,
    TournamentFormat(
      name: "gauntlet", summary: "the first player meets all others",
      schedule: { Gauntlet(players: $0, gamesPerPair: $1) }),
  ]
}
