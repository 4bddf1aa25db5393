import ArenaCore
import Environments
import Match
import Testing
import Wire

@testable import Lobby

/// What version 2 of the protocol does otherwise, and both versions at one table.
@Suite struct SecondVersionTests {
  @Test func `a client chooses its version, and may change its mind`() throws {
    var room = Room()
    let ann = room.join()
    #expect(
      room.ask("#1 ping", as: ann) == [
        "error unknown-command '#1' is no command: say help for a list"
      ])
    #expect(room.ask("who", as: ann)[0].hasPrefix("error unknown-command 'who'"))
    #expect(
      room.ask("protocol 3", as: ann) == ["error bad-arguments this server speaks versions 1 and 2"]
    )
    #expect(room.ask("protocol 2", as: ann) == ["ok protocol 2"])
    #expect(room.ask("protocol 2", as: ann) == ["ok protocol 2"])
    #expect(room.ask("#1 PING a", as: ann) == ["#1 ok ping a"])
    #expect(
      room.ask("protocol 0", as: ann) == [
        "error bad-arguments - this server speaks versions 1 and 2"
      ])
    #expect(room.ask("#x protocol 1", as: ann) == ["#x ok protocol 1"])
    #expect(room.ask("PING", as: ann)[0].hasPrefix("error unknown-command 'PING'"))
    try room.lobby.checkInvariants()
    room.say("protocol 2", as: ann)
    room.leave(ann)
    try room.lobby.checkInvariants()
  }

  @Test(arguments: ["#", "#1234567890123456", "#a,b", "#\u{e9}", "##"])
  func `what is no tag is refused without one`(_ tag: String) {
    var room = Room()
    let ann = room.joinNewly("ann")
    for line in ["\(tag) ping", "\(tag) move 1 4"] {
      let answer = room.ask(line, as: ann)
      #expect(answer.count == 1 && answer[0].hasPrefix("error bad-arguments - a tag is #"))
    }
    #expect(room.ask("ping", as: ann) == ["ok ping"])
  }

  @Test func `each line of an answer has the tag, and no event has`() {
    var room = Room()
    let (ann, bob) = (room.joinNewly("ann"), room.joinNewly("bob"))
    room.say("seek connect-four size=4 seat=first people", as: ann)
    #expect(
      room.ask("#a accept 1", as: bob) == [
        "#a ok accept 1", "start 1 1 connect-four columns=4,rows=4 60 - ann bob second",
      ])
    #expect(room.ask("#b board", as: ann).dropFirst().allSatisfy { $0.hasPrefix("#b ") })
    // Straight from the bytes, and as words.
    for (line, tag) in [("#c move 1 1", "#c"), ("#d  move  2", "#d"), ("#e MOVE 1 1", "#e")] {
      let mover = room.lobby.tables[1]?.game.turn == .first ? ann : bob
      _ = room.read(ann)
      let answer = room.ask(line, as: mover)
      #expect(answer[0].hasPrefix("\(tag) ok move 1 ") && answer[1].hasPrefix("moved 1 "))
    }
    #expect(room.ask("#f move 1 9", as: bob) == ["#f error illegal-move - '9' is not a move"])
    #expect(room.ask("#g", as: ann)[0].hasPrefix("#g error bad-arguments - "))
    #expect(room.ask("#h hello x", as: ann) == ["#h error name-taken - you have a name already"])
    #expect(room.ask("ping", as: ann) == ["ok ping"])
  }

  @Test func `a tag outlives what is looked up elsewhere`() {
    var room = Room(keepsJournal: true)
    let ann = room.joinNewly()
    #expect(room.ask("#1 hello ann secret", as: ann) == ["#1 ok hello ann"])
    let thief = room.joinNewly()
    #expect(room.ask("#2 hello ann x", as: thief)[0].hasPrefix("#2 error wrong-password - "))
    #expect(room.ask("#3 history ann", as: thief) == ["#3 ok history ann 0"])
    #expect(room.ask("ping", as: thief) == ["ok ping"])
  }

  @Test func `both versions play at one table`() throws {
    var room = Room()
    let (old, new) = (room.join("old"), room.joinNewly("new"))
    let eye = room.join()
    #expect(room.ask("challenge new connect-four seat=first", as: old) == ["ok challenge 1"])
    #expect(room.read(new) == ["challenged 1 old connect-four - 60 - first"])
    room.say("accept 1", as: new)
    #expect(room.read(old) == ["start 1 connect-four - 60 old new first"])
    #expect(
      room.ask("watch 1", as: eye) == [
        "start 1 connect-four - 60 old new watcher", "state 1 0 first 60000 60000", "ok watch 1",
      ])
    #expect(room.ask("move 4", as: old) == ["ok move 1 4", "moved 1 1 first 4 second 60000 60000"])
    #expect(room.read(new).last == "moved 1 1 first 4 second 60000 60000")
    room.say("resign", as: new)
    #expect(room.read(old)[0] == "result 1 first resignation second resigned")
    #expect(room.read(old) == [])
    #expect(room.read(eye).suffix(2).allSatisfy { $0.hasPrefix("rating connect-four ") })
    #expect(
      room.read(new) == [
        "ok resign 1", "result 1 first resignation 1-0 - second resigned",
        "rated connect-four old 1662 569", "rated connect-four new 1338 569",
      ])
  }

  @Test func `whoever goes back to version 1 reads no boards`() {
    var room = Room()
    let (ann, bob) = (room.joinNewly("ann"), room.joinNewly("bob"))
    room.say("set boards on", "seek connect-four seat=first people", as: ann)
    room.say("accept 1", as: bob)
    #expect(room.read(ann).contains { $0.hasPrefix("diagram 1 ") })
    room.say("protocol 1", as: ann)
    #expect(room.ask("move 4", as: ann) == ["ok move 1 4", "moved 1 1 first 4 second 60000 60000"])
  }

  @Test(arguments: [
    ("set boards yes", "VALUE is on or off"), ("set board on", "SETTING is boards or chat"),
    ("record 1 pgn", "FORMAT is json or sgf"), ("seek", "[cap=MOVES] [illegal=TRIES] [proven=on]"),
    ("seek connect-four clock=86401", "0.001 to 86400 s"),
    ("queue connect-four clock=30/5", "300+120/10"),
    ("seek connect-four illegal=0", "illegal is a number of tries"),
    ("seek connect-four capp=5", "clock, seat, people, cap, illegal, proven"),
    ("seek connect-four people=1", "people is said without a value"),
  ])
  func `a refusal says what is allowed`(_ line: String, _ allowed: String) {
    var room = Room()
    let ann = room.joinNewly("ann")
    let answer = room.ask(line, as: ann)
    #expect(answer.count == 1 && answer[0].contains(allowed), "\(answer)")
  }

  @Test func `clocks that stand for the disk's sake say so`() {
    var room = Room(keepsJournal: true)
    let (ann, bob) = (room.joinNewly("ann"), room.joinNewly("bob"))
    room.say("seek connect-four people clock=10", as: ann)
    room.say("accept 1", as: bob)
    for client in [ann, bob] { _ = room.read(client) }
    for isFailing in [true, false] {
      room.lobby.isSuspended = isFailing
      room.lobby.tellOfSuspension(at: room.now)
      room.deliver()
      #expect(room.read(ann) == ["clock 1 \(isFailing ? "stands" : "runs") 10000 10000"])
    }
    room.lobby.isSuspended = true
    #expect(
      room.ask("move 1", as: ann) == [
        "error unavailable 1000 the server cannot write its journal now: clocks stand, try again in 1 s"
      ])
  }

  @Test func `a Canadian clock shows the moves that are due`() {
    var room = Room()
    let (ann, bob) = (room.joinNewly("ann"), room.joinNewly("bob"))
    room.say("seek connect-four seat=first people clock=0+20/3", as: ann)
    #expect(
      room.ask("accept 1", as: bob).last == "start 1 1 connect-four - 0+20/3 - ann bob second")
    room.wait(.milliseconds(5200))
    #expect(room.ask("move 4", as: ann).last == "moved 1 1 first 4 second 15000/2 20000/3")
  }

  @Test func `finished games are found in the last ones and in the file of all`() throws {
    var room = Room(
      GameDirectory([.init(Gomoku.self, sgf: .gomoku), .init(ConnectFour.self)]),
      keepsJournal: true)
    let (ann, bob) = (room.joinNewly("ann"), room.joinNewly("bob"))
    room.say("seek gomoku size=9 seat=first people", as: ann)
    room.say("accept 1", as: bob)
    #expect(room.ask("record 1", as: ann)[0].hasPrefix("error not-now - "))
    room.say("move e5", as: ann)
    room.say("resign", as: bob)
    #expect(
      room.ask("record 1 sgf", as: ann).dropLast().map { $0.dropFirst(9) }.joined()
        == "(;FF[4]GM[4]CA[UTF-8]AP[arena]SZ[9]PB[ann]PW[bob]RE[B+R];B[ee])")
    let foundLine = room.ask("record 1", as: ann).first
    let line = String(try #require(foundLine).dropFirst(9))
    // What a program reads is a record.
    let record = try GameRecord(jsonLine: line)
    #expect(record.moves == ["e5"] && record.first == "ann" && record.cause == .resignation)
    #expect(room.ask("record 2", as: ann)[0].hasPrefix("error no-such-table - "))
    // An older one, which only the file has; and one that both have is told once.
    let older = line.replacing("\"table\":1", with: "\"table\":77").replacing("bob", with: "eve")
    room.archive = [ArchivedGame(line: line), ArchivedGame(line: older)].compactMap(\.self)
    #expect(room.archive.map(\.table) == [1, 77])
    #expect(
      room.ask("history ANN", as: ann) == [
        "played 1 gomoku size=9 ann bob first resignation 1-0 - 1",
        "played 77 gomoku size=9 ann eve first resignation 1-0 - 1", "ok history ANN 2",
      ])
    #expect(room.ask("record 77", as: ann).last == "ok record 77")
    room.say("seek connect-four people", as: ann)
    room.say("accept 2", "resign", as: bob)
    #expect(room.ask("record 2 sgf", as: ann)[0].hasPrefix("error bad-arguments - "))
  }
}
