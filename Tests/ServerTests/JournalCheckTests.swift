import ArenaCore
import Foundation
import Lobby
import Match
import Testing

@testable import Server

/// What `arena verify` finds and mends.
@Suite struct JournalCheckTests {
  private let sample: [JournalEntry] = [
    .account(name: "ann", passwordHash: "1:00:11"),
    .start(table: 1, terms: "connect-four - 60", first: "ann", second: "bob"),
    .move(table: 1, action: 3, banks: [.seconds(60), .seconds(60)]),
    .end(
      table: 1, outcome: Outcome(winner: .first, reason: "second resigned"), cause: .resignation),
    .start(table: 2, terms: "connect-four - 60", first: "ann", second: "bob"),
    .move(table: 2, action: 2, banks: [.seconds(60), .seconds(60)]),
  ]

  private func write(_ entries: [JournalEntry], to path: String) throws {
    var old: [JournalEntry] = []
    var journal = try Journal.open(path, entries: &old)
    try journal.commit(entries)
  }

  private func check(_ path: String) throws -> JournalCheck {
    try JournalCheck(path, games: ServerFixture.games)
  }

  private func entries(_ path: String) throws -> [JournalEntry] {
    var entries: [JournalEntry] = []
    _ = try Journal.open(path, entries: &entries)
    return entries
  }

  @Test func `a sound journal has no findings, a torn one is cut by a repair`() throws {
    let path = TemporaryPath()
    let url = URL(fileURLWithPath: path.path)
    try write(sample, to: path.path)
    let sound = try check(path.path)
    #expect(sound.findings == [] && !sound.canRepair)
    #expect(sound.summary == "6 entries, 1 games in progress, 0 finished games")
    let whole = try Data(contentsOf: url)
    try (whole + Data("0123abcd mo".utf8)).write(to: url)
    let torn = try check(path.path)
    #expect(torn.findings == ["\(path.path) ends in a torn line: 11 bytes at byte \(whole.count)"])
    #expect(try Data(contentsOf: url).count == whole.count + 11, "a look changes nothing")
    try torn.repair()
    #expect(try Data(contentsOf: url) == whole)
    // What a repair set aside the next one does not replace.
    try (whole + Data("0123abcd mo".utf8)).write(to: url)
    try check(path.path).repair()
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: path.path + ".damaged-2")).count > whole.count)
    unlink(path.path + ".damaged")
  }

  @Test func `damage to any line is found, and a repair keeps all before it`() throws {
    let path = TemporaryPath()
    let url = URL(fileURLWithPath: path.path)
    try write(sample, to: path.path)
    let whole = try Data(contentsOf: url)
    let starts = [0] + whole.indices.filter { whole[$0] == 10 }.map { $0 + 1 }
    for (line, start) in starts.dropFirst().dropLast().enumerated() {
      var damaged = whole
      damaged[start + 12] ^= 1
      try damaged.write(to: url)
      let check = try check(path.path)
      #expect(check.findings.count == 2 && check.canRepair, "\(check.findings)")
      #expect(check.findings[0].contains("line \(line + 2), byte \(start)"), "\(check.findings)")
      #expect(throws: ServerError.self) { try entries(path.path) }
      try check.repair()
      #expect(try Data(contentsOf: url) == whole.prefix(start))
      #expect(try entries(path.path) == Array(sample.prefix(line)))
      #expect(FileManager.default.contents(atPath: path.path + ".damaged") == damaged)
      unlink(path.path + ".damaged")
    }
  }

  @Test func `an entry that does not fit is found like damage`() throws {
    let path = TemporaryPath()
    try write(sample + [sample[3], sample[5]], to: path.path)
    let check = try check(path.path)
    #expect(check.findings.first?.hasSuffix("where no game runs") == true, "\(check.findings)")
    try check.repair()
    #expect(try entries(path.path) == sample)
    unlink(path.path + ".damaged")
  }

  @Test func `finished games are played again by the rules`() throws {
    let path = TemporaryPath()
    try write(sample, to: path.path)
    let line = { (move: String, cause: String) in
      #"{"cause":"\#(cause)","first":"a","game":"connect-four","moves":["\#(move)"],"opening":0,"#
        + #""options":"","reason":"x","second":"b","seed":0,"table":1,"winner":"first"}"# + "\n"
    }
    let text = line("4", "time") + line("9", "time") + line("4", "rules") + "half a li"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path.path + ".games"))
    let check = try check(path.path)
    #expect(
      check.findings == [
        "\(path.path).games, line 2: '9' is not a move",
        "\(path.path).games, line 3: the rules end this game otherwise",
      ])
    #expect(check.summary.hasSuffix(" 3 finished games"))
  }

  @Test func `a file of games that is shorter than the snapshot says is found`() throws {
    let path = TemporaryPath()
    let games = URL(fileURLWithPath: path.path + ".games")
    let line =
      #"{"cause":"time","first":"a","game":"connect-four","moves":["4"],"opening":0,"options":"","#
      + #""reason":"x","second":"b","seed":0,"table":1,"winner":"first"}"# + "\n"
    do {
      var old: [JournalEntry] = []
      var journal = try Journal.open(path.path, entries: &old)
      try journal.append(games: Array((line + line).utf8))
      try journal.renew { body in body(sample[0]) }
    }
    #expect(try check(path.path).findings == [])
    try Data(line.utf8).write(to: games)
    let found = try check(path.path)
    #expect(
      found.findings == [
        "\(games.path) has \(line.utf8.count) bytes, and the snapshot knows of "
          + "\(2 * line.utf8.count): finished games are missing"
      ])
    #expect(!found.canRepair)
    // A server says so once and begins the file anew, which the next snapshot knows.
    let fixture = try ServerFixture { $0.journalPath = path.path }
    try fixture.server.stop()
    #expect(try check(path.path).findings == [])
    // Taken away altogether it may be while the server is down.
    try FileManager.default.removeItem(at: games)
    #expect(try check(path.path).findings == [])
  }

  @Test func `a journal in use, or none at all, is refused`() throws {
    let path = TemporaryPath()
    #expect(throws: ServerError.self) { try check(path.path) }
    #expect(!FileManager.default.fileExists(atPath: path.path))
    let fixture = try ServerFixture { $0.journalPath = path.path }
    #expect(throws: ServerError("the journal \(path.path) is in use by another server")) {
      try check(path.path)
    }
    try fixture.server.stop()
    #expect(try check(path.path).findings == [])
  }
}
