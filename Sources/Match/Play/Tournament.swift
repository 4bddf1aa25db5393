public import ArenaCore
import Synchronization

/// Entrants who meet as the tournament's format has it, in pairs of games with the same opening and
/// the seats swapped, and whose records stay in memory.
public struct Tournament<Game: BoardGame>: Sendable {
  public typealias Entrant = Venue<Game>.Entrant

  public let entrants: [Entrant]
  public var venue: Venue<Game>
  /// Who meets whom.
  private let schedule: any Schedule

  /// - Precondition: there are at least two entrants, with different names, and at least one game.
  public init(
    _ entrants: [Entrant], at table: Table<Game>, format: TournamentFormat = .roundRobin,
    gamesPerPair: Int, openingPlies: Int = 4, seed: UInt64 = 1
  ) {
    precondition(entrants.count >= 2, "a tournament needs 2 entrants, not \(entrants.count)")
    precondition(
      Set(entrants.map(\.name)).count == entrants.count, "entrants need different names")
    precondition(gamesPerPair >= 1, "a pair plays at least 1 game, not \(gamesPerPair)")
    self.entrants = entrants
    venue = Venue(
      table, openings: Openings.random(plies: openingPlies, of: table.start, seed: seed),
      seed: seed)
    schedule = format.schedule(
      players: entrants.count, TournamentFormat.Length(games: gamesPerPair))
  }

  /// The most games of the whole schedule.
  public var gameCount: Int { schedule.gameCount }

  /// Plays the schedule, `concurrency` games at once.
  ///
  /// - Parameter shouldStop: asked before each game; once true, no further game starts.
  /// - Returns: the records in order of the schedule; incomplete only after a stop.
  public func play(
    concurrency: Int = 1, shouldStop: @escaping @Sendable () -> Bool = { false }
  ) -> [GameRecord] {
    let records = Kept()
    let (venue, entrants) = (venue, entrants)
    schedule.play(concurrency: concurrency) { pairing, place in
      guard !shouldStop() else { return nil }
      let record = venue.play(entrants[pairing.first], entrants[pairing.second], pairing)
      records.byPlace.withLock { $0[place] = record }
      return GameResult(pairing, record)
    }
    return records.byPlace.withLock { $0.sorted { $0.key < $1.key }.map(\.value) }
  }

  private final class Kept: Sendable {
    let byPlace = Mutex<[Int: GameRecord]>([:])
  }
}
