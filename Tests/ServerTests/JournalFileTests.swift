import ArenaCore
import Environments
import Foundation
import Lobby
import Match
import TestKit
import Testing

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

  @Test func `damage to a whole line is found at every byte and nothing is cut`() throws {
    let path = TemporaryPath()
    try write(sample, to: path.path)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path.path))
    let url = URL(fileURLWithPath: path.path)
    for index in bytes.indices {
      var damaged = bytes
      damaged[index] ^= 0x15
      try damaged.write(to: url)
      if index < bytes.count - 1 {
        let error = #expect(throws: ServerError.self, "byte \(index)") { try entries(path.path) }
        #expect(error?.description.contains(path.path) == true)
        #expect(try Data(contentsOf: url) == damaged)
      } else {
        // Without its end the last line looks torn.
        #expect(try entries(path.path) == sample.dropLast())
      }
    }
  }

  /// The journal's refusal, and what it reported before.
  private func opening(_ path: String) -> (refusal: String, reports: [String]) {
    var entries: [JournalEntry] = []
    var reports: [String] = []
    do {
      _ = try Journal.open(path, entries: &entries) { reports.append($0) }
      return ("", reports)
    } catch { return (error.description, reports) }
  }

  @Test func `what is cut off is reported, and a whole line never is`() throws {
    let path = TemporaryPath()
    let url = URL(fileURLWithPath: path.path)
    try write(sample, to: path.path)
    let whole = try Data(contentsOf: url)
    for tail in ["0123abcd move", "x", "\0\0\0\0"] {
      try (whole + Data(tail.utf8)).write(to: url)
      #expect(
        opening(path.path) == (
          "",
          [
            "the journal \(path.path) ended in a torn line: \(tail.utf8.count) bytes cut off at "
              + "byte \(whole.count)"
          ]
        ))
      #expect(try Data(contentsOf: url) == whole)
    }
    // A line with its end is no torn one, whatever it says.
    for tail in ["\n", "0123abcd move 1 2 3 4\n", "\0\0\0\n", "é\n"] {
      try (whole + Data(tail.utf8)).write(to: url)
      #expect(
        opening(path.path) == (
          "the journal \(path.path) is damaged at line 6, byte \(whole.count): "
            + "all before it is kept by truncate -s \(whole.count)", []
        ))
      #expect(try Data(contentsOf: url) == whole + Data(tail.utf8))
    }
  }

  @Test func `a header torn while it was new is written anew, also with zeros behind it`() throws {
    let path = TemporaryPath()
    let url = URL(fileURLWithPath: path.path)
    for length in 0..<JournalText.journalHeader.count {
      for zeros in [0, 1, 4096] where length + zeros > 0 {
        try (Data(JournalText.journalHeader.prefix(length)) + Data(count: zeros)).write(to: url)
        #expect(opening(path.path).refusal == "")
        #expect(try Data(contentsOf: url) == Data(JournalText.journalHeader))
      }
    }
    // But nothing that may be something else.
    for text in ["arena-journal 2\n", "arena-journal 1\0x", "\0arena", "arena-journal"] {
      try Data(text.utf8).write(to: url)
      #expect(opening(path.path).refusal.isEmpty == (text == "arena-journal"), "\(text)")
    }
  }

  @Test func `what is no regular file is refused`() throws {
    let pipe = TemporaryPath()
    #expect(mkfifo(pipe.path, 0o600) == 0)
    #expect(opening(pipe.path).refusal == "the journal \(pipe.path) is no regular file")
    #expect(opening("/dev/full").refusal == "the journal /dev/full is no regular file")
  }

  @Test func `an entry that this version does not know is refused with its place`() throws {
    let path = TemporaryPath()
    try write(sample + [.bot(name: "x", terms: "connect-four - and more")], to: path.path)
    #expect(
      opening(path.path).refusal.hasSuffix("at line 6, byte 167: 'bot x connect-four - and more'"),
      "\(opening(path.path).refusal)")
  }

  @Test func `a journal that does not fit is refused with file, line and reason`() throws {
    let path = TemporaryPath()
    try write(sample + [sample[2]], to: path.path)
    #expect(
      throws: ServerError(
        "the journal \(path.path) does not fit at line 6: a move at table 1, where no game runs")
    ) { try ServerFixture { $0.journalPath = path.path } }
  }

  @Test func `random damage to a journal is refused in one line or cut with a report`() throws {
    let path = TemporaryPath()
    let url = URL(fileURLWithPath: path.path)
    try write(sample + sample.map { $0 } + sample, to: path.path)
    let bytes = try Data(contentsOf: url)
    func lines(_ data: Data) -> Set<Data> { Set(data.split(separator: 10)) }
    var random = RandomSource(seed: 5)
    for _ in 0..<(runsLongTests ? 20_000 : 500) {
      var damaged = bytes
      let index = random.below(bytes.count)
      switch random.below(4) {
      case 0: damaged[index] ^= UInt8(1 + random.below(255))
      case 1: damaged.insert(UInt8(random.below(256)), at: index)
      case 2: damaged.removeSubrange(index..<min(bytes.count, index + 1 + random.below(9)))
      default: damaged = damaged.prefix(index) + bytes.dropFirst(random.below(bytes.count))
      }
      guard damaged != bytes else { continue }
      try damaged.write(to: url)
      let (refusal, reports) = opening(path.path)
      // Lines that are whole each for themselves do not show that others are missing.
      let isWhole = damaged.last == 10 && lines(damaged).isSubset(of: lines(bytes))
      #expect(isWhole || !refusal.isEmpty || !reports.isEmpty, "nothing said")
      #expect(!(refusal + reports.joined()).contains("\n"))
      if !refusal.isEmpty { #expect(try Data(contentsOf: url) == damaged, "cut and refused") }
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
    let bob = try fixture.client()
    let token = try bob.ask("hello bob")[0].dropFirst(6)
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
    let bobBack = try again.client("bob \(token)")
    #expect(try bobBack.ask("move 4").last == "ok move 2 4")
    #expect(
      try back.read { $0.hasPrefix("moved 2 2 ") }.last?.hasPrefix("moved 2 2 second 4") == true)
    try again.server.stop()
  }
}
