import ArenaCore
import Environments
import Foundation
import Match
import Synchronization
import Testing

@testable import Server

/// Servers that start again on the journal of another.
@Suite struct RestartTests {
  private let games = GameDirectory([
    .init(ConnectFour.self), .init(MNK.self, name: "tic-tac-toe"),
  ])

  private struct FirstLegal<Game: BoardGame>: Player {
    func choose(
      in game: Game, within budget: Budget, using random: inout RandomSource
    ) -> Int { game.legalActions[0] }
  }

  private func four(_ name: String, _ options: [String: String] = [:]) -> ServerBot {
    ServerBot(name: name, game: "connect-four", options: options) { _ in
      SeatedPlayer(FirstLegal<ConnectFour>())
    }
  }

  private func three(_ name: String) -> ServerBot {
    ServerBot(name: name, game: "tic-tac-toe") { _ in SeatedPlayer(FirstLegal<MNK>()) }
  }

  private func server(
    _ path: String, _ bots: [ServerBot], log: @escaping @Sendable (String) -> Void = { _ in }
  ) throws -> RunningServer {
    var configuration = ServerConfiguration()
    configuration.seed = 1
    configuration.journalPath = path
    configuration.bots = bots
    configuration.log = log
    return try RunningServer(configuration, games: games)
  }

  private func client(_ server: RunningServer) throws -> LineClient {
    let client = try LineClient(host: "127.0.0.1", port: server.port)
    _ = try client.readLine()
    return client
  }

  /// Amy plays with both bots; each has answered once.
  ///
  /// - Returns: the line with which she comes back.
  private func play(_ path: String) throws -> String {
    let first = try server(path, [four("house"), three("house-2")])
    let amy = try client(first)
    let token = try amy.ask("hello amy")[0].dropFirst(6)
    for (table, game) in [(1, "connect-four"), (2, "tic-tac-toe")] {
      _ = try amy.ask("seek \(game) seat=first clock=none")
      _ = try amy.ask("move \(table) \(table == 1 ? "7" : "c3")")
      _ = try amy.read { $0.hasPrefix("moved \(table) 2 second ") }
    }
    try first.stop()
    return "hello amy \(token)"
  }

  @Test func `bots in another order go on with their own games`() throws {
    let path = TemporaryPath()
    let hello = try play(path.path)
    let second = try server(path.path, [three("house"), four("house-2")])
    let amy = try client(second)
    _ = try amy.ask(hello)
    for (table, move) in [(1, "6"), (2, "b3")] {
      _ = try amy.ask("move \(table) \(move)")
      _ = try amy.read { $0.hasPrefix("moved \(table) 4 second ") }
    }
    try second.stop()
  }

  @Test func `a bot that is gone is waited for, and the log says so`() throws {
    let path = TemporaryPath()
    let hello = try play(path.path)
    let lines = Mutex<[String]>([])
    let second = try server(path.path, [four("house", ["rows": "4"])]) { line in
      lines.withLock { $0.append(line) }
    }
    let amy = try client(second)
    _ = try amy.ask(hello)
    #expect(try amy.ask("move 1 6").last == "ok move 1 6")
    #expect(try amy.ask("hello house").last?.hasPrefix("error name-taken ") == true)
    try second.stop()
    #expect(
      lines.withLock { $0 } == [
        "house bot house-3 plays connect-four rows=4: house is another's name",
        "house bot house for connect-four - is missing: 1 games wait for it",
        "house bot house-2 for tic-tac-toe - is missing: 1 games wait for it",
        "journal: 10 entries read, 2 games in progress",
      ])
    // It is back, and answers the move that waited for it.
    let third = try server(path.path, [four("house"), three("house-2")])
    let back = try client(third)
    _ = try back.ask(hello)
    // It thinks elsewhere: ask until it has moved.
    var asked = 0
    while asked < 10_000, try !back.ask("state 1").contains(where: { $0.hasPrefix("state 1 4 ") }) {
      asked += 1
    }
    #expect(asked < 10_000)
    try third.stop()
  }
}
