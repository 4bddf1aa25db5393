import ArenaCore
import Environments
import Foundation
import Lobby
import Match
import TestKit
import Testing
import Wire

@testable import Server

/// Journals that begin anew behind a snapshot, wherever a crash comes in between.
@Suite struct SnapshotTests {
  /// Copies the files of a journal as a crash would leave them.
  private func copy(_ path: TemporaryPath) throws -> TemporaryPath {
    let copy = TemporaryPath()
    for suffix in ["", ".snapshot", ".next", ".games", ".partial"] {
      guard let data = FileManager.default.contents(atPath: path.path + suffix) else { continue }
      try data.write(to: URL(fileURLWithPath: copy.path + suffix))
    }
    return copy
  }

  /// What a server would know that opened the journal, and the games it finds finished.
  private func reading(
    _ path: String, then body: (inout Journal, inout Lobby) throws -> Void = { _, _ in }
  ) throws -> (state: [JournalEntry], games: String) {
    var lobby = Lobby(ServerFixture.games, keepsJournal: true, seed: 1)
    var journal = try Journal.open(path) { entry throws(ReplayError) in try lobby.replay(entry) }
    lobby.finishReplay(at: .zero)
    try journal.append(replayed: lobby.finishedGames.take())
    try body(&journal, &lobby)
    var state: [JournalEntry] = []
    lobby.snapshot { state.append($0) }
    let games = try String(contentsOfFile: path + ".games", encoding: .utf8)
    return (state, games)
  }

  private func game(_ table: Int, moves: Int, isOver: Bool) -> [JournalEntry] {
    var entries: [JournalEntry] = [
      .start(table: table, terms: "connect-four - 60", first: "ann", second: "bob")
    ]
    for ply in 0..<moves {
      entries.append(
        .move(
          table: table, action: ply % 2, banks: [.milliseconds(60_000 - ply), .seconds(60)]))
    }
    if isOver {
      entries.append(
        .end(
          table: table, outcome: Outcome(winner: .first, reason: "second \"resigned\""),
          cause: .resignation))
    }
    return entries
  }

  /// A game that is over, and one that goes on.
  private func writeTwoGames(to path: String) throws {
    var entries: [JournalEntry] = []
    var journal = try Journal.open(path, entries: &entries)
    try journal.commit(game(1, moves: 5, isOver: true) + game(2, moves: 3, isOver: false))
  }

  @Test func `every state between two segments opens to the same house`() throws {
    let path = TemporaryPath()
    let before =
      [.account(name: "ann", passwordHash: "1:00:11")] + game(1, moves: 5, isOver: true)
      + game(2, moves: 3, isOver: false) + [.offers(upTo: 1000)]
    let after =
      [.move(table: 2, action: 3, banks: [.seconds(59), .seconds(60)])]
      + game(3, moves: 2, isOver: true) + game(4, moves: 1, isOver: false)
    // One journal that was never renewed says what is right.
    let whole = TemporaryPath()
    do {
      var entries: [JournalEntry] = []
      var journal = try Journal.open(whole.path, entries: &entries)
      try journal.commit(before + after)
    }
    let expected = try reading(whole.path)
    #expect(expected.games.split(separator: "\n").count == 2)

    var states: [TemporaryPath] = []
    do {
      var entries: [JournalEntry] = []
      var journal = try Journal.open(path.path, entries: &entries)
      try journal.commit(before)
    }
    _ = try reading(path.path) { journal, lobby in
      var snapshot: [JournalEntry] = []
      lobby.snapshot { snapshot.append($0) }
      try journal.beginNext()
      let bytes = Journal.snapshot(
        generation: journal.generation, games: journal.games.length
      ) { body in for entry in snapshot { body(entry) } }
      try journal.commit(after)
      states.append(try copy(path))
      // A snapshot half written aside.
      try Data(bytes.prefix(bytes.count / 2)).write(
        to: URL(fileURLWithPath: path.path + ".partial"))
      states.append(try copy(path))
      // The snapshot has its name, the segment has not.
      try Data(bytes).write(to: URL(fileURLWithPath: path.path + ".partial"))
      rename(path.path + ".partial", path.path + ".snapshot")
      states.append(try copy(path))
      try Journal.complete(bytes, journal.paths)
      states.append(try copy(path))
    }
    for (index, state) in states.enumerated() {
      let found = try reading(state.path)
      #expect(found.state == expected.state, "state \(index)")
      #expect(found.games == expected.games, "state \(index)")
      // And it can be renewed from there, which opens to the same again.
      _ = try reading(state.path) { journal, lobby in
        #expect(journal.mustRenew == (index < 3), "state \(index)")
        let copy = lobby.tableCount
        try journal.renew { body in lobby.snapshot(body) }
        #expect(copy == 2)
      }
      let again = try reading(state.path)
      #expect(again.state == expected.state && again.games == expected.games, "renewed \(index)")
      #expect(access(state.path + ".next", F_OK) != 0)
    }
  }

