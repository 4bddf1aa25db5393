import ArenaCore
import Environments
import Testing

@testable import Agents

@Suite struct GTPBoardsTests {
  private func contains(_ boards: GTPBoards, _ options: [String: String]) throws -> Bool {
    boards.contains(try GoLite(options))
  }

  @Test func `a program plays the square boards that it takes`() throws {
    let program = try FakeProgram([], refusing: "boardsize 7")
    let boards = try GTPBoards(askingFor: program.command, limit: .seconds(20))
    #expect(try contains(boards, [:]))
    #expect(try contains(boards, ["size": "5", "komi": "-3.5"]))
    #expect(try !contains(boards, ["size": "7"]))
    #expect(try !contains(boards, ["columns": "5", "rows": "6"]))
    #expect(program.ends)
  }

  @Test func `a program that refuses one komi plays those it took`() throws {
    let program = try FakeProgram([], refusing: "komi 0.5")
    let boards = try GTPBoards(askingFor: program.command, limit: .seconds(20))
    #expect(try contains(boards, ["komi": "7.5"]))
    #expect(try !contains(boards, ["komi": "0.5"]))
    #expect(try !contains(boards, ["komi": "3.5"]))
  }

  @Test func `what is no program is refused in one line`() throws {
    #expect(throws: GTPRefusal.noCommand) { try GTPBoards(askingFor: " ", limit: .seconds(5)) }
    do throws(GTPRefusal) {
      _ = try GTPBoards(askingFor: "exit 4", limit: .seconds(5))
      Issue.record("accepted")
    } catch {
      #expect(
        error.description
          == "gtp: the program 'exit 4' ended (exit status 4) before it answered 'boardsize 1'")
    }
  }
}
