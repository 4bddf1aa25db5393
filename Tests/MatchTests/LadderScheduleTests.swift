import ArenaCore
import Testing

@testable import Match

/// The schedule of a ladder beside a ladder kept by hand.
@Suite struct LadderScheduleTests {
  /// Points of each player in the match that it plays this round.
  private func points(_ pairings: [Pairing], _ results: [GameResult]) -> [Int: Double] {
    zip(pairings, results).reduce(into: [:]) { points, game in
      let (pairing, result) = game
      points[pairing.first, default: 0] += result.winner.map { $0 == .first ? 1 : 0 } ?? 0.5
      points[pairing.second, default: 0] += result.winner.map { $0 == .second ? 1 : 0 } ?? 0.5
    }
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `only who scores more than half of a match stands above`(seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    let players = 2 + random.below(7)
    let games = 1 + random.below(5)
    let rounds = 1 + random.below(9)
    let schedule = LadderSchedule(players: players, gamesPerPair: games, rounds: rounds)
    var order = Array(0..<players)
    var meetings: [Set<Int>: Int] = [:]
    var results: [GameResult] = []
    for round in 0..<rounds {
      let matches = stride(from: round % 2, to: players - 1, by: 2).map {
        (upper: order[$0], lower: order[$0 + 1])
      }
      // Two players have no neighbours in every other round.
      guard !matches.isEmpty else { continue }
      let next = schedule.pairings(after: results)
      // Every match has its games, which go on from those that the two have played before.
      for match in matches {
        let pair: Set = [match.upper, match.lower]
        let own = next.filter { Set([$0.first, $0.second]) == pair }
        let before = meetings[pair, default: 0]
        #expect(own.map(\.game) == Array(before..<before + games))
        for pairing in own {
          let isSwapped = !pairing.game.isMultiple(of: 2)
          #expect(pairing.first == (isSwapped ? pair.max() : pair.min()))
          #expect(pairing.opening == pairing.game / 2)
        }
        meetings[pair] = before + games
      }
      #expect(next.count == matches.count * games)
      let new = next.map { GameResult($0, [nil, .first, .second][random.below(3)], .rules) }
      // A round counts once it is whole.
      let part = results + new.prefix(random.below(new.count))
      #expect(schedule.pairings(after: part) == next)
      #expect(schedule.ranking(after: part)?.rows.map(\.player) == order)
      let points = points(next, new)
      for (index, match) in matches.enumerated()
      where points[match.lower, default: 0] > points[match.upper, default: 0] {
        order.swapAt(round % 2 + 2 * index, round % 2 + 2 * index + 1)
      }
      results += new
      #expect(schedule.ranking(after: results)?.rows.map(\.player) == order, "round \(round)")
    }
    #expect(schedule.pairings(after: results) == [])
    #expect(results.count == schedule.gameCount)
    let title = try #require(schedule.ranking(after: results)?.title)
    #expect(title == "ladder after round \(rounds)")
  }

  @Test func `the format has a round a player and four games a match, unless told`() throws {
    let format = try #require(TournamentFormat.all.first { $0.name == "ladder" })
    #expect(format.hasRounds && !format.hasBound && format.mostRounds == nil)
    // Of five players two pairs meet in every round.
    for (length, games) in [
      (TournamentFormat.Length(), 5 * 2 * 4), (TournamentFormat.Length(games: 3), 5 * 2 * 3),
      (TournamentFormat.Length(rounds: 3), 3 * 2 * 4),
      (TournamentFormat.Length(games: 1, rounds: 12), 12 * 2),
    ] { #expect(format.schedule(players: 5, length).gameCount == games) }
  }
}
