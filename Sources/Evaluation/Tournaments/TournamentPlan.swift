public import ArenaCore
public import Match
import Storage

/// A tournament to play, before the game's type is known.
public struct TournamentPlan: Sendable {
  public var contestants: [Contestant]
  public var format = TournamentFormat.roundRobin
  public var length: TournamentFormat.Length
  /// The player whose rating is 0, against whom intervals are taken; nil the mean of all.
  public var anchor: String?
  /// How all games are played.
  public var room = RoomPlan()
  /// Games at once; the result does not depend on it.
  public var concurrency = 1
  /// The file that finished games are kept in, which a tournament goes on from; nil keeps none.
  public var log: String?
  /// Whether it begins from all games of these players in the file, in whatever order they came: an
  /// adaptive tournament that players were added to.
  public var carriesOver: @Sendable () -> Bool = { false }
  /// Whether the result has the records, also where there is no log.
  public var keepsRecords = false
  /// Where they lie then, in files without a name, which have names that begin so for a moment.
  public var scratch = DurableFile.temporaryPath
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
    var length = length
    length.anchor = anchorNumber
    return format.schedule(players: contestants.count, length)
  }

  private var anchorNumber: Int? {
    anchor.flatMap { name in contestants.firstIndex { $0.name == name } }
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
    let games: KeptGames =
      if let log {
        .logged(log, try GameOrder(of: log.path))
      } else {
        keepsRecords ? .held(try HeldRecords(at: scratch)) : .unwanted
      }
    let progress = TournamentProgress(
      names: names, schedule: schedule, bound: bound, anchor: anchorNumber)
    let report = self.progress
    let carried = carriesOver() ? try log.map { try knownGames(in: room, $0) } ?? [] : []
    var standings = Standings(names: names)
    for (place, (result, seed)) in carried.enumerated() {
      try games.note(nil, seed, at: place)
      progress.add(result, isNew: false)
      standings.add(result)
    }
    let (isComplete, ranking) = schedule.play(
      after: carried.map(\.0), concurrency: concurrency,
      count: { standings.add($0) },
      game: { pairing, place in
        guard let game = referee.play(names[pairing.first], names[pairing.second], pairing) else {
          return nil
        }
        do throws(StorageError) { try games.note(game.record, game.seed, at: place) } catch {
          referee.fail(error)
          return nil
        }
        progress.add(game.result, isNew: game.record != nil)
        if game.record != nil { report(progress) }
        return game.result
      })
    if case .logged(_, let order) = games { try referee.finish(order) }
    return TournamentResult(
      standings: standings, ranking: ranking, isComplete: isComplete,
      newGames: progress.newGames, games: games)
  }

  /// The games of these players in a log, pair by pair: each pair's from its first on.
  private func knownGames(
    in room: any MatchRoom, _ log: GameLog
  ) throws(StorageError) -> [(GameResult, seed: UInt64)] {
    let names = contestants.map(\.name)
    var games: [(GameResult, seed: UInt64)] = []
    for a in names.indices {
      for b in names.indices.dropFirst(a + 1) {
        for number in 0... {
          let pairing = Pairing(a, b, game: number)
          let (first, second) = (names[pairing.first], names[pairing.second])
          let seed = room.seed(of: first, second, pairing)
          guard let known = try log.result(of: seed, first, second) else { break }
          games.append((GameResult(pairing, known.winner, known.cause), seed))
        }
      }
    }
    return games
  }

  private var bound: Double? { format.hasBound ? length.bound ?? 30 : nil }
}
