public import ArenaCore
public import Match
public import Training

/// Decides by a sequential test whether one player is stronger than another.
///
/// Games come in pairs with the same random opening and the seats swapped, sixteen at a time; after
/// each batch the test looks at the pairs so far. The result does not depend on the number of
/// threads.
public struct PromotionMatch<Game: BoardGame>: Sendable {
  private let table: Table<Game>
  private let schedule: SequentialMatch
  private let openingPlies: Int
  private let threads: Int

  /// - Parameters:
  ///   - limit: the most games, rounded up to a pair; 1 or more.
  ///   - test: of the challenger's Elo above the champion's; nil plays all games.
  public init(
    _ start: Game, limit: Int, openingPlies: Int = 4, threads: Int,
    test: SequentialTest? = SequentialTest(0, 70)
  ) {
    precondition(limit >= 1, "a promotion match needs a game or more, not \(limit)")
    table = Table(start)
    schedule = SequentialMatch(limit: limit, test: test)
    self.openingPlies = openingPlies
    self.threads = threads
  }

  /// Plays until the test knows, or the games are used up.
  ///
  /// - Parameters:
  ///   - challenger: makes a player for one thread; `champion` likewise.
  ///   - seed: of the openings and of all chance.
  /// - Throws: when `watch` asks for it.
  public func play(
    challenger: () -> any Player<Game>, champion: () -> any Player<Game>, seed: UInt64,
    _ watch: EvaluationWatch = EvaluationWatch()
  ) throws(Interruption) -> Promotion {
    let lanes = min(max(1, threads), schedule.gameCount)
    // Each lane's players belong to one thread at a time.
    nonisolated(unsafe) let players = (0..<lanes).map { _ in [challenger(), champion()] }
    let names = ["challenger", "champion"]
    let table = table
    let openings = Openings.random(plies: openingPlies, of: table.start, seed: seed)
    let counter = watch.counter("game against the best one, at most", of: schedule.gameCount)
    let played = schedule.play(lanes: lanes, threads: threads) { pairing, _, lane in
      guard counter.begin() else { return nil }
      let seats = [pairing.first, pairing.second]
      return table.play(
        seats.map { players[lane][$0] }, names: seats.map { names[$0] },
        opening: openings[pairing.opening], seed: seed &+ UInt64(pairing.opening))
    }
    let records = played.compactMap(\.self)
    guard records.count == played.count else { throw Interruption() }
    let standings = Standings(names: names, records: records)
    let sample = standings.sample(of: 0, against: 1)
    let verdict = schedule.verdict(sample)
    let score = standings.score(of: 0)
    return Promotion(
      against: nil, wins: score.wins, draws: score.draws, losses: score.losses,
      limit: schedule.gameCount,
      logLikelihoodRatio: schedule.logLikelihoodRatio(sample),
      verdict: verdict == .acceptAlternative
        ? .stronger : verdict == .acceptNull ? .notStronger : .undecided)
  }
}
