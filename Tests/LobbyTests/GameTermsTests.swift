import ArenaCore
import Match
import Testing

@testable import Lobby

/// Which words mean the same game, the same name, the same text.
@Suite struct GameTermsTests {
  @Test func `seeks on the same terms meet, others do not`() {
    var room = Room()
    let clients = ["a", "b", "c", "d"].map { room.join($0) }
    #expect(room.ask("seek connect-four seat=first", as: clients[0]) == ["ok seek 1"])
    #expect(room.ask("seek connect-four seat=first", as: clients[1]) == ["ok seek 2"])
    #expect(room.ask("seek connect-four clock=5", as: clients[2]) == ["ok seek 3"])
    #expect(room.ask("seeks", as: clients[3]).count == 4)
    let answer = room.ask("seek connect-four", as: clients[3])
    #expect(answer == ["ok seek 1", "start 1 connect-four - 60 a d second"])
    #expect(room.ask("seeks", as: clients[3]).last == "ok seeks 2")
  }

  @Test(arguments: [
    ("rows=5", "rows=+5"), ("rows=5", "rows=05,columns=7"), ("", "columns=7"),
    ("size=5", "columns=5,rows=5"), ("size=7,rows=6", ""), ("size=5 rows=4", "columns=5 rows=4"),
  ])
  func `seeks for the same board meet in whatever words`(_ one: String, _ other: String) throws {
    var room = Room()
    let clients = ["a", "b"].map { room.join($0) }
    room.say("seek connect-four \(one)", as: clients[0])
    #expect(room.ask("seek connect-four \(other)", as: clients[1]).count == 2)
  }

  @Test func `the default board in any words is the house bot's`() {
    var room = Room(bots: [HouseBot(name: "house", game: "connect-four", options: ["size": "4"])])
    let ann = room.join("ann")
    #expect(room.ask("seek connect-four rows=+4 columns=4", as: ann).count == 2)
    #expect(room.ask("challenge house connect-four size=4", as: ann).count == 2)
    #expect(room.ask("seek connect-four", as: ann).count == 1)
  }

  @Test func `text that is no control character passes`() {
    var room = Room()
    let ann = room.join("ann")
    #expect(room.ask("ping é a\u{301} \u{1f469}\u{200d}\u{1f680} 四", as: ann).count == 1)
    #expect(room.ask("ping\té", as: ann) == ["ok ping é"])
    // Only ASCII letters are taken for one another.
    _ = room.join("karl")
    #expect(
      room.ask("challenge \u{212a}arl connect-four", as: ann)[0].hasPrefix("error no-such-player"))
    #expect(room.ask("challenge KARL connect-four", as: ann) == ["ok challenge 1"])
  }
}
