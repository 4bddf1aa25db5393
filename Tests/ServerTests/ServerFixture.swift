import ArenaCore
import Environments
import Foundation
import Lobby
import Match

@testable import Server

/// A server on a free port of the loopback, and clients for it.
struct ServerFixture {
  static let games = GameDirectory([.init(ConnectFour.self)])

  let server: RunningServer

  init(_ configure: (inout ServerConfiguration) -> Void = { _ in }) throws {
    var configuration = ServerConfiguration()
    configuration.seed = 1
    configuration.lobby.passwordRounds = 2
    configure(&configuration)
    server = try RunningServer(configuration, games: Self.games)
  }

  /// A client that has read the greeting and said its name, if it has one.
  func client(_ name: String? = nil) throws -> LineClient {
    let client = try LineClient(host: "127.0.0.1", port: server.port)
    _ = try client.readLine()
    if let name { _ = try client.ask("hello \(name)") }
    return client
  }
}

extension LineClient {
  /// Closes the sending side of the connection; answers can still be read.
  func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Says a line and returns everything up to its final answer.
  func ask(_ line: String) throws -> [String] {
    try send(line)
    return try read { $0.hasPrefix("ok ") || $0 == "ok" || $0.hasPrefix("error ") }
  }

  /// Reads until a line fits.
  func read(until fits: (String) -> Bool) throws -> [String] {
    var lines: [String] = []
    repeat { lines.append(try readLine()) } while !fits(lines[lines.count - 1])
    return lines
  }
}

/// A bot that plays the first legal column.
struct FirstColumn: Player {
  func choose(
    in world: ConnectFour, within budget: Budget, using random: inout RandomSource
  ) -> Int { world.legalActions[0] }
}

/// A path in the temporary folder that is removed with the value.
final class TemporaryPath {
  let path = NSTemporaryDirectory() + "arena-test-\(UUID().uuidString)"
  deinit {
    for suffix in ["", ".games", ".snapshot", ".next", ".damaged", ".damaged-2"] {
      unlink(path + suffix)
    }
  }
}

extension Journal {
  /// Opens a journal and keeps what it holds.
  static func open(
    _ path: String, entries: inout [JournalEntry], report: (String) -> Void = { _ in }
  ) throws(ServerError) -> Journal {
    try open(path, report: report) { entries.append($0) }
  }
}

extension ServerBot {
  /// A bot for one board whose players need know nothing of it.
  init(
    name: String, game: String, options: [String: String] = [:],
    makePlayer: @escaping @Sendable (UInt64) -> any SessionPlayer
  ) {
    self.init(HouseBot(name: name, game: game, options: options)) { seed, _ in makePlayer(seed) }
  }
}
