import ArenaCore
import Environments
import Testing

@testable import Match

@Suite struct ScheduleTests {
  /// The pairings of a schedule whose games all end as `result` has it, round by round.
  private func rounds(
    of schedule: some Schedule, _ result: (Pairing) -> Seat? = { _ in nil }
  ) -> [[Pairing]] {
    var rounds: [[Pairing]] = []
    var results: [GameResult] = []
    while case let next = schedule.pairings(after: results), !next.isEmpty {
      rounds.append(next)
      results += next.map { pairing in
        GameResult(
          first: pairing.first, second: pairing.second, opening: pairing.opening,
          winner: result(pairing), cause: .rules)
      }
    }
    return rounds
  }

  private func text(_ pairings: [Pairing]) -> [String] {
    pairings.map { "\($0.first)-\($0.second) from \($0.opening)" }
  }

  @Test func `in a round robin every two meet, in turn and with the seats swapped`() {
    let schedule = RoundRobin(players: 3, gamesPerPair: 3)
    let all = rounds(of: schedule)
    #expect(all.count == 1 && all[0].count == schedule.gameCount)
    #expect(
      text(all[0]) == [
        "0-1 from 0", "0-2 from 0", "1-2 from 0", "1-0 from 0", "2-0 from 0", "2-1 from 0",
        "0-1 from 1", "0-2 from 1", "1-2 from 1",
      ])
  }

  @Test func `in a gauntlet the first player meets all others, who do not meet`() {
    let schedule = Gauntlet(players: 4, gamesPerPair: 2)
    let all = rounds(of: schedule)
    #expect(all.count == 1 && all[0].count == schedule.gameCount)
    #expect(
      text(all[0]) == [
        "0-1 from 0", "0-2 from 0", "0-3 from 0", "1-0 from 0", "2-0 from 0", "3-0 from 0",
      ])
  }

  @Test func `a sequential match ends once its test knows`() {
    let untested = rounds(of: SequentialMatch(limit: 39, test: nil))
    #expect(untested.map(\.count) == [16, 16, 8])
    #expect(untested.joined().map(\.opening) == (0..<40).map { $0 / 2 })
    #expect(untested.joined().map(\.first) == (0..<40).map { $0 % 2 })
    let won = SequentialMatch(limit: 400, test: SequentialTest(0, 70))
    let games = rounds(of: won) { $0.first == 0 ? .first : .second }.joined()
    #expect(games.count < 100)
    let drawn = SequentialMatch(limit: 40, test: SequentialTest(0, 70))
    #expect(rounds(of: drawn).joined().count == 32)
  }

  @Test func `a game that does not start ends the schedule`() throws {
    let schedule = SequentialMatch(limit: 100, test: nil)
    let table = Table(try ConnectFour())
    let records = schedule.play(lanes: .max, threads: 2) { pairing, place, _ in
      place == 20
        ? nil
        : table.play(
          [RandomMover(), RandomMover()], names: ["a", "b"], seed: UInt64(pairing.opening))
    }
    #expect(records.count == 32)
    #expect(records.indices.filter { records[$0] == nil } == [20])
  }

  @Test func `a gauntlet is a tournament`() throws {
    let format = try #require(TournamentFormat.all.first { $0.name == "gauntlet" })
    let records = Tournament<ConnectFour>(
      ["a", "b", "c"].map { name in .init(name) { _ in RandomMover() } },
      at: Table(try ConnectFour()), format: format, gamesPerPair: 4
    ).play()
    let standings = Standings(names: ["a", "b", "c"], records: records)
    #expect(records.count == 8)
    #expect(standings.score(of: 0).games == 8 && standings.score(of: 1, against: 2).games == 0)
  }
}
