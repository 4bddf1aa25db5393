import ArenaCore
import Environments
import Match
import Testing
import Wire

@testable import Lobby

/// What a lobby has others do, and what it tells of it.
@Suite struct ErrandTests {
  /// The position that the only errand is to analyse.
  private func position(of room: inout Room) throws -> any GameSession {
    defer { room.lobby.errands = [] }
    guard case .analysis(let session, _)? = room.lobby.errands.first?.work else {
      throw WireError(.unavailable, "no analysis")
    }
    return session
  }

  private func first(of room: borrowing Room) -> Errand? { room.lobby.errands.first }

  @Test func `an analysis is told in numbers and moves, of the seat to move`() throws {
    var room = Room()
    let ann = room.join("ann")
    #expect(room.ask("analyse connect-four columns=5 1 1 2", as: ann) == [])
    let asked = first(of: room)
    let errand = try #require(asked)
    let session = try position(of: &room)
    #expect(session.actions == [0, 0, 1] && session.optionsText == "columns=5")
    let analysis = SessionAnalysis(
      value: -0.0005, proof: .init(value: -1, plies: 12), simulations: 80,
      candidates: [
        .init(action: 3, visits: 70, prior: 0.75, value: -0.25),
        .init(action: 0, visits: 0, prior: 0.25, value: nil),
      ], variation: [3, 0])
    room.lobby.report(.success(analysis), for: errand, at: room.now)
    room.deliver()
    #expect(
      room.read(ann) == [
        "analysis -0.001 80 loss 12 4 1", "candidate 4 70 0.750 -0.250",
        "candidate 1 0 0.250 -", "ok analyse",
      ])
    // An answer that nobody waits for is not told.
    room.lobby.report(nil, for: errand, at: room.now)
    room.deliver()
    #expect(room.read(ann) == [])
  }

  @Test func `a watcher's analysis that proves the result ends a game whose players agreed on it`()
    throws
  {
    for (rules, ends) in [("proven=on", true), ("cap=30", false)] {
      var room = Room()
      let (ann, bob, eve) = (
        room.joinNewly("ann"), room.join("bob"), room.joinNewly("eve")
      )
      room.say("seek connect-four seat=first clock=none \(rules)", as: ann)
      room.say("accept 1", as: bob)
      room.say("move 4", as: ann)
      room.say("watch 1", "analyse", as: eve)
      let asked = first(of: room)
      let errand = try #require(asked)
      let won = SessionAnalysis(
        value: 1, proof: .init(value: 1, plies: 5), simulations: 9, candidates: [], variation: [])
      // Of a position that is there no more it says nothing.
      room.say("move 3", as: bob)
      room.lobby.report(.success(won), for: errand, at: room.now)
      #expect(room.lobby.tableCount == 1)
      room.say("analyse 1", as: eve)
      let again = room.lobby.errands.last
      room.lobby.report(.success(won), for: try #require(again), at: room.now)
      room.deliver()
      #expect(room.lobby.tableCount == (ends ? 0 : 1))
      #expect(room.ask("claim", as: ann)[0].hasPrefix(ends ? "error not-seated" : "ok claim 1"))
    }
  }

  @Test func `nobody has a game of the kind analysed that it plays`() throws {
    var room = Room()
    let ann = room.join("ann")
    let bob = room.join("bob")
    let eve = room.join("eve")
    room.say("seek connect-four seat=first", as: ann)
    room.say("accept 1", as: bob)
    for line in ["analyse", "analyse 1", "analyse connect-four 4"] {
      #expect(room.ask(line, as: ann)[0].hasPrefix("error too-many you play connect-four"))
    }
    #expect(room.ask("analyse 1", as: eve) == [])
    #expect(try position(of: &room).ply == 0)
    room.say("resign", as: ann)
    #expect(room.ask("analyse connect-four 4", as: ann) == [])
    #expect(try position(of: &room).ply == 1)
  }

  @Test(arguments: [
    ("go size=5", "go-lite size=5 c3"), ("go-lite", "go size=9"), ("tic-tac-toe", "mnk b2"),
    ("gomoku size=9", "mnk size=9 length=5 e5"), ("mnk size=9,length=5", "gomoku size=9"),
  ])
  func `a game is of the same kind by another name`(_ own: String, _ twin: String) {
    var room = Room(
      GameDirectory([
        .init(Go.self), .init(GoLite.self), .init(MNK.self, name: "tic-tac-toe"), .init(MNK.self),
        .init(Gomoku.self), .init(Hex.self),
      ]))
    let (ann, bob) = (room.join("ann"), room.join("bob"))
    room.say("seek \(own) people", as: ann)
    room.say("accept 1", as: bob)
    let game = own.prefix { $0 != " " }
    #expect(
      room.ask("analyse \(twin)", as: ann) == [
        "error too-many you play \(game) at table 1: analyse when that is over"
      ])
    #expect(room.ask("analyse hex", as: ann) == [])
    #expect(room.lobby.errands.count == 1)
  }

  @Test func `bad positions are refused, and a name has a budget`() throws {
    var room = Room(settings: LobbySettings { $0.analysesPerPlayer = 2 })
    let ann = room.join("ann")
    for (line, code) in [
      ("analyse", "not-seated"), ("analyse 7", "no-such-table"), ("analyse chess", "unknown-game"),
      ("analyse connect-four columns=999", "bad-option"),
      ("analyse connect-four columns=5 columns=6", "bad-option"),
      ("analyse connect-four =5", "bad-arguments"), ("analyse connect-four 4 9", "illegal-move"),
      ("analyse connect-four 1 2 1 2 1 2 1", "bad-arguments"),
    ] {
      let answer = room.ask(line, as: ann)
      #expect(answer.count == 1 && answer[0].hasPrefix("error \(code) "), "\(line): \(answer)")
    }
    #expect(room.lobby.errands.isEmpty)
    for _ in 0..<2 { #expect(room.ask("analyse connect-four", as: ann) == []) }
    #expect(
      room.ask("analyse connect-four", as: ann)
        == ["error too-many you had too many positions analysed: try again in 3 s"])
    room.wait(.seconds(3))
    #expect(room.ask("analyse connect-four", as: ann) == [])
    let stranger = room.join()
    #expect(room.ask("analyse connect-four", as: stranger)[0].hasPrefix("error hello-first "))
  }

  @Test func `task requests are checked for form, and steps go as they are written`() {
    var room = Room()
    let ann = room.join()
    for (line, code) in [
      ("task CartPole-v1 seed=x", "bad-option"), ("task CartPole-v1 count=0", "bad-option"),
      ("task CartPole-v1 form=binary", "bad-option"), ("task CartPole-v1 7", "bad-arguments"),
      ("task CartPole-v1 seed=1 seed=2", "bad-option"), ("task CartPole-v1 count=129", "too-many"),
    ] {
      #expect(room.ask(line, as: ann)[0].hasPrefix("error \(code) "), "\(line)")
    }
    #expect(room.lobby.errands.isEmpty)
    room.say("task CartPole-v1 seed=7,count=2 form=base64 goal=1", "step 0.5 1", "step", as: ann)
    let work = room.lobby.errands.map(\.work)
    #expect(work.count == 3)
    if case .task(let request?) = work[0] {
      #expect(request.name == "CartPole-v1" && request.seed == 7 && request.count == 2)
      #expect(request.form == .base64 && request.options == ["goal": "1"])
    } else {
      Issue.record("\(work[0])")
    }
    if case .step(let bytes) = work[1] { #expect(bytes == Array("0.5 1".utf8)) }
  }
}