  @Test(arguments: [0, 2])
  func `a renewal that is cut short at any step loses nothing`(_ renewals: Int) throws {
    let path = TemporaryPath()
    try writeTwoGames(to: path.path)
    for number in 0..<renewals {
      _ = try reading(path.path) { journal, lobby in
        try journal.renew { body in lobby.snapshot(body) }
        try journal.commit(game(3 + number, moves: 2, isOver: number == 0))
      }
    }
    let expected = try reading(path.path)
    // The snapshot has its name, and the segment is the old one still.
    let old = try Data(contentsOf: URL(fileURLWithPath: path.path))
    _ = try reading(path.path) { journal, lobby in
      try journal.renew { body in lobby.snapshot(body) }
    }
    try old.write(to: URL(fileURLWithPath: path.path))
    let found = try reading(path.path)
    #expect(found.state == expected.state && found.games == expected.games)
  }

  @Test func `finished games are records that read back`() throws {
    let path = TemporaryPath()
    do {
      var entries: [JournalEntry] = []
      var journal = try Journal.open(path.path, entries: &entries)
      try journal.commit(game(1, moves: 5, isOver: true))
    }
    let line = try reading(path.path).games.split(separator: "\n")[0]
    let record = try GameRecord(jsonLine: line)
    #expect(
      record
        == GameRecord(
          game: "connect-four", first: "ann", second: "bob", moves: ["1", "2", "1", "2", "1"],
          outcome: Outcome(winner: .first, reason: "second \"resigned\""), cause: .resignation))
  }

  @Test func `a snapshot that is damaged or missing is an error, and nothing is touched`() throws {
    let path = TemporaryPath()
    try writeTwoGames(to: path.path)
    _ = try reading(path.path) { journal, lobby in
      try journal.renew { body in lobby.snapshot(body) }
    }
    let url = URL(fileURLWithPath: path.path + ".snapshot")
    let whole = try Data(contentsOf: url)
    for index in stride(from: 0, to: whole.count, by: 3) {
      var damaged = whole
      damaged[index] ^= 0x11
      try damaged.write(to: url)
      #expect(throws: ServerError.self, "byte \(index)") { try reading(path.path) }
      try whole.prefix(index).write(to: url)
      #expect(throws: ServerError.self, "cut at \(index)") { try reading(path.path) }
    }
    unlink(path.path + ".snapshot")
    #expect(throws: ServerError.self) { try reading(path.path) }
    try whole.write(to: url)
    #expect(try reading(path.path).state.count > 3)
  }

  @Test(arguments: [nil, 0, 16])
  func `an empty segment is an error beside its snapshot, and a repair begins anew`(
    _ length: Int?
  ) throws {
    let path = TemporaryPath()
    try writeTwoGames(to: path.path)
    _ = try reading(path.path) { journal, lobby in
      try journal.renew { body in lobby.snapshot(body) }
      try journal.commit(game(3, moves: 2, isOver: true))
    }
    let games = try reading(path.path).games
    #expect(games.split(separator: "\n").count == 2)
    unlink(path.path)
    if let length {
      try Data("arena-journal 1\n".utf8.prefix(length)).write(to: URL(fileURLWithPath: path.path))
    }
    if length != nil { #expect(throws: ServerError.self) { try reading(path.path) } }
    let check = try JournalCheck(path.path, games: ServerFixture.games)
    #expect(check.canRepair && check.findings.contains { $0.contains("begin anew") })
    if length != nil { try check.repair() }
    let found = try reading(path.path)
    // One that was taken away is begun anew at once; no finished game is lost with it.
    #expect(found.games == games && found.state.contains { $0.text.hasPrefix("game 2 ") })
    #expect(try JournalCheck(path.path, games: ServerFixture.games).findings == [])
  }

  @Test func `a start that renews the journal and writes into it answers everybody`() throws {
    let path = TemporaryPath()
    do {
      var entries: [JournalEntry] = []
      var journal = try Journal.open(path.path, entries: &entries)
      try journal.commit(game(1, moves: 5, isOver: false))
    }
    let fixture = try ServerFixture {
      $0.journalPath = path.path
      $0.segmentLimit = 100
      $0.bots = [
        ServerBot(name: "house", game: "connect-four") { _ in SeatedPlayer(FirstColumn()) }
      ]
    }
    let eve = try fixture.client()
    #expect(try eve.ask("hello eve").last == "ok hello eve")
    try fixture.server.stop()
  }

  @Test func `a folder can be the journal's place`() throws {
    let folder = TemporaryPath()
    try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
    let fixture = try ServerFixture { $0.journalPath = folder.path }
    _ = try fixture.client("ann pw")
    try fixture.server.stop()
    #expect(FileManager.default.fileExists(atPath: folder.path + "/journal"))
    try FileManager.default.removeItem(atPath: folder.path)
  }
}
