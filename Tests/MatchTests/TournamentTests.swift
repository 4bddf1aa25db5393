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

  @Test func `any number of games at once gives the same records`() throws {
    let tournament = try tournament()
    let one = tournament.play()
    #expect(one.count == tournament.gameCount)
    for concurrency in [2, 16] { #expect(one == tournament.play(concurrency: concurrency)) }
    var other = tournament
    other.venue.seed = 6
    #expect(one != other.play())
  }

  @Test func `the games of a pair share an opening and swap seats`() throws {
    let records = try tournament().play(concurrency: 2)
    for pair in [("random", "leftmost"), ("random", "other"), ("leftmost", "other")] {
      let games = records.filter { Set([$0.first, $0.second]) == Set([pair.0, pair.1]) }
      #expect(games.count == 10)
      for index in stride(from: 0, to: 10, by: 2) {
        #expect(games[index].first == games[index + 1].second)
        #expect(games[index].moves.prefix(4) == games[index + 1].moves.prefix(4))
        #expect(games[index].opening == 4)
      }
      #expect(Set(games.map { Array($0.moves.prefix(4)) }).count == 5)
    }
  }

  @Test func `a game is the same whoever else plays`() throws {
    let records = try tournament().play()
    let two = Tournament<ConnectFour>(
      [.init("random") { _ in RandomMover() }, .init("other") { _ in RandomMover() }],
      at: Table(try ConnectFour()), gamesPerPair: 10, seed: 5
    ).play()
    #expect(two == records.filter { Set([$0.first, $0.second]) == Set(["random", "other"]) })
  }

  @Test func `a tournament that is asked to stop starts no further game`() throws {
    let asked = Atomic(0)
    let records = try tournament().play(
      concurrency: 2, shouldStop: { asked.add(1, ordering: .relaxed).newValue > 7 })
    #expect(records.count == 7)
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
