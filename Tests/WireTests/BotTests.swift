import ArenaCore
import Match
import Testing

@testable import Wire

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
    (.failure("it\nbroke"), "failure"),
  ])
  func `a bot that fails loses`(_ choice: BotAnswer.Choice, _ cause: String) {
    var room = room()
    let ann = room.join("ann")
    room.say("seek connect-four seat=second", as: ann)
    let asked = turns(&room)
    _ = room.read(ann)
    room.answer(BotAnswer(to: asked[0], choice))
    let result = room.read(ann)
    #expect(result[0].hasPrefix("result 1 second \(cause) "), "\(result)")
    #expect(room.lobby.endedBotTables == [1])
  }

  @Test func `a bot that thinks too long loses, and its late answer is dropped`() {
    var room = room()
    let ann = room.join("ann")
    room.say("seek connect-four seat=second clock=5", as: ann)
    let asked = turns(&room)
    room.wait(.seconds(6))
    #expect(room.read(ann).contains("result 1 second time first ran out of time"))
    room.answer(BotAnswer(to: asked[0], .action(0)))
    #expect(room.read(ann) == [])
  }
}
