import ArenaCore
import Environments
import Match
import TestKit
import Testing
import Wire

@testable import Lobby

/// Who meets whom: the queue, rematches, those who are ignored; and what is said and watched.
@Suite struct MeetingTests {
  @Test func `a rematch changes seats, and both asking begins it`() throws {
    var room = Room(
      bots: [HouseBot(name: "house", game: "connect-four", options: ["size": "5"])])
    let (ann, bob) = (room.joinNewly("ann"), room.joinNewly("bob"))
    #expect(room.ask("rematch", as: ann)[0].hasPrefix("error no-such-table - "))
    room.say("seek connect-four size=4 clock=9 seat=first people", as: ann)
    room.say("accept 1", "resign", as: bob)
    #expect(room.ask("rematch 1", as: bob) == ["ok rematch 2"])
    #expect(
      room.read(ann).last == "challenged 2 bob connect-four columns=4,rows=4 9 - first")
    #expect(
      room.ask("rematch", as: ann) == [
        "ok rematch 2", "start 2 2 connect-four columns=4,rows=4 9 - bob ann second",
      ])
    room.leave(bob)
    room.say("resign", as: ann)
    #expect(room.ask("rematch", as: ann)[0].hasPrefix("error no-such-player - bob is not here"))
    // A house bot plays at once.
    room.say("seek connect-four size=5 seat=first", "resign", as: ann)
    #expect(
      room.ask("rematch", as: ann).last
        == "start 4 4 connect-four columns=5,rows=5 60 - house ann second")
    try room.lobby.checkInvariants()
  }

  @Test func `whom one ignores one does not meet`() throws {
    var room = Room()
    let (ann, bob) = (room.joinNewly("ann"), room.joinNewly("bob"))
    room.say("ignore BOB", "seek connect-four people", as: ann)
    #expect(room.read(ann) == ["ok ignore bob", "ok seek 1"])
    #expect(room.ask("challenge ann connect-four", as: bob)[0].hasPrefix("error no-such-player "))
    #expect(room.ask("accept 1", as: bob)[0].hasPrefix("error no-such-offer "))
    #expect(room.ask("seek connect-four people", as: bob) == ["ok seek 2"])
    for client in [ann, bob] { room.say("cancel", "queue connect-four people", as: client) }
    room.wait(.seconds(30))
    #expect(room.lobby.tableCount == 0)
    #expect(room.ask("unignore bob", as: ann) == ["ok unignore bob"])
    room.wait(.seconds(1))
    #expect(room.lobby.tableCount == 1)
    try room.lobby.checkInvariants()
  }

  @Test func `whom a member ignores it ignores after a restart`() throws {
    var room = Room(keepsJournal: true)
    let ann = room.joinNewly("ann secret")
    let guest = room.joinNewly("guest")
    for name in ["bob", "carol"] { _ = room.joinNewly("\(name) word") }
    room.say("ignore bob", "ignore carol", "ignore guest", "ignore bob", as: ann)
    room.say("unignore carol", as: ann)
    room.say("ignore bob", as: guest)
    var snapshot: [JournalEntry] = []
    room.lobby.snapshot { snapshot.append($0) }
    let journal = room.takeJournal()
    #expect(journal.count { $0.text.contains("ignore ") } == 4)
    for entries in [journal, snapshot] {
      #expect(entries.allSatisfy { JournalEntry(text: $0.text) == $0 })
      var again = try Room(replaying: entries)
      let back = again.joinNewly("ann secret")
      // Of the guest nothing was kept.
      #expect(again.ask("ignore", as: back) == ["ignored bob", "ok ignore 1"])
      #expect(again.takeJournal() == [])
    }
    #expect(throws: ReplayError.self) {
      _ = try Room(replaying: [.ignore(name: "ann", other: "bob", isOn: true)])
    }
  }

  @Test func `players are heard by all at their table, watchers by watchers`() {
    var room = Room()
    let (ann, bob, eve) = (room.joinNewly("ann"), room.joinNewly("bob"), room.joinNewly("eve"))
    let (dan, old) = (room.joinNewly("dan"), room.join("old"))
    room.say("seek connect-four people", as: ann)
    room.say("accept 1", as: bob)
    #expect(room.ask("say 1 hi", as: eve)[0].hasPrefix("error not-seated - "))
    for client in [eve, dan, old] { room.say("watch 1", as: client) }
    room.say("set chat off", as: dan)
    for client in [ann, bob, eve, dan, old] { _ = room.read(client) }
    #expect(room.ask("say 1 good   luck", as: ann) == ["ok say 1", "said 1 ann good luck"])
    #expect(
      room.read(bob) == ["said 1 ann good luck"] && room.read(eve) == ["said 1 ann good luck"])
    #expect(room.read(dan) == [] && room.read(old) == [])
    #expect(room.ask("say 1 column 4!", as: eve) == ["ok say 1", "said 1 eve column 4!"])
    #expect(room.read(ann) == [] && room.read(bob) == [])
    // Not without end.
    let text = String(repeating: "x", count: 401)
    #expect(room.ask("say 1 \(text)", as: ann)[0].hasPrefix("error bad-arguments - "))
    for _ in 0..<4 { #expect(room.ask("say 1 x", as: ann)[0] == "ok say 1") }
    #expect(
      room.ask("say 1 x", as: ann)
        == ["error too-many 2000 you say too much: try again in 2 s"])
    room.wait(.seconds(2))
    #expect(room.ask("say 1 x", as: ann)[0] == "ok say 1")
    #expect(room.ask("say 1 a\u{1b}[31m", as: ann)[0].hasPrefix("error bad-text "))
  }

  @Test func `whoever follows a player watches the games to come`() throws {
    var room = Room()
    let (ann, bob, eve) = (room.joinNewly("ann"), room.joinNewly("bob"), room.joinNewly())
    #expect(room.ask("follow nobody", as: eve)[0].hasPrefix("error no-such-player - "))
    #expect(room.ask("follow ANN", as: eve) == ["ok follow ann"])
    room.say("seek connect-four seat=first people", as: ann)
    room.say("accept 1", "follow ann", as: bob)
    #expect(room.read(eve) == ["start 1 1 connect-four - 60 - ann bob watcher"])
    let dan = room.joinNewly()
    #expect(
      room.ask("follow bob", as: dan) == [
        "watching 1 connect-four - 60 - ann bob", "state 1 0 first runs 60000 60000",
        "ok follow bob",
      ])
    room.say("move 4", as: ann)
    #expect(room.read(eve).count == 1 && room.read(dan).count == 1)
    #expect(room.ask("unfollow ann", as: eve) == ["ok unfollow ann"])
    room.say("seek connect-four seat=first people", as: ann)
    room.say("accept 2", as: bob)
    #expect(room.read(eve) == [] && room.read(dan).count == 1)
    try room.lobby.checkInvariants()
    room.leave(dan)
    room.leave(eve)
    try room.lobby.checkInvariants()
  }

  // MARK: The queue

  private static func account(_ name: String, in room: borrowing Room) throws -> Account {
    let account = room.lobby.account(named: name)
    return try #require(account)
  }

  @Test func `who waits in the queue meets the nearest, and nobody waits for ever`() throws {
    var room = Room(
      bots: [HouseBot(name: "house", game: "connect-four", options: ["size": "4"])])
    let clients = (0..<3).map { room.joinNewly("p\($0)") }
    // Ratings: 1500, 1500 + 130, 1500 + 75.
    for (name, rating) in [("p1", 1630.0), ("p2", 1575.0)] {
      let account = try Self.account(name, in: room)
      var standing = Standing()
      standing.rating = Glicko2(rating: rating, deviation: 60, volatility: 0.06)
      room.lobby.setStanding(standing, of: account, in: "connect-four")
    }
    room.say("queue connect-four people", as: clients[0])
    room.say("queue connect-four people", as: clients[1])
    #expect(room.lobby.tableCount == 0, "130 points are too far at first")
    #expect(room.ask("queue connect-four people", as: clients[0])[0].hasPrefix("error too-many "))
    room.wait(.seconds(3))
    #expect(room.lobby.tableCount == 0)
    room.say("queue connect-four people", as: clients[2])
    // 75 points from the first, who is the oldest, and 55 from the second: the oldest chooses.
    room.wait(.seconds(1))
    #expect(room.lobby.tables[1]?.players.map(\.name).sorted() == ["p0", "p2"])
    // Alone: after a minute it is over, or a house bot plays.
    _ = room.read(clients[1])
    room.wait(.seconds(57))
    #expect(room.read(clients[1]) == ["cancelled 2"])
    room.say("queue connect-four size=4", as: clients[1])
    room.wait(.seconds(59))
    #expect(room.lobby.tables[2] == nil)
    room.wait(.seconds(1))
    #expect(room.lobby.tables[2]?.players.map(\.name).sorted() == ["house", "p1"])
    // Who leaves waits no more.
    room.say("queue connect-four", as: clients[0])
    room.leave(clients[0])
    #expect(room.lobby.queues.isEmpty)
    try room.lobby.checkInvariants()
  }

  /// A day of 1,000 players who come, queue and play games of some minutes, strong ones winning.
  @Test func `over a day nobody waits longer than the limit, and opponents are near`() throws {
    let (players, hours) = runsLongTests ? (1000, 24) : (200, 1)
    var random = RandomSource(seed: 91)
    var room = Room(settings: LobbySettings { $0.accountLimit = 2000 })
    var clients: [Int] = []
    // Mostly a minute or two until the next game, at times half a day.
    func pause(_ random: inout RandomSource) -> Int {
      10 + (random.below(12) == 0 ? random.below(12 * 3600) : random.below(120))
    }
    // Strengths spread over 1,200 points, and ratings that know them well enough.
    for index in 0..<players {
      let client = room.joinNewly("p\(index)")
      clients.append(client)
      var standing = Standing()
      let rating = 900 + 1200 * random.uniform()
      standing.rating = Glicko2(rating: rating, deviation: 80, volatility: 0.06)
      let account = try Self.account("p\(index)", in: room)
      room.lobby.setStanding(standing, of: account, in: "connect-four")
    }
    // When each does the next thing: queue, or end its game. They play on and on for some hours.
    var next = (0..<players).map { _ in random.below(min(hours, 20) * 3600) }
    var since: [Int: Int] = [:]
    var gaps: [Double] = []
    var waits: [Int] = []
    var lapsed = 0
    for second in 0..<(hours * 3600) {
      for index in clients.indices where next[index] == second {
        let account = try Self.account("p\(index)", in: room)
        if !account.tables.isEmpty {
          room.say("resign", as: clients[index])
          next[index] = second + pause(&random)
        } else {
          room.say("queue connect-four people clock=none", as: clients[index])
          since[index] = second
        }
      }
      let before = room.lobby.lastTable
      room.wait(.seconds(1))
      for id in (before + 1)..<(room.lobby.lastTable + 1) {
        guard let table = room.lobby.tables[id] else { continue }
        let ratings = table.players.map { $0.standings["connect-four"]?.rating.rating ?? 1500 }
        gaps.append(abs(ratings[0] - ratings[1]))
        for player in table.players {
          let index = try #require(Int(player.name.dropFirst()))
          if let begun = since.removeValue(forKey: index) { waits.append(second + 1 - begun) }
          next[index] = second + 200 + random.below(600)
        }
      }
      for (index, begun) in since where second + 1 - begun >= 60 {
        let isWaiting = try !Self.account("p\(index)", in: room).offers.isEmpty
        #expect(!isWaiting, "p\(index) waits longer than a minute")
        since[index] = nil
        lapsed += 1
        next[index] = second + pause(&random)
      }
      // Games that ended for the other side.
      for index in clients.indices where next[index] <= second && since[index] == nil {
        next[index] = second + pause(&random)
      }
      for client in clients { _ = room.read(client) }
    }
    try room.lobby.checkInvariants()
    gaps.sort()
    waits.sort()
    #expect(waits.last ?? 0 <= 60 && gaps.count > players / 2)
    #expect(gaps[gaps.count / 2] < 250, "\(gaps[gaps.count / 2])")
    print(
      "queue: \(players) players, \(hours) h, \(gaps.count) games, \(lapsed) waits in vain; median gap "
        + "\(Int(gaps[gaps.count / 2])) points, 95 % \(Int(gaps[gaps.count * 95 / 100])); median wait "
        + "\(waits[waits.count / 2]) s, 95 % \(waits[waits.count * 95 / 100]) s, longest \(waits.last ?? 0) s"
    )
  }
}
