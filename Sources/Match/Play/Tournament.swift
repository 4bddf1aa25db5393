public import ArenaCore
import Synchronization

/// Entrants who meet as the tournament's format has it, in pairs of games with the same opening and
/// the seats swapped.
///
/// Every game's chance comes from the seed and the game's place in the schedule alone, so the
/// records are the same for any number of threads (as long as the budget counts simulations rather
/// than time).
public struct Tournament<Game: BoardGame>: Sendable {
  /// A named participant. Each game gets a fresh player, made from a seed of its own.
  public struct Entrant: Sendable {
    public let name: String
    public let makePlayer: @Sendable (_ seed: UInt64) -> any Player<Game>

    public init(_ name: String, makePlayer: @escaping @Sendable (UInt64) -> any Player<Game>) {
      self.name = name
      self.makePlayer = makePlayer
    }
  }

  public let entrants: [Entrant]
  public var table: Table<Game>
  /// Who meets whom.
  private let schedule: any Schedule
  /// Random actions before the players take over.
  public var openingPlies: Int
  public var seed: UInt64

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
    self.table = table
    schedule = format.schedule(entrants.count, gamesPerPair)
    self.openingPlies = openingPlies
    self.seed = seed
  }

  /// The number of games of the whole schedule.
  public var gameCount: Int { schedule.gameCount }

  /// Plays the schedule on `threads` threads.
  ///
  /// - Parameters:
  ///   - finished: records of an earlier run with the same settings, by place in the schedule:
  ///     these games are not played again.
  ///   - shouldStop: asked before each game; once true, no further game starts.
  ///   - progress: called after each game, one call at a time, from the thread that played it.
  /// - Returns: the standings; incomplete only after a stop.
  public func play(
    threads: Int = 1, finished: [Int: GameRecord] = [:],
    shouldStop: @Sendable () -> Bool = { false },
    progress: @Sendable (TournamentProgress) -> Void = { _ in }
  ) -> Standings {
    let openings = Openings.random(
      schedule.openingCount, plies: openingPlies, of: table.start, seed: seed)
    // Counted along: counting the records after each game would cost the square of their number.
    let played = Mutex(finished.count)
    let records = schedule.play(threads: threads, finished: finished) { pairing, index, _ in
      guard !shouldStop() else { return nil }
      let record = play(pairing, index: index, openings)
      played.withLock { played in
        played += 1
        progress(
          TournamentProgress(index: index, record: record, played: played, total: gameCount))
      }
      return record
    }
    return Standings(names: entrants.map(\.name), records: records.compactMap(\.self))
  }

  private func play(_ pairing: Pairing, index: Int, _ openings: [[Int]]) -> GameRecord {
    var random = RandomSource(seed: seed, streams: UInt32(truncatingIfNeeded: index))
    let entrants = [entrants[pairing.first], entrants[pairing.second]]
    let players = entrants.map { $0.makePlayer(random.next()) }
    return table.play(
      players, names: entrants.map(\.name), opening: openings[pairing.opening],
      seed: random.next())
  }
}

/// One game of a tournament, just finished.
public struct TournamentProgress: Sendable {
  /// Its place in the schedule.
  public let index: Int
  public let record: GameRecord
  /// Games finished so far, of `total`.
  public let played: Int
  public let total: Int
}
