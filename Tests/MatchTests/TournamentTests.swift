import ArenaCore
import Environments
import Foundation
import Synchronization
import Testing

@testable import Match

@Suite struct TournamentTests {
  private func tournament(games: Int = 10) throws -> Tournament<ConnectFour> {
    Tournament(
      [
        .init("random") { _ in RandomMover() }, .init("leftmost") { _ in ScriptedMover() },
        .init("other") { _ in RandomMover() },
      ], at: Table(try ConnectFour()), gamesPerPair: games, seed: 5)
  }

  @Test func `any number of threads plays the same games`() throws {
    let tournament = try tournament()
    let one = tournament.play(threads: 1)
    #expect(one.records.count == tournament.gameCount)
    #expect(one.records == tournament.play(threads: 3).records)
    var other = tournament
    other.seed = 6
    #expect(one.records != other.play(threads: 1).records)
  }

  @Test func `the games of a pair share an opening and swap seats`() throws {
    let standings = try tournament().play(threads: 2)
    for pair in [("random", "leftmost"), ("random", "other"), ("leftmost", "other")] {
      let games = standings.records.filter { Set([$0.first, $0.second]) == Set([pair.0, pair.1]) }
      #expect(games.count == 10)
      for index in stride(from: 0, to: 10, by: 2) {
        #expect(games[index].first == games[index + 1].second)
        #expect(games[index].moves.prefix(4) == games[index + 1].moves.prefix(4))
        #expect(games[index].opening == 4)
      }
      #expect(Set(games.map { Array($0.moves.prefix(4)) }).count == 5)
    }
  }

  @Test func `a stopped tournament goes on where it stopped`() throws {
    let tournament = try tournament()
    let done = Mutex<[Int: GameRecord]>([:])
    let part = tournament.play(
      threads: 2, shouldStop: { done.withLock { $0.count >= 7 } },
      progress: { game in done.withLock { $0[game.index] = game.record } })
    let finished = done.withLock { $0 }
    #expect((7..<10).contains(part.records.count) && part.records.count == finished.count)
    let replayed = Atomic(0)
    let whole = tournament.play(
      finished: finished, progress: { _ in replayed.add(1, ordering: .relaxed) })
    #expect(replayed.load(ordering: .relaxed) == tournament.gameCount - finished.count)
    #expect(whole.records == tournament.play().records)
  }

  @Test func `every finished game is counted once, those of an earlier run too`() throws {
    let tournament = try tournament()
    let counts = Mutex<[Int]>([])
    let first = tournament.play(
      threads: 2, progress: { game in counts.withLock { $0.append(game.played) } })
    #expect(counts.withLock { $0 } == Array(1...30))
    counts.withLock { $0 = [] }
    let earlier = Dictionary(
      uniqueKeysWithValues: first.records.prefix(12).enumerated().map { ($0.offset, $0.element) })
    _ = tournament.play(
      finished: earlier, progress: { game in counts.withLock { $0.append(game.played) } })
    #expect(counts.withLock { $0 } == Array(13...30))
  }

  @Test func `standings count from both seats`() {
    func record(_ first: String, _ second: String, _ winner: Seat?) -> GameRecord {
      GameRecord(
        game: "g", first: first, second: second, moves: [],
        outcome: Outcome(winner: winner, reason: ""), cause: .rules)
    }
    let standings = Standings(
      names: ["a", "b", "c"],
      records: [
        record("a", "b", .first), record("b", "a", .first), record("a", "b", nil),
        record("b", "a", .second), record("c", "a", .second), record("x", "a", .first),
      ])
    #expect(standings.score(of: 0, against: 1) == Score(wins: 2, draws: 1, losses: 1))
    #expect(standings.score(of: 1, against: 0) == Score(wins: 1, draws: 1, losses: 2))
    #expect(standings.score(of: 0) == Score(wins: 3, draws: 1, losses: 1))

    let table = CrossTable(standings, anchor: "b", anchorElo: 100)
    #expect(table.rows.first?.name == "a")
    #expect(table.rows.first { $0.name == "b" }?.elo == 100)
    #expect(table.text.contains("2-1-1") && table.text.contains("1-1-2"))
    #expect(table.remarks.contains { $0.contains("a, b | c") })
    let object = try? JSONSerialization.jsonObject(with: Data(table.jsonLine.utf8))
    #expect((object as? [String: Any])?["rows"] != nil)
  }
}
