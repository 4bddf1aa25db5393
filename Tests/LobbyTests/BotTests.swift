import ArenaCore
import Environments
import Match
import Testing

@testable import Lobby

@Suite struct BotTests {
  private func room() -> Room {
    Room(bots: [
      HouseBot(name: "Deep", game: "connect-four"),
      HouseBot(name: "Small", game: "connect-four", options: ["columns": "4", "rows": "4"]),
    ])
  }

  private func turns(_ room: inout Room) -> [BotTurn] {
    defer { room.lobby.botTurns = [] }
    return room.lobby.botTurns
  }

  @Test func `a bot takes seeks and challenges to its game at once`() {
    var room = room()
    let ann = room.join("ann")
    #expect(
      room.ask("seek connect-four seat=first", as: ann) == [
        "ok seek 1", "start 1 connect-four - 60 ann Deep first",
      ])
    #expect(
      room.ask("challenge small connect-four rows=4,columns=4 seat=second clock=3", as: ann) == [
        "ok challenge 2", "start 2 connect-four columns=4,rows=4 3 Small ann second",
      ])
    #expect(
      room.ask("challenge Deep connect-four rows=4", as: ann)[0].hasPrefix(
        "error no-such-player"))
    #expect(room.ask("seek connect-four rows=5", as: ann) == ["ok seek 3"])
    #expect(room.ask("seek connect-four people clock=9", as: ann) == ["ok seek 4"])
    #expect(room.ask("hello x", as: room.join())[0] == "ok hello x")
    #expect(room.ask("hello deep", as: room.join())[0].hasPrefix("error name-taken"))
  }

  @Test func `a bot plays by answering its turns`() {
    var room = room()
    let ann = room.join("ann")
    room.say("seek connect-four seat=first clock=10", as: ann)
    #expect(turns(&room).isEmpty)
    room.say("move 4", as: ann)
    let asked = turns(&room)
    #expect(asked.count == 1 && asked[0].session.ply == 1 && asked[0].seat == .second)
    #expect(asked[0].time == .seconds(9.5))
    _ = room.read(ann)
    room.answer(BotAnswer(to: asked[0], .action(0)))
    #expect(room.read(ann) == ["moved 1 2 second 1 first 10000 10000"])
    // The same answer again is one to an older question.
    room.answer(BotAnswer(to: asked[0], .action(0)))
    #expect(room.read(ann) == [])
  }

  @Test(arguments: [
    (BotAnswer.Choice.action(7), "illegal-move"), (.action(-1), "illegal-move"),
    (.failure("it\nbroke"), "failure"), (.resignation, "resignation"),
  ])
  func `a bot that fails loses`(_ choice: BotAnswer.Choice, _ cause: String) {
    var room = room()
    let ann = room.join("ann")
    room.say("seek connect-four seat=second", as: ann)
    let asked = turns(&room)
    _ = room.read(ann)
    room.answer(BotAnswer(to: asked[0], choice))
    let result = room.read(ann)
    #expect(result[0].hasPrefix("result 1 second \(cause) first "), "\(result)")
    #expect(room.lobby.endedBotTables == [1])
  }

  @Test func `a bot that thinks too long loses, and its late answer is dropped`() {
    var room = room()
    let ann = room.join("ann")
    room.say("seek connect-four seat=second clock=5", as: ann)
    let asked = turns(&room)
    room.begin(asked[0])
    room.wait(.seconds(6))
    #expect(room.read(ann).contains("result 1 second time first ran out of time"))
    room.answer(BotAnswer(to: asked[0], .action(0)))
    #expect(room.read(ann) == [])
  }

  @Test func `a bot's clock stands until it begins to think`() {
    var room = room()
    let ann = room.join("ann")
    room.say("seek connect-four seat=second clock=5+0", as: ann)
    let asked = turns(&room)
    room.wait(.seconds(400))
    #expect(room.ask("state", as: ann)[0] == "state 1 0 first 5000 5000")
    room.begin(asked[0])
    room.wait(.milliseconds(2200))
    // A turn that began does not begin again.
    room.begin(asked[0])
    room.wait(.seconds(1))
    room.answer(BotAnswer(to: asked[0], .action(0)))
    #expect(room.read(ann) == ["moved 1 1 first 1 second 2000 5000"])
  }

  @Test func `a bot that finds no time to think loses`() {
    var room = room()
    let ann = room.join("ann")
    room.say("seek connect-four seat=second clock=none", as: ann)
    let asked = turns(&room)
    _ = room.read(ann)
    room.wait(.seconds(601))
    #expect(
      room.read(ann).first == "result 1 second abandonment first found no time to think")
    room.begin(asked[0])
    #expect(room.lobby.nextDeadline == nil)
  }

  @Test func `a bot plays no more games than it may`() {
    var room = Room(
      bots: [
        HouseBot(name: "Deep", game: "connect-four"), HouseBot(name: "Next", game: "connect-four"),
      ], settings: LobbySettings { $0.tablesPerBot = 2 })
    let ann = room.join("ann")
    let bob = room.join("bob")
    for client in [ann, bob] {
      #expect(room.ask("challenge deep connect-four", as: client)[1].hasPrefix("start "))
    }
    #expect(
      room.ask("challenge deep connect-four", as: ann) == [
        "error too-many Deep plays 2 games already"
      ])
    // A seek goes to a bot that has room, and else stays open.
    for client in [ann, bob] {
      #expect(room.ask("seek connect-four", as: client)[1].contains(" Next "))
    }
    #expect(room.ask("seek connect-four clock=7", as: ann) == ["ok seek 5"])
    room.say("resign 1", as: ann)
    #expect(room.ask("seek connect-four clock=8", as: ann)[1].contains(" Deep "))
  }

  @Test func `a waiting bot's clock stands also when its opponent comes back`() throws {
    var room = Room(bots: [HouseBot(name: "house", game: "connect-four")])
    let ann = room.join("ann")
    room.say("seek connect-four seat=second clock=10", as: ann)
    let turn = try #require(room.lobby.botTurns.first)
    room.leave(ann)
    let back = room.join("ann \(room.token(ann))")
    try room.lobby.checkInvariants()
    room.wait(.seconds(60))
    #expect(room.lobby.tableCount == 1)
    room.begin(turn)
    room.wait(.seconds(11))
    #expect(room.read(back).first == "result 1 second time first ran out of time")
  }

  @Test func `a bot without a board of its own takes every board that it can play`() {
    var room = Room(
      GameDirectory([.init(ConnectFour.self), .init(Hex.self)]),
      bots: [HouseBot(name: "Any", game: "connect-four") { $0.optionsText != "rows=4" }])
    let ann = room.join("ann")
    for (index, options) in ["", "columns=5 ", "rows=5 columns=8 "].enumerated() {
      let answer = room.ask("seek connect-four \(options)seat=first", as: ann)
      #expect(answer.last?.hasPrefix("start \(index + 1) ") == true, "\(answer)")
    }
    #expect(room.ask("seek connect-four rows=4", as: ann) == ["ok seek 4"])
    #expect(
      room.ask("challenge any connect-four rows=4", as: ann) == [
        "error no-such-player Any plays connect-four, but not on this board"
      ])
    #expect(
      room.ask("challenge any hex", as: ann) == [
        "error no-such-player Any plays connect-four only"
      ])
  }
}
