import ArenaCore
import Match
import Testing

@testable import Lobby

/// Games that wait for both their players.
@Suite struct AdjourningTests {
  /// Ann and Bob at table 1, Ann to move.
  private func game(clock: String = "10") -> Room {
    var room = Room(keepsJournal: true)
    let ann = room.join("ann pw")
    let bob = room.join("bob pw")
    room.say("seek connect-four clock=\(clock) seat=first", as: ann)
    room.say("accept 1", as: bob)
    _ = room.read(0)
    _ = room.read(1)
    return room
  }

  private func journal() -> [JournalEntry] {
    var room = game()
    return room.takeJournal()
  }

  @Test(arguments: ["10", "none", "100+1"])
  func `nobody loses while both are away`(_ clock: String) throws {
    var room = game(clock: clock)
    _ = room.takeJournal()
    let eve = room.join()
    room.say("watch 1", as: eve)
    for minutes in [0, 1, 10, 1000] {
      if minutes == 0 {
        room.leave(0)
        room.wait(.seconds(5))
        room.leave(1)
      }
      room.wait(.seconds(60 * minutes))
      try room.lobby.checkInvariants()
    }
    #expect(room.lobby.tableCount == 1 && room.takeJournal() == [])
    // One who is back first may wait for the other, or play.
    let ann = room.join()
    #expect(room.ask("hello ann pw", as: ann).count == 3)
    let bob = room.join()
    #expect(room.ask("hello bob pw", as: bob).count == 3)
    try room.lobby.checkInvariants()
    #expect(room.ask("move 4", as: ann)[0] == "ok move 1 4")
    // Now that both were back, who leaves loses again.
    room.leave(bob)
    room.wait(.seconds(130))
    #expect(room.read(ann).contains { $0.hasPrefix("result 1 first ") })
  }

  @Test(arguments: [false, true])
  func `a game that guests left before a move is aborted, and their names are free`(
    _ isBegun: Bool
  ) throws {
    var room = Room(keepsJournal: true)
    let (ann, bob) = (room.join("ann"), room.join("bob"))
    room.say("seek connect-four seat=first", as: ann)
    room.say("accept 1", as: bob)
    if isBegun { room.say("move 4", as: ann) }
    room.leave(ann)
    #expect(room.lobby.tableCount == 1, "one of them is still here")
    room.leave(bob)
    try room.lobby.checkInvariants()
    #expect(room.lobby.tableCount == (isBegun ? 1 : 0))
    let stranger = room.join()
    let answer = room.ask("hello ann", as: stranger).joined(separator: "\n")
    #expect(answer.contains(isBegun ? "error name-taken" : "ok hello ann"), "\(answer)")
    try room.lobby.checkInvariants()
  }

  @Test func `who is away while the other waits loses as before`() {
    var room = game(clock: "none")
    room.leave(0)
    room.wait(.seconds(60))
    room.leave(1)
    room.wait(.seconds(30))
    let bob = room.join("bob pw")
    room.wait(.seconds(40))
    #expect(room.read(bob) == ["result 1 second abandonment first left"] + room.ratings(bob))
  }

  @Test func `the clock of a player who left alone runs on, and stands with nobody there`() {
    var room = game()
    room.leave(0)
    room.wait(.seconds(5))
    room.leave(1)
    room.wait(.seconds(20))
    #expect(room.lobby.tableCount == 1)
    let bob = room.join("bob pw")
    room.wait(.seconds(11))
    #expect(room.read(bob).first == "result 1 second time first ran out of time")
  }

