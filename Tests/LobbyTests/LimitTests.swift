import ArenaCore
import Match
import Testing
import Wire

@testable import Lobby

/// What the clients of one address may use together, and what others keep.
@Suite struct LimitTests {
  /// Plays a game of two guests to its end, so that both are rated, and lets them leave.
  private func rate(_ first: String, _ second: String, from address: UInt32, in room: inout Room) {
    let one = room.join(first, from: address)
    let two = room.join(second, from: address)
    let offer = room.ask("seek connect-four people", as: one)[0].dropFirst(8)
    room.say("accept \(offer)", "resign", as: two)
    room.leave(one)
    room.leave(two)
  }

  @Test func `an address makes room for its new names by its old ones`() throws {
    var room = Room(settings: LobbySettings { $0.guestsPerAddress = 4 }, keepsJournal: true)
    rate("honest", "other", from: 1, in: &room)
    for index in 0..<10 {
      rate("a\(index)", "b\(index)", from: 2, in: &room)
      try room.lobby.checkInvariants()
    }
    let names = Set(room.lobby.accounts.values.map(\.name))
    #expect(names == ["honest", "other", "a8", "b8", "a9", "b9"])
    // And over a restart the same are remembered.
    let journal = room.takeJournal()
    var again = try Room(replaying: journal)
    #expect(Set(again.lobby.accounts.values.map(\.name)) == names)
    // What was written once is not written again.
    #expect(again.takeJournal() == [])
  }

  @Test func `with all names taken the guest who left first is forgotten`() throws {
    var room = Room(settings: LobbySettings { $0.accountLimit = 4 })
    rate("a", "b", from: 1, in: &room)
    rate("c", "d", from: 2, in: &room)
    let new = room.join("new", from: 3)
    #expect(Set(room.lobby.accounts.values.map(\.name)) == ["b", "c", "d", "new"])
    for name in ["e", "f", "g"] { _ = room.join(name, from: 4) }
    // Nobody who is here is ever forgotten.
    #expect(room.ask("hello h", as: room.join(from: 5))[0].hasPrefix("error server-full "))
    #expect(room.ask("ping", as: new) == ["ok ping"])
    try room.lobby.checkInvariants()
  }

  @Test func `guests are forgotten after a while, unless they come back or play`() throws {
    var room = Room(settings: LobbySettings { $0.guestLife = .seconds(100) })
    rate("a", "b", from: 1, in: &room)
    room.wait(.seconds(60))
    let back = room.join("a", from: 1)
    room.wait(.seconds(60))
    #expect(room.lobby.accounts.values.map(\.name) == ["a"])
    room.leave(back)
    room.wait(.seconds(99))
    #expect(room.lobby.accounts.count == 1)
    room.wait(.seconds(2))
    #expect(room.lobby.accounts.isEmpty && room.lobby.rankings["connect-four"]?.count == 0)
    try room.lobby.checkInvariants()
  }

  @Test func `one address does not take all tables`() throws {
    var room = Room(
      settings: LobbySettings { settings in
        settings.tableLimit = 8
        settings.tablesPerAddress = 4
      })
    let one = room.join("one", from: 1)
    let two = room.join("two", from: 1)
    for offer in 1...4 {
      _ = room.ask("seek connect-four people clock=none", as: one)
      #expect(room.ask("accept \(offer)", as: two)[0] == "ok accept \(offer)")
    }
    #expect(room.ask("seek connect-four people", as: one)[0].hasPrefix("error too-many "))
    let ann = room.join("ann", from: 2)
    let bob = room.join("bob", from: 3)
    _ = room.ask("seek connect-four people", as: ann)
    #expect(room.ask("accept 5", as: bob)[0] == "ok accept 5")
    room.say("resign 1", as: one)
    #expect(room.ask("seek connect-four people", as: one)[0].hasPrefix("ok seek "))
    try room.lobby.checkInvariants()
  }

