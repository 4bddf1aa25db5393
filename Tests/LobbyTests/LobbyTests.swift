import ArenaCore
import Environments
import Match
import Testing

@testable import Lobby

@Suite struct LobbyTests {
  /// Ann and Bob at table 1, a 4x4 Connect Four, Ann first, ten seconds a move.
  private func game(_ settings: LobbySettings = LobbySettings(), clock: String = "10") -> Room {
    var room = Room(settings: settings)
    let ann = room.join("ann")
    let bob = room.join("bob")
    room.say(
      "seek connect-four rows=4 columns=4 clock=\(clock) seat=first", as: ann)
    room.say("accept 1", as: bob)
    _ = room.read(ann)
    _ = room.read(bob)
    return room
  }

  @Test func `the example of the protocol's description comes out as printed`() {
    var room = Room()
    let ann = room.join()
    #expect(room.ask("hello ann", as: ann) == ["ok hello ann"])
    #expect(
      room.ask("games", as: ann) == [
        "game connect-four size=7,columns=7,rows=6", "ok games 1",
      ])
    let bob = room.join("bob")
    #expect(
      room.ask("seek connect-four columns=4,rows=4 clock=30 seat=first people", as: ann)
        == ["ok seek 1"])
    let start = "start 1 connect-four columns=4,rows=4 30 ann bob"
    #expect(room.ask("accept 1", as: bob) == ["ok accept 1", "\(start) second"])
    #expect(room.read(ann) == ["\(start) first"])
    #expect(room.ask("move 9", as: ann) == ["error illegal-move '9' is not a move"])
    #expect(
      room.ask("move 1", as: ann) == ["ok move 1 1", "moved 1 1 first 1 second 30000 30000"])
    #expect(room.read(bob) == ["moved 1 1 first 1 second 30000 30000"])
    room.say("move 2", as: bob)
    #expect(room.read(ann) == ["moved 1 2 second 2 first 30000 30000"])
    #expect(
      room.ask("board", as: ann) == [
        "board 1 . . . .", "board 1 . . . .", "board 1 . . . .", "board 1 x o . .",
        "board 1 1 2 3 4", "ok board 1",
      ])
    room.say("move 1", as: ann)
    room.say("move 1 2", as: bob)
    room.say("move 1", as: ann)
    room.say("move 2", as: bob)
    #expect(
      room.ask("move 1", as: ann) == [
        "ok move 1 1", "moved 1 7 first 1 over 30000 30000",
        "result 1 first rules four in a row", "rating connect-four ann 1662 569",
        "rating connect-four bob 1338 569",
      ])
    #expect(room.ask("quit", as: ann) == ["ok quit"])
    #expect(room.lobby.departures.count == 1)
    #expect(room.lobby.tableCount == 0)
  }

  @Test(arguments: [
    ("seek connect-four", "hello-first"), ("move 1", "hello-first"), ("hello", "bad-arguments"),
    ("hello a b c", "bad-arguments"), ("hello -x", "bad-name"), ("hello é", "bad-name"),
    ("hello " + String(repeating: "n", count: 33), "bad-name"), ("HELP", "unknown-command"),
    ("accept", "bad-arguments"), ("accept +1", "bad-arguments"), ("accept x", "bad-arguments"),
    ("accept 99999999999999999999", "bad-arguments"), ("accept 1", "hello-first"),
    ("watch 1", "no-such-table"), ("board", "not-seated"), ("board 7", "no-such-table"),
    ("games chess", "unknown-game"), ("unwatch 1", "no-such-table"), ("quit now", "bad-arguments"),
    ("seek", "bad-arguments"), ("challenge x", "bad-arguments"),
    ("seek connect-four clock=0", "bad-clock"), ("seek connect-four x", "bad-arguments"),
    ("seek connect-four seat=third", "bad-arguments"),
    ("seek connect-four rows=4 rows=5", "bad-option"),
    ("seek connect-four rows=4,rows=4", "bad-option"),
    ("seek connect-four clock=10 clock=20", "bad-arguments"),
    ("seek connect-four seat=first seat=second", "bad-arguments"),
    ("challenge x connect-four people people", "bad-arguments"), ("ratings chess", "unknown-game"),
    ("games connect-four\u{301}", "unknown-game"),
    ("seek connect-four rows=\u{338}4", "hello-first"),
    ("ping a\u{85}b", "bad-text"), ("ping a\u{9b}31m", "bad-text"), ("ping a\u{2028}b", "bad-text"),
    ("ping a\u{2029}", "bad-text"), ("ping \u{202e}evil", "bad-text"),
    ("ping \u{2066}x", "bad-text"), ("ping \u{200f}", "bad-text"), ("ping \u{7f}", "bad-text"),
    ("move\u{301} 1", "unknown-command"),
  ])
  func `a refusal before hello carries its code`(_ line: String, _ code: String) {
    var room = Room()
    let client = room.join()
    let answer = room.ask(line, as: client)
    #expect(answer.count == 1 && answer[0].hasPrefix("error \(code) "), "\(answer)")
    #expect(room.ask("ping still here", as: client) == ["ok ping still here"])
  }

  @Test(arguments: [
    ("hello ann", "name-taken"), ("seek chess", "unknown-game"),
    ("seek connect-four rows=99", "bad-option"), ("seek connect-four height=4", "bad-option"),
    ("seek connect-four rows=16,columns=16", "bad-option"),
    ("challenge bob connect-four", "no-such-player"), ("accept 7", "no-such-offer"),
    ("challenge ann connect-four", "no-such-player"), ("decline 7", "no-such-offer"),
    ("cancel 7", "no-such-offer"), ("move 1", "not-seated"), ("move 7 1", "no-such-table"),
    ("resign", "not-seated"), ("draw", "not-seated"), ("legal", "not-seated"),
  ])
  func `a refusal after hello carries its code`(_ line: String, _ code: String) {
    var room = Room()
    let ann = room.join("ann")
    let answer = room.ask(line, as: ann)
    #expect(answer.count == 1 && answer[0].hasPrefix("error \(code) "), "\(answer)")
  }

  @Test func `an illegal move costs nothing and the other side may not move`() {
    var room = game()
    for move in ["9", "x", "0", "-1", "+1x"] {
      #expect(room.ask("move \(move)", as: 0)[0].hasPrefix("error illegal-move "))
    }
    #expect(room.ask("move 1", as: 1)[0].hasPrefix("error not-your-turn "))
    #expect(room.read(1) == [])
    #expect(room.ask("state", as: 1) == ["state 1 0 first 10000 10000", "ok state 1"])
    #expect(room.ask("move 1", as: 0)[0] == "ok move 1 1")
    #expect(room.ask("legal", as: 1) == ["legal 1 1 2 3 4", "ok legal 1"])
  }

  @Test func `whoever runs out of time loses`() {
    var room = game()
    room.wait(.seconds(10.1))  // within the grace
    #expect(room.read(0) == [])
    room.wait(.seconds(0.2))
    #expect(room.read(0).first == "result 1 second time first ran out of time")
    #expect(room.ask("move 1", as: 0)[0].hasPrefix("error not-seated "))
    #expect(room.lobby.nextDeadline == nil || room.lobby.tableCount == 0)
  }

  @Test func `a move that arrives too late does not count`() {
    var room = game()
    room.now += .seconds(11)  // the deadline was not looked at yet
    let answer = room.ask("move 1", as: 0)
    #expect(answer.contains("result 1 second time first ran out of time"))
    #expect(answer.last?.hasPrefix("error no-such-table ") == true)
    #expect(!answer.contains { $0.hasPrefix("ok") })
  }

  @Test func `each move gets its own time, and a Fischer clock adds up`() {
    var room = game()
    for (seat, move) in [(0, "1"), (1, "2"), (0, "1"), (1, "2")] {
      room.wait(.seconds(9))
      room.say("move \(move)", as: seat)
    }
    #expect(room.lobby.tableCount == 1)

    var fischer = game(clock: "20+5")
    fischer.wait(.seconds(10.2))
    #expect(fischer.ask("move 1", as: 0).last == "moved 1 1 first 1 second 15000 20000")
    fischer.wait(.seconds(1.2))
    #expect(fischer.ask("move 1", as: 1).last == "moved 1 2 second 1 first 15000 24000")
    fischer.wait(.seconds(15.1))
    #expect(fischer.lobby.tableCount == 1)
    fischer.wait(.seconds(0.2))
    #expect(fischer.lobby.tableCount == 0)
    #expect(fischer.read(1).contains("result 1 second time first ran out of time"))
  }

  @Test func `a player may come back in time, and loses if not`() {
    var room = game(clock: "none")
    room.leave(0)
    room.wait(.seconds(119))
    let again = room.join()
    #expect(
      room.ask("hello ann \(room.token(0))", as: again) == [
        "ok hello ann", "start 1 connect-four columns=4,rows=4 none ann bob first",
        "state 1 0 first - -",
      ])
    room.wait(.seconds(500))
    #expect(room.ask("move 1", as: again)[0] == "ok move 1 1")
    room.leave(again)
    room.wait(.seconds(121))
    #expect(room.read(1).contains("result 1 second abandonment first left"))
    #expect(room.lobby.nextDeadline == nil)
  }

  @Test func `the clock runs while a player is away`() {
    var room = game()
    room.leave(0)
    room.wait(.seconds(11))
    #expect(room.read(1).contains("result 1 second time first ran out of time"))
  }

  @Test func `resignation, draws by agreement and lapsed offers`() {
    var room = game()
    #expect(room.ask("draw", as: 0) == ["ok draw 1", "draw-offered 1 first"])
    room.say("move 1", as: 0)
    room.say("move 1", as: 1)  // by moving the offer lapses
    #expect(room.ask("draw", as: 1) == ["ok draw 1", "draw-offered 1 second"])
    #expect(room.ask("draw", as: 1) == ["ok draw 1"])
    #expect(room.ask("draw", as: 0).contains("result 1 draw agreement agreed"))

    var other = game()
    #expect(
      other.ask("resign", as: 1).prefix(2) == [
        "ok resign 1", "result 1 first resignation second resigned",
      ])
  }

  @Test func `challenges are accepted, declined, cancelled and lapse`() {
    var room = Room()
    let ann = room.join("Ann")
    let bob = room.join("bob")
    let eve = room.join("eve")
    #expect(
      room.ask("challenge BOB connect-four seat=second", as: ann) == ["ok challenge 1"])
    #expect(room.read(bob) == ["challenge 1 Ann connect-four - 60 second"])
    #expect(room.ask("accept 1", as: eve)[0].hasPrefix("error no-such-offer"))
    #expect(room.ask("accept 1", as: ann)[0].hasPrefix("error no-such-offer"))
    #expect(room.ask("decline 1", as: bob) == ["ok decline 1"])
    #expect(room.read(ann) == ["declined 1 bob"])
    room.say("challenge bob connect-four", "challenge bob connect-four", as: ann)
    _ = room.read(bob)
    #expect(room.ask("cancel 2", as: ann) == ["ok cancel 2"])
    #expect(room.read(bob) == ["cancelled 2"])
    room.leave(ann)
    #expect(room.read(bob) == ["cancelled 3"])
    #expect(room.lobby.offers.isEmpty)
  }

  @Test func `names belong to guests while here and to members for good`() {
    var room = Room()
    let ann = room.join("ann")
    let other = room.join()
    #expect(room.ask("hello ANN", as: other)[0].hasPrefix("error name-taken"))
    room.leave(ann)
    #expect(room.ask("hello ANN", as: other) == ["ok hello ANN"])

    let member = room.join("carol secret")
    let thief = room.join()
    #expect(room.ask("hello carol", as: thief)[0].hasPrefix("error wrong-password"))
    #expect(room.ask("hello carol guess", as: thief)[0].hasPrefix("error wrong-password"))
    #expect(room.ask("hello carol secret", as: thief) == ["ok hello carol"])
    #expect(room.read(member) == ["bye connected again from elsewhere"])
    room.leave(thief)
    #expect(room.ask("hello carol", as: room.join())[0].hasPrefix("error wrong-password"))
  }

  @Test func `forgotten guests leave no trace, rated ones stay`() {
    var room = game()
    room.say("resign", as: 0)
    room.leave(0)
    room.leave(1)
    let watcher = room.join()
    #expect(room.ask("ratings", as: watcher).count == 3)
    for _ in 0..<10 { room.leave(room.join("guest")) }
    #expect(room.lobby.accounts.count == 2)
    #expect(room.ask("players", as: watcher) == ["ok players 0"])
  }

  @Test func `watchers see the game and no more than that`() {
    var room = game()
    let eve = room.join()
    #expect(
      room.ask("tables", as: eve) == [
        "table 1 connect-four columns=4,rows=4 10 ann bob 0", "ok tables 1",
      ])
    #expect(
      room.ask("watch 1", as: eve) == [
        "start 1 connect-four columns=4,rows=4 10 ann bob watcher",
        "state 1 0 first 10000 10000", "ok watch 1",
      ])
    room.say("move 1", as: 0)
    #expect(room.read(eve) == ["moved 1 1 first 1 second 10000 10000"])
    #expect(room.ask("board", as: eve).last == "ok board 1")
    #expect(room.ask("watch 1", as: 0)[0].hasPrefix("error bad-arguments"))
    #expect(room.ask("unwatch 1", as: eve) == ["ok unwatch 1"])
    room.say("move 1", as: 1)
    #expect(room.read(eve) == [])
    room.say("watch 1", as: eve)
    room.leave(eve)
    room.say("resign", as: 0)
    #expect(room.lobby.tableCount == 0)
  }

  @Test func `limits are kept`() {
    var settings = LobbySettings()
    settings.offersPerPlayer = 2
    settings.tablesPerPlayer = 1
    settings.watchersPerTable = 1
    var room = game(settings)
    let eve = room.join("eve")
    let dan = room.join("dan")
    room.say("seek connect-four", "seek connect-four", as: eve)
    #expect(room.ask("seek connect-four", as: eve)[0].hasPrefix("error too-many"))
    #expect(room.ask("seek connect-four", as: 0)[0].hasPrefix("error too-many"))
    #expect(room.ask("accept 2", as: 0)[0].hasPrefix("error too-many"))
    #expect(room.ask("watch 1", as: dan).last == "ok watch 1")
    #expect(room.ask("watch 1", as: eve)[0].hasPrefix("error server-full"))
  }

  @Test func `of several games the table must be named`() {
    var room = Room()
    let ann = room.join("ann")
    let bob = room.join("bob")
    for offer in [1, 2] {
      room.say("seek connect-four seat=first", as: ann)
      room.say("accept \(offer)", as: bob)
    }
    #expect(room.ask("move 4", as: ann)[0].hasPrefix("error bad-arguments"))
    #expect(room.ask("board", as: ann)[0].hasPrefix("error bad-arguments"))
    #expect(room.ask("move 2 4", as: ann)[0] == "ok move 2 4")
    #expect(room.ask("move 1 4", as: ann)[0] == "ok move 1 4")
  }
}
