import ArenaCore
import Match
import Testing

@testable import Lobby

/// What refers to somebody lapses with them.
@Suite struct LapsingTests {
  @Test(arguments: ["cancel 1", "cancel", "quit", "", "hello ann"])
  func `a challenge to somebody who leaves lapses and its proposer hears it`(
    _ next: String
  ) throws {
    var room = Room()
    let ann = room.join("ann")
    let bob = room.join("bob")
    #expect(room.ask("challenge bob connect-four", as: ann) == ["ok challenge 1"])
    room.leave(bob)
    #expect(room.read(ann) == ["declined 1 bob"])
    try room.lobby.checkInvariants()
    if next.isEmpty { room.leave(ann) } else { room.say(next, as: ann) }
    try room.lobby.checkInvariants()
    #expect(room.lobby.offers.isEmpty)
    #expect(room.ask("ping", as: room.join()) == ["ok ping"])
  }

  @Test func `a challenge is nobody else's, not even under the same name`() throws {
    var room = Room()
    let ann = room.join("ann")
    room.leave(room.join("first"))
    let bob = room.join("bob")
    room.say("challenge bob connect-four", as: ann)
    room.leave(bob)
    for name in ["zed", "bob"] {
      let other = room.join(name)
      #expect(room.ask("accept 1", as: other)[0].hasPrefix("error no-such-offer "))
      #expect(room.ask("decline 1", as: other)[0].hasPrefix("error no-such-offer "))
      try room.lobby.checkInvariants()
    }
    // One who was never rated is forgotten, and so is what others offered him.
    #expect(room.lobby.accounts.count == 3)
  }

  @Test func `challenges in every direction lapse when all leave at once`() throws {
    var room = Room()
    let clients = (0..<6).map { room.join("p\($0)") }
    for client in clients {
      for other in 0..<6 { room.say("challenge p\(other) connect-four", as: client) }
      room.say("seek connect-four seat=first people", as: client)
      try room.lobby.checkInvariants()
    }
    #expect(room.lobby.offers.count > 30)
    for client in clients {
      room.leave(client)
      try room.lobby.checkInvariants()
    }
    #expect(room.lobby.offers.isEmpty && room.lobby.accounts.isEmpty)
  }

  @Test func `a member's challenges lapse too, and a new connection keeps them`() throws {
    var room = Room()
    let ann = room.join("ann")
    let bob = room.join("bob pw")
    room.say("challenge bob connect-four", as: ann)
    let again = room.join("bob pw")
    try room.lobby.checkInvariants()
    room.leave(bob)
    #expect(room.ask("decline 1", as: again) == ["ok decline 1"])
    room.say("challenge bob connect-four", as: ann)
    _ = room.read(ann)
    room.leave(again)
    #expect(room.read(ann) == ["declined 2 bob"])
    try room.lobby.checkInvariants()
  }

  @Test func `who comes back as a player no longer watches the game`() throws {
    var room = Room()
    let ann = room.join("ann")
    let bob = room.join("bob")
    room.say("seek connect-four seat=first", as: ann)
    room.say("accept 1", as: bob)
    room.leave(ann)
    let watcher = room.join()
    room.say("watch 1", "hello ann \(room.token(ann))", "move 4", as: watcher)
    try room.lobby.checkInvariants()
    #expect(room.read(watcher).count { $0.hasPrefix("moved 1 1 ") } == 1)
  }

  @Test func `a client that is not connected is not heard`() throws {
    var room = Room()
    let ann = room.join("ann")
    room.leave(ann)
    #expect(room.ask("ping", as: ann) == [])
    try room.lobby.checkInvariants()
  }
}