  @Test func `open offers are counted by address too`() throws {
    var room = Room(
      settings: LobbySettings { settings in
        settings.offersPerAddress = 3
        settings.offersPerPlayer = 2
      })
    let one = room.join("one", from: 1)
    let two = room.join("two", from: 1)
    for client in [one, one, two] {
      #expect(
        room.ask("seek connect-four clock=\(client + 1) people", as: client)[0].hasPrefix("ok "))
    }
    #expect(room.ask("seek connect-four clock=9 people", as: two)[0].hasPrefix("error too-many "))
    room.leave(one)
    #expect(room.ask("seek connect-four clock=9 people", as: two)[0].hasPrefix("ok "))
    try room.lobby.checkInvariants()
  }

  @Test func `nobody is pestered with challenges without end`() throws {
    var room = Room(
      settings: LobbySettings { settings in
        settings.vainChallengesPerAddress = 5
        settings.vainChallengeInterval = .seconds(10)
        settings.challengesPerPlayer = 3
      })
    let pest = room.join("pest", from: 1)
    let victim = room.join("victim", from: 2)
    var refusal = ""
    for _ in 0..<50 {
      let answer = room.ask("challenge victim connect-four", as: pest)[0]
      if answer.hasPrefix("error ") { refusal = answer }
      room.say("cancel", as: pest)
    }
    #expect(
      refusal
        == "error too-many too many challenges from your address came to nothing: try again in 10 s"
    )
    #expect(room.read(victim).count == 10)
    room.wait(.seconds(10))
    #expect(room.ask("challenge victim connect-four", as: pest)[0].hasPrefix("ok "))
    // Others still may, up to what one player can answer.
    var accepted = 0
    for index in 0..<5 {
      let other = room.join("other\(index)", from: UInt32(10 + index))
      if room.ask("challenge victim connect-four", as: other)[0].hasPrefix("ok ") { accepted += 1 }
    }
    #expect(accepted == 2)
    try room.lobby.checkInvariants()
  }

  @Test func `a seek finds its match among any number, the oldest first`() throws {
    var room = Room()
    let seekers = (0..<30).map { room.join("s\($0)") }
    for (index, seeker) in seekers.enumerated() {
      let seat = ["first", "second", "any"][index % 3]
      room.say("seek connect-four clock=\(1 + index % 2) seat=\(seat) people", as: seeker)
    }
    let open = room.lobby.openSeeks.count
    let ann = room.join("ann")
    // 1-second seeks are those of even index that found no match among themselves.
    let expected = room.lobby.offers.values.filter {
      $0.terms.clock == .perMove(.seconds(1)) && $0.seat != .first
    }.map(\.id).min()
    let answer = room.ask("seek connect-four clock=1 seat=first people", as: ann)[0]
    #expect(answer == expected.map { "ok seek \($0)" } ?? answer)
    #expect(room.lobby.openSeeks.count == (expected == nil ? open + 1 : open - 1))
    try room.lobby.checkInvariants()
  }

  // MARK: Passwords and tokens

  @Test func `five wrong passwords end a conversation, and an address has a budget of them`() {
    var room = Room(
      settings: LobbySettings { settings in
        settings.guessesPerAddress = 7
        settings.guessInterval = .seconds(10)
      })
    _ = room.join("victim right", from: 1)
    let thief = room.join(from: 2)
    for guess in 1...4 {
      #expect(
        room.ask("hello victim wrong\(guess)", as: thief)[0].hasPrefix("error wrong-password "))
    }
    #expect(room.ask("hello victim wrong", as: thief).last == "bye too many wrong passwords")
    #expect(room.ask("hello victim right", as: thief) == [])
    let again = room.join(from: 2)
    for _ in 0..<2 { _ = room.ask("hello victim wrong", as: again) }
    let answer = room.ask("hello victim right", as: again)
    #expect(
      answer == [
        "error too-many too many wrong passwords came from your address: try again in 10 s"
      ])
    // The owner comes from elsewhere, or later.
    #expect(room.ask("hello victim right", as: room.join(from: 1)) == ["ok hello victim"])
    room.wait(.seconds(10))
    #expect(room.ask("hello victim right", as: again) == ["ok hello victim"])
  }

  @Test func `a wrong password waits longer each time`() {
    var room = Room()
    _ = room.join("victim right")
    let thief = room.join()
    var delays: [Duration] = []
    for _ in 0..<4 {
      room.lobby.handle(.request(["hello", "victim", "x"]), from: ClientID(2), at: room.now)
      let waits = room.lobby.isWaiting(ClientID(2))
      let check = room.lobby.passwordChecks.removeFirst()
      delays.append(check.delay)
      room.lobby.resolve(check, check.run(), at: room.now)
      let waitsStill = room.lobby.isWaiting(ClientID(2))
      #expect(waits && !waitsStill)
    }
    #expect(delays == [250, 500, 1000, 2000].map { .milliseconds($0) })
    _ = room.read(thief)
  }

  @Test func `two who register one name at once do not both have it`() throws {
    var room = Room()
    let (one, two) = (room.join(), room.join())
    for client in [one, two] {
      room.lobby.handle(
        .request(["hello", "ann", "pw\(client)"]), from: ClientID(UInt64(client + 1)), at: room.now)
    }
    let checks = room.lobby.passwordChecks
    room.lobby.passwordChecks = []
    for check in checks.reversed() { room.lobby.resolve(check, check.run(), at: room.now) }
    // The slower one's password is compared with the other's.
    for check in room.lobby.passwordChecks { room.lobby.resolve(check, check.run(), at: room.now) }
    room.lobby.passwordChecks = []
    room.deliver()
    #expect(room.read(two) == ["ok hello ann"])
    #expect(room.read(one)[0].hasPrefix("error wrong-password "))
    try room.lobby.checkInvariants()
  }

  @Test func `a guest's token outlives a restart while a game of its runs`() throws {
    var room = Room(keepsJournal: true)
    let (ann, bob) = (room.join("ann", from: 1), room.join("bob", from: 1))
    let token = room.token(ann)
    room.say("seek connect-four seat=first people", as: ann)
    room.say("accept 1", as: bob)
    room.say("move 4", as: ann)
    var snapshot: [JournalEntry] = []
    room.lobby.snapshot { snapshot.append($0) }
    let journal = room.takeJournal()
    for entries in [journal, snapshot] {
      // The journal keeps a hash, of those only who play, and once.
      #expect(!entries.contains { $0.text.contains(token) })
      #expect(entries.count { $0.text.hasPrefix("token ") } == 2)
      #expect(entries.allSatisfy { JournalEntry(text: $0.text) == $0 })
      var again = try Room(replaying: entries, tokens: true)
      let thief = again.join(from: 2)
      #expect(again.ask("hello ann", as: thief)[0].hasPrefix("error name-taken "))
      // From where a guest was it comes back without the token, and once it is there nobody else.
      let home = again.join(from: 1)
      #expect(again.ask("hello bob", as: home).contains("ok hello bob"))
      again.leave(home)
      #expect(again.ask("hello bob", as: again.join(from: 1))[0].hasPrefix("error name-taken "))
      _ = again.takeJournal()
      let back = again.join(from: 3)
      #expect(again.ask("hello ann \(token)", as: back)[0] == "ok hello ann")
      #expect(again.token(back) == token && again.takeJournal() == [])
      again.say("resign", as: back)
      again.leave(back)
      #expect(again.ask("hello ann", as: thief)[0] == "ok hello ann")
    }
    #expect(throws: ReplayError.self) {
      _ = try Room(
        replaying: [
          .account(name: "ann", passwordHash: "x"), .token(name: "ann", hash: "y", address: nil),
        ],
        tokens: true)
    }
  }

  @Test func `a guest's running game is nobody else's, and the token brings it back`() throws {
    var room = Room()
    let ann = room.join("ann")
    let token = room.token(ann)
    let bob = room.join("bob")
    room.say("seek connect-four seat=first people", as: ann)
    room.say("accept 1", as: bob)
    room.leave(ann)
    let thief = room.join()
    for line in [
      "hello ann", "hello ANN", "hello ann stolen",
      "hello ann \(token.reversed().map(String.init).joined())",
    ] {
      #expect(room.ask(line, as: thief)[0].hasPrefix("error name-taken "), "\(line)")
    }
    let again = room.join()
    #expect(room.ask("hello ann \(token)", as: again).first == "ok hello ann")
    #expect(room.ask("move 1", as: again)[0] == "ok move 1 1")
    // It also takes the name from a connection that seems to live.
    let third = room.join()
    #expect(room.ask("hello ann \(token)", as: third).first == "ok hello ann")
    #expect(room.read(again) == ["bye connected again from elsewhere"])
    // Without a game the name is free again, with another token.
    room.say("resign", as: third)
    room.leave(third)
    #expect(room.ask("hello ann", as: thief) == ["ok hello ann"])
    #expect(room.token(thief) != token)
    try room.lobby.checkInvariants()
  }
}
