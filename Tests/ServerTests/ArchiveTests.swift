import ArenaCore
import Environments
import Foundation
import Lobby
import Match
import Testing

@testable import Server

/// Finished games in the file of all of them.
@Suite struct ArchiveTests {
  private func line(_ table: Int, _ first: String, _ second: String) -> String {
    var record = GameRecord(
      game: "connect-four", first: first, second: second, moves: ["1"],
      outcome: Outcome(winner: .first, reason: "say \"table\":5"), cause: .rules)
    record.seed = 7
    return record.jsonLine.dropLast() + ",\"table\":\(table)}"
  }

  @Test func `games are found from the end, by table and by player`() throws {
    let path = TemporaryPath()
    let lines = (1...200).map { line($0, $0.isMultiple(of: 3) ? "Ann" : "bob", "p\($0)") }
    let text = lines.joined(separator: "\n") + "\nno game at all\n\n{\"table\":201}\n"
    try Data(text.utf8).write(to: URL(filePath: path.path))
    func tables(_ query: GameQuery) -> [Int] {
      GamesFile.games(query, in: path.path).map(\.table)
    }
    for table in [1, 5, 20, 200] { #expect(tables(.table(table, asSGF: false)) == [table]) }
    #expect(tables(.table(201, asSGF: false)) == [] && tables(.table(0, asSGF: true)) == [])
    #expect(tables(.player("ANN", limit: 3)) == [198, 195, 192])
    #expect(tables(.player("p77", limit: 20)) == [77])
    #expect(tables(.player("nobody", limit: 20)) == [])
    #expect(tables(.player("bob", limit: 1000)).count == 134)
    #expect(GamesFile.games(.table(1, asSGF: false), in: path.path + ".not") == [])
  }

  @Test func `a record is there after a restart`() throws {
    let path = TemporaryPath()
    for round in 0..<2 {
      let fixture = try ServerFixture { $0.journalPath = path.path }
      let ann = try fixture.client()
      _ = try ann.ask("protocol 2")
      if round == 0 {
        _ = try ann.ask("hello ann")
        let bob = try fixture.client("bob")
        _ = try ann.ask("seek connect-four seat=first people")
        _ = try bob.ask("accept 1")
        _ = try bob.ask("resign")
      }
      try ann.send("history bob\n#1 record 1\nping")
      let history = try ann.read { $0.hasPrefix("ok history ") }
      #expect(
        history.suffix(2) == [
          "played 1 connect-four - ann bob first resignation 1-0 - 0", "ok history bob 1",
        ])
      #expect(try ann.readLine().hasPrefix("#1 record 1 {\"cause\":\"resignation\""))
      #expect(try ann.readLine() == "#1 ok record 1" && ann.readLine() == "ok ping")
      try fixture.server.stop()
    }
  }
}
