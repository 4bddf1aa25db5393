import ArenaCore
import Match
import Training

/// Decides by a sequential test whether one player is stronger than another.
///
/// Games come in pairs with the same random opening and the seats swapped, sixteen at a time; after
/// each batch the test looks at the pairs so far. The result does not depend on the number of
/// threads.
public struct PromotionMatch<Game: BoardGame>: Sendable {
  /// Games played between two looks of the test.
  static var batch: Int { 16 }

  private let table: Table<Game>
  private let limit: Int
  private let openingPlies: Int
  private let threads: Int
  private let test: SequentialTest?

  /// - Parameters:
  ///   - limit: the most games, rounded up to a pair; 1 or more.
  ///   - test: of the challenger's Elo above the champion's; nil plays all games.
  public init(
    _ start: Game, limit: Int, openingPlies: Int = 4, threads: Int,
    test: SequentialTest? = SequentialTest(0, 70)
  ) {
    precondition(limit >= 1, "a promotion match needs a game or more, not \(limit)")
    table = Table(start)
    self.limit = (limit + 1) / 2 * 2
    self.openingPlies = openingPlies
    self.threads = threads
    self.test = test
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
  ) throws(EvaluationStopped) -> Promotion {
    let lanes = max(1, min(threads, Self.batch / 2))
    // Each lane's players belong to one thread at a time.
    nonisolated(unsafe) let challengers = (0..<lanes).map { _ in challenger() }
    nonisolated(unsafe) let champions = (0..<lanes).map { _ in champion() }
    let openings = Openings.random(limit / 2, plies: openingPlies, of: table.start, seed: seed)
    var pairs = [Int](repeating: 0, count: 5)
    var score = Score()
    var verdict = SequentialTest.Verdict.undecided
    var played = 0
    let counter = watch.counter("game against the best one, at most", of: limit)
    while played < limit / 2, verdict == .undecided {
      let count = min(Self.batch / 2, limit / 2 - played)
      let first = played
      let points = Parallel.map(count, lanes: lanes, threads: threads) {
        index, lane -> [Int]? in
        play(
          challengers[lane], champions[lane], opening: openings[first + index],
          seed: seed &+ UInt64(first + index), counter)
      }
      guard points.allSatisfy({ $0 != nil }) else { throw EvaluationStopped() }
      for pair in points.compactMap(\.self) {
        pairs[pair.reduce(0, +)] += 1
        for result in pair { score.add(result) }
      }
      played += count
      verdict = test?.verdict(ScoreSample(pairs: pairs)) ?? .undecided
    }
    return Promotion(
      against: nil, wins: score.wins, draws: score.draws, losses: score.losses, limit: limit,
      logLikelihoodRatio: test?.logLikelihoodRatio(ScoreSample(pairs: pairs)) ?? 0,
      verdict: verdict == .acceptAlternative
        ? .stronger : verdict == .acceptNull ? .notStronger : .undecided)
  }

  /// The challenger's half points, 0 ... 2, with the first and with the second seat; nil when the
  /// match is to end.
  private func play(
    _ challenger: any Player<Game>, _ champion: any Player<Game>, opening: [Int], seed: UInt64,
    _ counter: EvaluationWatch.Counter
  ) -> [Int]? {
    var points: [Int] = []
    for seat in Seat.allCases {
      guard counter.begin() else { return nil }
      let record = table.play(
        seat == .first ? [challenger, champion] : [champion, challenger],
        names: seat == .first ? ["challenger", "champion"] : ["champion", "challenger"],
        opening: opening, seed: seed)
      points.append(Int(record.outcome.value(for: seat)) + 1)
    }
    return points
  }
}

extension Score {
  fileprivate mutating func add(_ halfPoints: Int) {
    switch halfPoints {
    case 2: wins += 1
    case 1: draws += 1
    default: losses += 1
    }
  }
}
