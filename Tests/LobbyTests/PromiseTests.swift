import ArenaCore
import Match
import Testing
import Wire

@testable import Lobby

/// What a client was told is true after a crash, and stays true over restarts.
@Suite struct PromiseTests {
  /// A lobby that goes on from the journal, and one that goes on from a snapshot.
  private func restarts(of room: inout Room) throws -> [[JournalEntry]] {
    var snapshot: [JournalEntry] = []
    room.lobby.snapshot { snapshot.append($0) }
    return [room.takeJournal(), snapshot]
  }

  /// Ann and Bob in a game, with `rules` in its terms.
  private func game(_ room: inout Room, _ rules: String = "") -> (ann: Int, bob: Int) {
    let (ann, bob) = (room.joinNewly("ann", from: 1), room.joinNewly("bob", from: 1))
    room.say("seek connect-four seat=first clock=none people \(rules)", as: ann)
    room.say("accept 1", as: bob)
    _ = (room.read(ann), room.read(bob))
    return (ann, bob)
  }

  @Test(arguments: ["resign", "draw", "abort", "takeback", "accept 9", "seek", "rematch"])
  func `an answer leaves with the entry that makes it true`(_ command: String) throws {
    var room = Room(keepsJournal: true)
    let (ann, bob) = game(&room)
    var line = command
    switch command {
    case "draw": room.say("draw", as: ann)
    case "takeback":
      room.say("move 4", as: ann)
      room.say("takeback", as: ann)
    case "rematch":
      room.say("resign", as: ann)
      room.say("rematch", as: ann)
    case "accept 9":
      room.say("challenge bob connect-four", as: ann)
      let asked = room.read(bob).last { $0.hasPrefix("challenge") }
      let number = try #require(asked?.split(separator: " ")[1])
      line = "accept \(number)"
    case "seek":
      room.say("seek connect-four clock=7 people", as: ann)
      line = "seek connect-four clock=7 people"
    default: break
    }
    let before = room.lobby.recorded
    let client = ClientID(UInt64(bob + 1))
    room.lobby.handle(
      .request(line.split(separator: " ").map(String.init)), from: client, at: room.now)
    #expect(room.lobby.recorded > before)
    let answer = room.lobby.outbox.deliveries.first { delivery in
      delivery.client == client
        && String(decoding: room.lobby.outbox.bytes[delivery.range], as: UTF8.self)
          .hasPrefix("ok ")
    }
    #expect(try #require(answer).barrier > before)
  }

  @Test func `a guest's word outlives a snapshot that was taken between two games`() throws {
    var room = Room(keepsJournal: true)
    let (ann, bob) = game(&room)
    room.say("resign", as: ann)
    var entries: [JournalEntry] = []
    room.lobby.snapshot { entries.append($0) }
    _ = room.takeJournal()
    room.say("seek connect-four seat=first people", as: ann)
    room.say("accept 2", as: bob)
    room.say("move 4", as: ann)
    var again = try Room(replaying: entries + room.takeJournal(), tokens: true)
    #expect(again.ask("hello ann", as: again.join(from: 9))[0].hasPrefix("error name-taken "))
    let back = again.join(from: 9)
    #expect(again.ask("hello ann \(room.token(ann))", as: back)[0] == "ok hello ann")
  }

  @Test func `a guest's word that is none any more registers nobody`() throws {
    var room = Room()
    let ann = room.joinNewly("ann")
    let token = room.token(ann)
    room.leave(ann)
    let back = room.joinNewly("ann \(token)")
    #expect(room.token(back) != token)
    #expect(room.ask("who ann", as: back)[0].hasPrefix("person ann guest "))
    #expect(room.lobby.passwordChecks.isEmpty)
  }

  @Test func `a name is free after a restart as it was before`() throws {
    var room = Room(keepsJournal: true)
    let (ann, _) = game(&room)
    room.say("abort", as: ann)
    room.leave(ann)
    let other = room.joinNewly("ANN secret")
    for entries in try restarts(of: &room) {
      var again = try Room(replaying: entries, tokens: true)
      #expect(again.ask("hello ann secret", as: again.join())[0] == "ok hello ANN")
      let house = HouseBot(name: "bob", game: "connect-four")
      #expect(try Room(replaying: entries, bots: [house]).lobby.bots.map(\.name) == ["bob"])
    }
    room.leave(other)
  }

  @Test func `a house bot that one ignores does not take one's seek`() {
    var room = Room(bots: [HouseBot(name: "house", game: "connect-four")])
    let ann = room.joinNewly("ann")
    room.say("ignore house", as: ann)
    #expect(room.ask("seek connect-four", as: ann) == ["ok seek 1"])
    room.say("unignore house", as: ann)
    #expect(room.ask("seek connect-four", as: ann).count == 2)
  }

  @Test func `a guest who registers keeps the list of whom it ignores`() throws {
    var room = Room(keepsJournal: true)
    let (ann, _) = game(&room)
    room.say("ignore bob", "resign", as: ann)
    room.leave(ann)
    _ = room.joinNewly("ann secret")
    for entries in try restarts(of: &room) {
      var again = try Room(replaying: entries)
      let back = again.joinNewly("ann secret")
      #expect(again.ask("ignore", as: back) == ["ignored bob", "ok ignore 1"])
    }
  }

  @Test func `the same password twice at once is right twice`() throws {
    var room = Room()
    let (one, two) = (room.join(), room.join())
    for client in [one, two] {
      room.lobby.handle(
        .request(["hello", "ann", "secret"]), from: ClientID(UInt64(client + 1)), at: room.now)
    }
    while let check = room.lobby.passwordChecks.first {
      room.lobby.passwordChecks.removeFirst()
      room.lobby.resolve(check, check.run(), at: room.now)
    }
    room.deliver()
    #expect(room.read(one) == ["ok hello ann", "bye connected again from elsewhere"])
    #expect(room.read(two) == ["ok hello ann"])
    try room.lobby.checkInvariants()
  }

  @Test func `a crash between the last move of a limit and the end that it brings`() throws {
    var room = Room(keepsJournal: true)
    let (ann, bob) = game(&room, "cap=2")
    room.say("move 4", as: ann)
    room.say("move 4", as: bob)
    #expect(room.lobby.tableCount == 0)
    let entries = room.takeJournal()
    let torn = entries.filter { !$0.text.hasPrefix("end ") }
    #expect(torn.count == entries.count - 1)
    let again = try Room(replaying: torn)
    #expect(again.lobby.tableCount == 0)
  }
}
