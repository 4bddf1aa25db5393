import ArenaCore
import Environments
import Foundation
import Testing

@testable import Match

/// Finished games on the disk: what a tournament goes on from, whatever became of the file.
@Suite struct GameLogTests {
  private let venue: Venue<ConnectFour>
  private let entrants = ["ä, \"b\"", "c"].map { name in
    Venue<ConnectFour>.Entrant(name) { _ in RandomMover() }
  }

  init() throws {
    let table = Table(try ConnectFour())
    venue = Venue(
      table, openings: Openings.random(plies: 2, of: table.start, seed: 3), seed: 3)
  }

  private func withFolder(_ body: (String) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "arena-log-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path + "/games.jsonl")
  }

  private func record(_ game: Int) -> GameRecord {
    let pairing = Pairing(0, 1, game: game)
    return venue.play(entrants[pairing.first], entrants[pairing.second], pairing)
  }

  private func open(_ path: String) throws -> GameLog {
    let venue = venue
    return try GameLog(path, threads: 2) { venue.accepts($0) }
  }

  /// A log of so many games, in reverse.
  private func fill(_ path: String, _ count: Int) throws -> [GameRecord] {
    let log = try open(path)
    let records = (0..<count).map(record)
    for record in records.reversed() { try log.append(record) }
    return records
  }

  private func lines(_ path: String) throws -> [String] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  @Test func `games are found again, and put in order`() throws {
    try withFolder { path in
      let records = try fill(path, 5)
      let log = try open(path)
      #expect(log.foundCount == 5 && log.damagedCount == 0)
      for (game, record) in records.enumerated() {
        let pairing = Pairing(0, 1, game: game)
        let seed = venue.seed(
          of: entrants[pairing.first].name, entrants[pairing.second].name, pairing)
        let result = try log.result(of: seed, record.first, record.second)
        #expect(result?.winner == record.outcome.winner && result?.cause == .rules)
        // Another name at that seed is another game.
        #expect(try log.result(of: seed, record.first, "x") == nil)
      }
      #expect(try log.result(of: 1, "c", "d") == nil)
      try log.arrange(records.map(\.seed))
      #expect(try lines(path) == records.map(\.jsonLine))
      #expect(try log.records(of: records.map(\.seed)) == records)
      // It goes on behind them.
      let next = record(5)
      try log.append(next)
      #expect(try lines(path).last == next.jsonLine)
    }
  }

  @Test func `a torn end is cut off at any byte`() throws {
    try withFolder { path in
      _ = try fill(path, 3)
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      let newlines = data.indices.filter { data[$0] == UInt8(ascii: "\n") }
      for end in stride(from: newlines[1] + 1, to: data.count, by: 37) {
        try data.prefix(end).write(to: URL(fileURLWithPath: path))
        let log = try open(path)
        #expect(log.foundCount == 2 && log.damagedCount == 0, "\(end)")
        try log.append(record(9))
        #expect(try open(path).foundCount == 3)
      }
    }
  }

  @Test func `what was edited is set aside and the rest kept`() throws {
    try withFolder { path in
      let records = try fill(path, 6)
      var lines = try lines(path)
      // Five ways to spoil a line: the result, a move, the game, the end, everything.
      lines[0] = lines[0].replacing(
        "\"winner\":\"\(records[5].winner ?? "")\"",
        with: "\"winner\":\"\(records[5].winner == "first" ? "second" : "first")\"")
      lines[1] = lines[1].replacing("\"moves\":[\"", with: "\"moves\":[\"z9\",\"")
      lines[2] = lines[2].replacing("connect-four", with: "othello")
      lines[3] = String(lines[3].dropLast(9))
      lines[4] = "nonsense"
      try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path))
      let log = try open(path)
      #expect(log.foundCount == 1 && log.damagedCount == 5)
      #expect(try self.lines(path) == [records[0].jsonLine])
      #expect(try self.lines(path + ".damaged") == Array(lines[..<5]))
      // A second time adds to what is aside.
      try Data("rubbish\n".utf8).write(to: URL(fileURLWithPath: path))
      #expect(try open(path).damagedCount == 1)
      #expect(try self.lines(path + ".damaged").count == 6)
    }
  }

  @Test func `a game played again counts with its last record`() throws {
    try withFolder { path in
      let records = try fill(path, 2)
      let log = try open(path)
      try log.append(records[0])
      #expect(try open(path).foundCount == 2)
      try log.arrange(records.map(\.seed))
      #expect(try lines(path).count == 2)
    }
  }

  @Test func `many threads write whole lines`() throws {
    try withFolder { path in
      let log = try open(path)
      let records = (0..<200).map(record)
      Parallel.run(records.count, threads: 4) { try? log.append(records[$0]) }
      try log.arrange(records.map(\.seed))
      #expect(try lines(path) == records.map(\.jsonLine))
    }
  }

  @Test func `a file with two names, or that a link leads to, keeps its games`() throws {
    try withFolder { path in
      let records = try fill(path, 4)
      try FileManager.default.linkItem(atPath: path, toPath: path + ".copy")
      try open(path).arrange(records.map(\.seed))
      #expect(try lines(path) == records.map(\.jsonLine))
      #expect(try lines(path + ".copy") == records.reversed().map(\.jsonLine))
      try FileManager.default.createSymbolicLink(
        atPath: path + ".link", withDestinationPath: path + ".copy")
      try open(path + ".link").arrange(records.map(\.seed))
      #expect(try lines(path + ".copy") == records.map(\.jsonLine))
      let folder = (path as NSString).deletingLastPathComponent
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(names.sorted() == ["games.jsonl", "games.jsonl.copy", "games.jsonl.link"])
    }
  }

  @Test func `games that an order does not name come behind it by their seeds`() throws {
    try withFolder { path in
      let records = try fill(path, 9)
      let order = [records[7], records[2]]
      let others = records.filter { !order.contains($0) }.sorted { $0.seed < $1.seed }
      let log = try open(path)
      // Twice, by different orders: none is remembered.
      for order in [records, order] {
        try log.arrange(order.map(\.seed))
        let rest = order.count == records.count ? [] : others
        #expect(try lines(path) == (order + rest).map(\.jsonLine))
        #expect(try log.records(of: order.map(\.seed)) == order)
      }
    }
  }

  @Test func `lines are read in pieces, however long they are`() throws {
    try withFolder { path in
      let records = try fill(path, 3)
      // Longer than two pieces, between good lines; and a torn end of that length.
      let long = String(repeating: "x", count: 5 << 20)
      let good = try lines(path)
      let text = good[0] + "\n\n" + long + "\n" + good[1] + "\n" + good[2] + "\n" + long
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      let log = try open(path)
      #expect(log.foundCount == 3 && log.damagedCount == 1)
      #expect(try lines(path) == good && lines(path + ".damaged") == [long])
      var read: [GameRecord] = []
      try GameLog.read(path) { read.append($0) }
      #expect(read == records.reversed())
      try log.arrange(records.map(\.seed))
      #expect(try lines(path) == records.map(\.jsonLine))
    }
  }

  @Test func `a file that cannot be written is an error`() throws {
    #expect(throws: (any Error).self) { try open("/proc/none/games.jsonl") }
  }
}
