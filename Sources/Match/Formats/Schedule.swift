public import ArenaCore

/// A format of play as one value: results in, next pairings out.
///
/// Tournaments, rating ladders, promotion matches and tunings all play what a schedule asks for. A
/// schedule knows nothing but the results so far: the same results, the same pairings, so that an
/// interrupted tournament goes on as it would have.
public protocol Schedule: Sendable {
  /// The most games that it asks for.
  var gameCount: Int { get }

  /// The games to play next, in any order or at once; none at the end.
  ///
  /// - Parameter results: of all games so far, by their place among all pairings.
  func pairings(after results: [GameResult]) -> [Pairing]

  /// Who stands where by the rules of the format; nil where ratings alone decide.
  func ranking(after results: [GameResult]) -> Ranking?
}

extension Schedule {
  public func ranking(after results: [GameResult]) -> Ranking? { nil }
}

/// A schedule whose pairings do not depend on results, which then need not be kept.
public protocol FixedSchedule: Schedule {
  /// The games to play next after so many; none at the end.
  func pairings(afterGames count: Int) -> [Pairing]
}

extension FixedSchedule {
  public func pairings(after results: [GameResult]) -> [Pairing] {
    pairings(afterGames: results.count)
  }
}

/// One game that a schedule asks for: who plays whom, by number, from which of the openings.
public struct Pairing: Sendable, Hashable {
  public let first: Int
  public let second: Int
  /// Which game of these two it is, from 0 on.
  public let game: Int
  public let opening: Int

  public init(first: Int, second: Int, game: Int, opening: Int) {
    self.first = first
    self.second = second
    self.game = game
    self.opening = opening
  }

  /// The game of two players that is number `game` among those of this pair: the first of a pair
  /// of games and the second, with the seats swapped, share an opening.
  public init(_ a: Int, _ b: Int, game: Int) {
    let (first, second) = game.isMultiple(of: 2) ? (a, b) : (b, a)
    self.init(first: first, second: second, game: game, opening: game / 2)
  }
}

extension GameResult {
  public init(_ pairing: Pairing, _ winner: Seat?, _ cause: GameRecord.Cause) {
    self.init(
      first: pairing.first, second: pairing.second, opening: pairing.opening, winner: winner,
      cause: cause)
  }

  public init(_ pairing: Pairing, _ record: GameRecord) {
    self.init(pairing, record.outcome.winner, record.cause)
  }
}

/// Who stands where by the rules of a format, best first.
public struct Ranking: Sendable, Hashable {
  public struct Row: Sendable, Hashable {
    public let player: Int
    /// One for each heading.
    public let cells: [String]
  }

  public let title: String
  public let headings: [String]
  public let rows: [Row]

  /// Several lines without a trailing newline.
  public func text(names: [String]) -> String {
    let lines = rows.enumerated().map { place, row in
      [String(place + 1), names[row.player]] + row.cells
    }
    return Text.table([["", title] + headings] + lines, left: [1]).joined(separator: "\n")
  }
}

extension Schedule {
  /// Plays to the end of the schedule.
  ///
  /// - Parameters:
  ///   - before: results of games that were played already.
  ///   - concurrency: games at once, each on a thread of its own.
  ///   - count: is given the results of the games by place; those that did not start are left out.
  ///   - game: plays a pairing, given its place; nil once no further game is to start.
  /// - Returns: whether all games were played, and the schedule's own ranking.
  @discardableResult
  public func play(
    after before: [GameResult] = [], concurrency: Int, count: (GameResult) -> Void = { _ in },
    game: @escaping @Sendable (_ pairing: Pairing, _ place: Int) -> GameResult?
  ) -> (isComplete: Bool, ranking: Ranking?) {
    let fixed = self as? any FixedSchedule
    var results = before
    var played = before.count
    while true {
      let next = fixed?.pairings(afterGames: played) ?? pairings(after: results)
      guard !next.isEmpty else { return (true, ranking(after: results)) }
      let begun = played
      let batch = Crew.map(next.count, threads: concurrency) { index in
        game(next[index], begun + index)
      }
      for result in batch.lazy.compactMap(\.self) {
        count(result)
        if fixed == nil { results.append(result) }
        played += 1
      }
      guard played == begun + next.count else { return (false, ranking(after: results)) }
    }
  }

  /// Plays to the end of the schedule with players that several games share.
  ///
  /// - Parameters:
  ///   - lanes: one thread at a time works in a lane.
  ///   - game: plays a pairing, given its place; nil once no further game is to start.
  /// - Returns: the records by place; nil for games that did not start.
  public func play(
    lanes: Int, threads: Int,
    game: @Sendable (_ pairing: Pairing, _ place: Int, _ lane: Int) -> GameRecord?
  ) -> [GameRecord?] {
    var records: [GameRecord?] = []
    var results: [GameResult] = []
    while results.count == records.count {
      let next = pairings(after: results)
      guard !next.isEmpty else { break }
      let played = records.count
      let batch = Parallel.map(next.count, lanes: lanes, threads: threads) { index, lane in
        game(next[index], played + index, lane)
      }
      records += batch
      results += zip(next, batch).compactMap { pairing, record in
        record.map { GameResult(pairing, $0) }
      }
    }
    return records
  }
}
