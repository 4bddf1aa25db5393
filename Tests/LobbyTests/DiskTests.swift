import ArenaCore
import Match
import Testing
import Wire

@testable import Lobby

/// What waits for the disk, and what happens while it takes nothing.
@Suite struct DiskTests {
  @Test func `a clock runs from when the line has left, not from when the move was read`() {
    var room = Room()
    let (ann, bob) = (room.join("ann"), room.join("bob"))
    room.say("seek connect-four seat=first people clock=10+0", as: ann)
    room.say("accept 1", as: bob)
    room.say("move 1", as: ann)
    _ = room.read(bob)
    room.say("move 1", as: bob)
    room.holdsLines = true
    room.say("move 1", as: ann)  // the disk takes its time
    room.wait(.seconds(60))
    room.holdsLines = false
    room.deliver()
    #expect(room.ask("state", as: bob)[0].hasPrefix("state 1 3 second 10000 10000"))
    room.wait(.milliseconds(5200))
    #expect(room.ask("move 1", as: bob).last?.hasSuffix(" 10000 5000") == true)
  }

  @Test func `while nothing can be written, moves are refused and the rest goes on`() throws {
    var room = Room(keepsJournal: true)
    let (ann, bob) = (room.join("ann"), room.join("bob"))
    room.say("seek connect-four seat=first people", as: ann)
    room.say("accept 1", as: bob)
    let entries = room.lobby.recorded
    room.lobby.isSuspended = true
    for line in [
      "move 1", "move 1 1", "resign", "draw", "seek connect-four", "accept 9",
      "challenge bob connect-four",
    ] {
      #expect(room.ask(line, as: ann)[0].hasPrefix("error unavailable "), "\(line)")
    }
    #expect(room.ask("hello new pw", as: room.join())[0].hasPrefix("error unavailable "))
    #expect(room.ask("state", as: ann).last == "ok state 1")
    #expect(room.ask("watch 1", as: room.join("eve")).last == "ok watch 1")
    #expect(room.lobby.recorded == entries)
    room.lobby.isSuspended = false
    #expect(room.ask("move 1", as: ann)[0] == "ok move 1 1")
  }

  @Test func `only lines that tell of entries wait for the disk`() {
    var room = Room(keepsJournal: true)
    let (ann, bob) = (room.join("ann"), room.join("bob"))
    room.say("seek connect-four seat=first people", as: ann)
    room.say("accept 1", as: bob)
    room.holdsLines = true
    room.say("move 1", "ping", "help", "nonsense", "state", as: ann)
    let barriers = room.lobby.outbox.deliveries.map { delivery in
      let line = String(decoding: room.lobby.outbox.bytes[delivery.range], as: UTF8.self)
      return (line.split(separator: " ")[0], delivery.barrier)
    }
    for (word, barrier) in barriers {
      let isFree = ["help", "error"].contains(word)
      #expect(isFree ? barrier == 0 : barrier == room.lobby.recorded || word == "ok", "\(word)")
    }
    #expect(barriers.filter { $0.0 == "moved" }.allSatisfy { $0.1 == room.lobby.recorded })
  }
}