  @Test func `a watcher is told once that time stands, and of a move after which it does`() {
    var room = game(clock: "60+0")
    let eve = room.joinNewly("eve")
    room.say("watch 1", as: eve)
    _ = room.read(eve)
    room.leave(0)
    room.leave(1)
    room.wait(.seconds(130))
    #expect(room.lobby.adjourned == [1])
    #expect(room.read(eve) == ["clock 1 stands 60000 60000"])
    let ann = room.join("ann pw")
    room.say("move 4", as: ann)
    #expect(
      room.read(eve) == [
        "clock 1 runs 60000 60000", "moved 1 1 first 4 second 60000 60000",
        "clock 1 stands 60000 60000",
      ])
    room.wait(.seconds(50))
    #expect(room.ask("state", as: eve)[0] == "state 1 1 second stands 60000 60000 4")
  }

  @Test func `nobody loses because the server was down`() throws {
    let journal = journal()
    // Nobody comes back for a day, or only the one or the other.
    for names in [[], ["bob"], ["ann"]] {
      var room = try Room(replaying: journal)
      for name in names { _ = room.join("\(name) pw") }
      // A player to move who is here has a clock that runs.
      room.wait(names == ["ann"] ? .seconds(9) : .seconds(86_400))
      try room.lobby.checkInvariants()
      #expect(room.lobby.tableCount == 1 && room.takeJournal() == [], "\(names)")
    }
    var room = try Room(replaying: journal)
    let ann = room.join("ann pw")
    room.say("move 4", as: ann)
    room.wait(.seconds(3600))
    // Bob is to move and away: his clock stands until he is here.
    let bob = room.join()
    #expect(room.ask("hello bob pw", as: bob).last == "state 1 1 second 10000 10000 4")
    room.wait(.seconds(11))
    #expect(room.read(ann).contains("result 1 first time second ran out of time"))
  }

  @Test func `an adjourned game is aborted in the end, and rates nobody`() throws {
    let journal = journal()
    var room = try Room(replaying: journal)
    let eve = room.join()
    room.say("watch 1", as: eve)
    _ = room.read(eve)
    room.wait(.seconds(7 * 86_400 + 1))
    #expect(
      room.read(eve) == ["result 1 none aborted the players did not come back"])
    #expect(room.ask("ratings", as: eve) == ["ok ratings 0"])
    let entries = room.takeJournal()
    #expect(entries.map(\.text) == ["abort 1 the players did not come back"])
    let again = try Room(replaying: journal + entries)
    #expect(again.lobby.tableCount == 0 && again.lobby.nextDeadline == nil)
  }

  @Test func `adjourned games make room for new ones, the oldest first`() throws {
    var settings = LobbySettings()
    settings.tablesPerPlayer = 2
    settings.tableLimit = 4
    var room = Room(settings: settings, keepsJournal: true)
    func play(_ names: [String], in room: inout Room) -> [Int] {
      let clients = names.map { room.join("\($0) pw") }
      let offer = room.ask("seek connect-four seat=first clock=none", as: clients[0])[0].dropFirst(
        8)
      #expect(room.ask("accept \(offer)", as: clients[1])[0] == "ok accept \(offer)")
      return clients
    }
    for pair in [["a", "b"], ["a", "c"], ["d", "e"], ["f", "g"]] {
      for client in play(pair, in: &room) { room.leave(client) }
      room.wait(.seconds(1))
    }
    room.wait(.seconds(200))
    #expect(room.lobby.adjourned == [1, 2, 3, 4])
    // The server is full, and so is a.
    _ = play(["a", "x"], in: &room)
    #expect(room.lobby.tables.keys.sorted() == [2, 3, 4, 5])
    try room.lobby.checkInvariants()
    _ = play(["y", "z"], in: &room)
    #expect(room.lobby.tables.keys.sorted() == [3, 4, 5, 6])
    try room.lobby.checkInvariants()
  }
}

extension Room {
  /// The last two lines that a client heard of its rating.
  fileprivate mutating func ratings(_ client: Int) -> [String] {
    ["ann", "bob"].compactMap { name in
      ask("ratings connect-four", as: client).first { $0.contains(" \(name) ") }.map { line in
        line.split(separator: " ").prefix(5).joined(separator: " ")
      }
    }
  }
}
