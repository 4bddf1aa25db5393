import ArenaCore
import Environments
import Foundation
import Match
import Testing
import Wire

@testable import Server

@Suite struct JournalFileTests {
  private func entries(_ path: String) throws -> [JournalEntry] {
    var entries: [JournalEntry] = []
    _ = try Journal.open(path, entries: &entries)
    return entries
  }

  private func write(_ entries: [JournalEntry], to path: String) throws {
    var old: [JournalEntry] = []
    var journal = try Journal.open(path, entries: &old)
    for entry in entries { try journal.commit([entry]) }
  }

  private let sample: [JournalEntry] = [
    .account(name: "ann", passwordHash: "00:11"),
    .start(table: 1, terms: "connect-four - 60", first: "ann", second: "bob"),
    .move(table: 1, action: 3, banks: [.seconds(60), .seconds(60)]),
    .end(
      table: 1, outcome: Outcome(winner: .first, reason: "second resigned"), cause: .resignation),
  ]

  @Test func `a journal cut at any byte opens with the entries that are whole`() throws {
    let whole = TemporaryPath()
    try write(sample, to: whole.path)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: whole.path))
    let lineEnds = bytes.indices.filter { bytes[$0] == 10 }
    let torn = TemporaryPath()
    for length in 0...bytes.count {
      try bytes.prefix(length).write(to: URL(fileURLWithPath: torn.path))
      let complete = max(0, lineEnds.count { $0 < length } - 1)
      #expect(try entries(torn.path) == Array(sample.prefix(complete)))
      // What was torn is gone, and the journal can be gone on with.
      try write([sample[0]], to: torn.path)
      #expect(try entries(torn.path) == Array(sample.prefix(complete)) + [sample[0]])
    }
  }

  @Test func `damage before valid entries is found at every byte`() throws {
    let path = TemporaryPath()
    try write(sample, to: path.path)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path.path))
    let lastLine = bytes.dropLast().lastIndex(of: 10).map { $0 + 1 } ?? 0
    let url = URL(fileURLWithPath: path.path)
    for index in bytes.indices {
      var damaged = bytes
      damaged[index] ^= 0x15
      try damaged.write(to: url)
      if index == lastLine - 1 {
        // Without the end between them the last two lines are one, and that looks torn.
        #expect(try entries(path.path) == sample.dropLast(2))
      } else if index < lastLine {
        #expect(throws: ServerError.self, "byte \(index)") { try entries(path.path) }
      } else {
        #expect(try entries(path.path) == sample.dropLast())
      }
    }
  }

  @Test func `other files and a second server are refused`() throws {
    let path = TemporaryPath()
    try Data("something else\n".utf8).write(to: URL(fileURLWithPath: path.path))
    #expect(throws: ServerError("\(path.path) is no journal")) { try entries(path.path) }
    let other = TemporaryPath()
    var old: [JournalEntry] = []
    let journal = try Journal.open(other.path, entries: &old)
    #expect(throws: ServerError("the journal \(other.path) is in use by another server")) {
      try entries(other.path)
    }
    _ = consume journal
    #expect(try entries(other.path) == [])
  }

  @Test func `a server that was killed goes on where its journal ends`() throws {
    let path = TemporaryPath()
    let copy = TemporaryPath()
    let fixture = try ServerFixture { $0.journalPath = path.path }
    let ann = try fixture.client("ann pw")
    let bob = try fixture.client("bob")
    _ = try ann.ask("seek connect-four seat=first people")
    _ = try bob.ask("accept 1")
    _ = try ann.ask("resign")
    _ = try ann.ask("seek connect-four seat=first people")
    _ = try bob.ask("accept 2")
    #expect(try ann.ask("move 4").last == "ok move 2 4")
    // What a kill would leave: the file as it is, with a torn line. The move was acknowledged.
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path.path))
    bytes += Data("0123abcd move 2 ".utf8)
    try bytes.write(to: URL(fileURLWithPath: copy.path))
    try fixture.server.stop()

    let again = try ServerFixture { $0.journalPath = copy.path }
    let back = try again.client("ann pw")
    #expect(try back.readLine() == "start 2 connect-four - 60 ann bob first")
    #expect(try back.readLine() == "state 2 1 second 60000 60000 4")
    #expect(try back.ask("ratings").count == 3)
    let bobBack = try again.client("bob")
    #expect(try bobBack.ask("move 4").last == "ok move 2 4")
    #expect(
      try back.read { $0.hasPrefix("moved 2 2 ") }.last?.hasPrefix("moved 2 2 second 4") == true)
    try again.server.stop()
  }
}
