public import ArenaCore
public import Match
import Storage
import Synchronization

/// A tournament to play, before the game's type is known.
public struct TournamentPlan: Sendable {
  public var contestants: [Contestant]
  public var format = TournamentFormat.roundRobin
  public var length: TournamentFormat.Length
  /// How all games are played.
  public var room = RoomPlan()
  /// Games at once; the result does not depend on it.
  public var concurrency = 1
  /// The file that finished games are kept in, which a tournament goes on from; nil keeps none.
  public var log: String?
  /// Whether it begins from all games of these players in the file, in whatever order they came: an
  /// adaptive tournament that players were added to.
  public var carriesOver: @Sendable () -> Bool = { false }
  /// Whether the records are handed over at the end.
  public var keepsRecords = false
  /// Called before the first game, when all players are known to be there.
  public var prepare: @Sendable () throws -> Void = {}
  public var shouldStop: @Sendable () -> Bool = { false }
  /// Told once how many games there are from before, and how many lines were damaged.
  public var resumed: @Sendable (_ games: Int, _ damaged: Int) -> Void = { _, _ in }
  public var progress: @Sendable (TournamentProgress) -> Void = { _ in }

  public init(_ contestants: [Contestant], games: Int? = nil) {
    self.contestants = contestants
    length = TournamentFormat.Length(games: games)
  }

  public init(players: [PlayerSpec], gamesPerPair: Int) {
    self.init(players.map { Contestant($0) }, games: gamesPerPair)
  }

  public var schedule: any Schedule {
    format.schedule(players: contestants.count, length)
  }

  /// Plays the tournament; incomplete only where it was asked to stop.
  ///
  /// - Throws: what is wrong with a player, in one line; `StorageError` when a game could not be
  ///   kept: those before it are.
  public func play(in room: any MatchRoom) throws -> TournamentResult {
    for contestant in contestants { try room.admit(contestant) }
    try prepare()
    let log = try log.map { path in
      try GameLog(path, threads: concurrency) { room.accepts($0) }
    }
    if let log, log.foundCount + log.damagedCount > 0 {
      resumed(log.foundCount, log.damagedCount)
    }
    let schedule = schedule
    let names = contestants.map(\.name)
    let referee = Referee(room, log: log, shouldStop: shouldStop)
    let board = Scoreboard(keepsRecords: keepsRecords && log == nil, keepsSeeds: log != nil)
    let progress = TournamentProgress(names: names, schedule: schedule, bound: bound)
    let report = self.progress
    let carried = carriesOver() ? log.map { knownGames(in: room, $0) } ?? [] : []
    for (place, (result, seed)) in carried.enumerated() {
      board.note(nil, seed: seed, at: place)
      progress.add(result, isNew: false)
    }
    let (results, isComplete) = schedule.play(
      after: carried.map(\.0), concurrency: concurrency
    ) { pairing, place in
      guard let game = referee.play(names[pairing.first], names[pairing.second], pairing) else {
        return nil
      }
      board.note(game.record, seed: game.seed, at: place)
      progress.add(game.result, isNew: game.record != nil)
      if game.record != nil { report(progress) }
      return game.result
    }
    let (seeds, records) = board.contents
    try referee.finish(seeds)
    return TournamentResult(
      standings: Standings(names: names, results: results),
      ranking: schedule.ranking(after: results), isComplete: isComplete,
      newGames: progress.newGames,
      records: keepsRecords ? try log?.records(of: seeds) ?? records : [], log: log, seeds: seeds)
  }

  /// The games of these players in a log, pair by pair: each pair's from its first on.
  private func knownGames(
    in room: any MatchRoom, _ log: GameLog
  ) -> [(GameResult, seed: UInt64)] {
    let names = contestants.map(\.name)
    var games: [(GameResult, seed: UInt64)] = []
    for a in names.indices {
      for b in names.indices.dropFirst(a + 1) {
        for number in 0... {
          let pairing = Pairing(a, b, game: number)
          let (first, second) = (names[pairing.first], names[pairing.second])
          let seed = room.seed(of: first, second, pairing)
          guard let known = log.result(of: seed, first, second) else { break }
          games.append((GameResult(pairing, known.winner, known.cause), seed))
        }
      }
    }
    return games
  }

  private var bound: Double? { format.hasBound ? length.bound ?? 30 : nil }
}

/// What games leave behind while a tournament runs.
private final class Scoreboard: Sendable {
  private struct State {
    // [place]; 0 where a game did not end
    var seeds: [UInt64] = []
    var records: [Int: GameRecord] = [:]
  }

  private let state = Mutex(State())
  private let keepsRecords: Bool
  private let keepsSeeds: Bool

  init(keepsRecords: Bool, keepsSeeds: Bool) {
    self.keepsRecords = keepsRecords
    self.keepsSeeds = keepsSeeds
  }

  func note(_ record: GameRecord?, seed: UInt64, at place: Int) {
    guard keepsRecords || keepsSeeds else { return }
    state.withLock { state in
      if keepsSeeds {
        while state.seeds.count <= place { state.seeds.append(0) }
        state.seeds[place] = seed
      }
      if keepsRecords, let record { state.records[place] = record }
    }
  }

  /// By place.
  var contents: (seeds: [UInt64], records: [GameRecord]) {
    state.withLock { state in
      (
        state.seeds.filter { $0 != 0 },
        state.records.sorted { $0.key < $1.key }.map(\.value)
      )
    }
  }
}

/// What a tournament found.
public struct TournamentResult: Sendable {
  public let standings: Standings
  /// By the format's own rules; nil where ratings alone decide.
  public let ranking: Ranking?
  /// Whether all games of the schedule were played.
  public let isComplete: Bool
  /// Games that were played now.
  public let newGames: Int
  /// In order of the schedule; none where they were not asked for.
  public let records: [GameRecord]
  let log: GameLog?
  let seeds: [UInt64]

  /// The number of games whose records there are.
  public var recordCount: Int { log == nil ? records.count : seeds.count }

  /// Every so manieth game in order of the schedule, from one on.
  public func records(from start: Int = 0, step: Int, count: Int) throws -> [GameRecord] {
    let places = stride(from: start, to: recordCount, by: step).prefix(count)
    guard let log else { return places.map { records[$0] } }
    return try log.records(of: places.map { seeds[$0] })
  }
}
