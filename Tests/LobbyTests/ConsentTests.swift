import ArenaCore
import Environments
import Match
import Testing
import Wire

@testable import Lobby

/// Breaking off, taking back, claims and the ends that players agreed on.
@Suite struct ConsentTests {
  /// Ann, first, and Bob at table 1 on 4x4; what they heard is read.
  private func game(_ terms: String = "clock=60+1", keepsJournal: Bool = false) -> Room {
    var room = Room(keepsJournal: keepsJournal)
    let (ann, bob) = (room.joinNewly("ann"), room.joinNewly("bob"))
    room.say("seek connect-four size=4 seat=first people \(terms)", as: ann)
    room.say("accept 1", as: bob)
    for client in [ann, bob] { _ = room.read(client) }
    return room
  }

  @Test func `a game is broken off in its first two moves, by either side`() throws {
    for moves in 0...2 {
      for side in [0, 1] {
        var room = game()
        for ply in 0..<moves { room.say("move \(ply + 1)", as: ply % 2) }
        let answer = room.ask("abort", as: side)
        if moves < 2 {
          let seat = side == 0 ? "first" : "second"
          #expect(answer == ["ok abort 1", "result 1 none aborted - - \(seat) broke it off"])
          #expect(room.lobby.rankings.isEmpty && room.lobby.tableCount == 0)
        } else {
          #expect(answer.count == 1 && answer[0].hasPrefix("error not-now - "))
        }
        try room.lobby.checkInvariants()
      }
    }
  }

  @Test func `taking back restores the board, the turn and both clocks`() throws {
    var room = game()
    for (side, time) in [(0, 3200), (1, 5200), (0, 7200)] {
      room.wait(.milliseconds(time))
      room.say("move \(side + 1)", as: side)
    }
    #expect(room.ask("state", as: 0)[0] == "state 1 3 second runs 52000 56000 1 2 1")
    // Ann's last move; it is Bob's turn, who has thought for 2 s.
    room.wait(.milliseconds(2200))
    #expect(room.ask("takeback", as: 0) == ["ok takeback 1", "takeback-offered 1 first 2"])
    #expect(room.ask("takeback", as: 0) == ["ok takeback 1"], "it stands already")
    #expect(room.ask("takeback", as: 1) == ["ok takeback 1", "taken-back 1 2 first 58000 56000"])
    #expect(room.ask("state", as: 1)[0] == "state 1 2 first runs 58000 56000 1 2")
    // And once more: Bob wants his own back, which takes only that.
    #expect(room.ask("takeback", as: 1).last == "takeback-offered 1 second 1")
    #expect(room.ask("takeback", as: 0).last == "taken-back 1 1 second 58000 60000")
    // Ann's first, with Bob to move; a move instead refuses it.
    #expect(room.ask("takeback", as: 0).last == "takeback-offered 1 first 0")
    room.say("move 3", as: 1)
    _ = room.read(0)
    #expect(room.ask("takeback", as: 1).last == "takeback-offered 1 second 1")
    room.say("move 4", as: 0)
    #expect(room.ask("state", as: 0)[0].hasSuffix(" 1 3 4"))
    try room.lobby.checkInvariants()
  }

  @Test(arguments: ["10", "60+1", "2+1max3", "2+3x1", "2+3/2", "none"])
  func `random takebacks leave the clocks as they were, also after a restart`(
    _ clock: String
  ) throws {
    var random = RandomSource(seed: 81)
    for _ in 0..<30 {
      var room = game("clock=\(clock)", keepsJournal: true)
      // How the clocks and the moves stood before each move.
      var history: [(clocks: String, moves: [String])] = []
      for _ in 0..<12 where room.lobby.tableCount == 1 {
        let foundTable = room.lobby.tables[1]
        let table = try #require(foundTable)
        let mover = table.game.turn == .first ? 0 : 1
        if random.below(3) > 0 || history.isEmpty {
          history.append((table.clockText(at: room.now), table.session.moves))
          room.wait(.milliseconds(random.below(900)))
          let moves = table.session.legalMoves
          room.say("move \(moves[random.below(moves.count)])", as: mover)
        } else {
          // The side that just moved asks.
          room.say("takeback", as: 1 - mover)
          room.say("takeback", as: mover)
          let before = history.removeLast()
          #expect(table.clockText(at: room.now) == before.clocks)
          #expect(table.session.moves == before.moves)
        }
        try room.lobby.checkInvariants()
      }
      guard room.lobby.tableCount == 1, let table = room.lobby.tables[1] else { continue }
      let entries = room.takeJournal()
      #expect(entries.allSatisfy { JournalEntry(text: $0.text)?.text == $0.text })
      let again = try Room(replaying: entries)
      let foundCopy = again.lobby.tables[1]
      let copy = try #require(foundCopy)
      #expect(copy.session.actions == table.session.actions)
      for seat in Seat.allCases {
        let left = copy.clock.timeLeft(of: seat, at: .zero)?.wholeMilliseconds
        #expect(left == Room.standing(table, seat)?.wholeMilliseconds)
        #expect(copy.clock.movesDue(of: seat) == table.clock.movesDue(of: seat))
      }
    }
  }

  @Test func `a draw offer lapses with the moves that are taken back`() {
    var room = game()
    room.say("move 1", "draw", "takeback", as: 0)
    room.say("takeback", as: 1)
    #expect(room.ask("draw", as: 1) == ["ok draw 1", "draw-offered 1 second"])
  }

  @Test func `moves from before a restart are taken back too`() throws {
    var room = game(keepsJournal: true)
    room.say("move 1", as: 0)
    room.say("move 2", as: 1)
    var again = try Room(replaying: room.takeJournal())
    let (ann, bob) = (again.joinNewly("ann"), again.joinNewly("bob"))
    #expect(again.ask("takeback", as: bob).last == "takeback-offered 1 second 1")
    #expect(again.ask("takeback", as: ann).last?.hasPrefix("taken-back 1 1 second ") == true)
    try again.lobby.checkInvariants()
  }

  @Test func `what cannot be taken back is refused`() throws {
    var room = game()
    #expect(room.ask("takeback", as: 0)[0].hasPrefix("error not-now - "))
    room.say("move 1", as: 0)
    #expect(room.ask("takeback", as: 1)[0].hasPrefix("error not-now - you have no move"))
    // Somebody who would not hear of it.
    let old = room.join("old")
    room.say("seek connect-four seat=first people", as: old)
    room.say("accept 2", as: 0)
    room.say("move 2 1", as: old)
    room.say("move 2 1", as: 0)
    #expect(room.ask("takeback 2", as: 0)[0].hasPrefix("error not-now - old speaks a version"))
    var house = Room(bots: [HouseBot(name: "house", game: "connect-four")])
    let ann = house.joinNewly("ann")
    house.say("seek connect-four seat=first", "move 1", as: ann)
    #expect(house.ask("takeback", as: ann)[0] == "error not-now - house bots take nothing back")
  }

  @Test func `a claim needs an opponent who is long away, or a proof`() throws {
    var room = game()
    #expect(room.ask("claim", as: 0)[0].hasPrefix("error not-now - nothing is proven here"))
    room.leave(1)
    room.wait(.seconds(20))
    #expect(
      room.ask("claim", as: 0)
        == ["error not-now 40000 bob has not been away for long: try again in 40 s"])
    room.say("move 1", as: 0)
    room.wait(.seconds(40))
    #expect(
      room.ask("claim", as: 0).prefix(2)
        == ["ok claim 1", "result 1 first abandonment 1-0 - second left"])

    var proven = game()
    let outcome = Outcome(winner: .second, reason: "second wins in 5")
    proven.lobby.prove(outcome, at: 1, after: [0, 0, 0], at: proven.now)
    #expect(proven.ask("claim", as: 1)[0].hasPrefix("error not-now "), "of another position")
    proven.lobby.prove(outcome, at: 1, after: [], at: proven.now)
    #expect(proven.ask("claim", as: 0)[0].hasPrefix("error not-now "), "it is the other's win")
    #expect(
      proven.ask("claim", as: 1).prefix(2)
        == ["ok claim 1", "result 1 second adjudication 0-1 - second wins in 5"])

    // What was proven is forgotten with the moves that are taken back.
    var back = game()
    for (side, move) in [(0, "1"), (1, "1")] { back.say("move \(move)", as: side) }
    back.lobby.prove(outcome, at: 1, after: [0, 0], at: back.now)
    back.say("takeback", as: 1)
    back.say("takeback", as: 0)
    back.say("move 2", as: 1)
    #expect(back.ask("claim", as: 1)[0].hasPrefix("error not-now "))

    var agreed = game("clock=none proven=on")
    agreed.lobby.prove(outcome, at: 1, after: [], at: agreed.now)
    agreed.deliver()
    #expect(agreed.read(0)[0] == "result 1 second adjudication 0-1 - second wins in 5")
  }

  @Test func `a limit of moves ends a game in a draw, and one of illegal tries loses it`() throws {
    var room = game("cap=3")
    for (side, move) in [(0, "1"), (1, "2"), (0, "3")] { room.say("move \(move)", as: side) }
    #expect(room.read(1).contains("result 1 draw adjudication 0.5-0.5 - 3 moves were played"))
    var short = game("cap=1")
    short.say("move 1", as: 0)
    #expect(short.read(1).contains("result 1 draw adjudication 0.5-0.5 - 1 move was played"))
    // A win with the last move is a win.
    var won = game("cap=7")
    for ply in 0..<7 { won.say("move \(1 + ply % 2)", as: ply % 2) }
    #expect(won.read(1).contains("result 1 first rules 1-0 - four in a row"))

    var strict = game("illegal=3")
    for _ in 0..<2 { #expect(strict.ask("move 9", as: 0).count == 1) }
    #expect(strict.ask("move 1", as: 1)[0].hasPrefix("error not-your-turn "))
    let last = strict.ask("move 0", as: 0)
    #expect(last[0].hasPrefix("error illegal-move "))
    #expect(last[1] == "result 1 second illegal-move 0-1 - first tried 3 illegal moves")
    try strict.lobby.checkInvariants()
  }

  @Test func `rules outlive a restart and make another seek`() throws {
    var room = game("cap=3 illegal=2 clock=5", keepsJournal: true)
    let eve = room.joinNewly("eve")
    room.say("move 1", as: 0)
    for text in ["", " cap=3", " illegal=2 cap=3,proven=on"] {
      #expect(room.ask("seek connect-four size=4 clock=5 people\(text)", as: eve).count == 1)
    }
    #expect(
      room.ask("seeks", as: eve).map { $0.split(separator: " ")[safe: 6] }.prefix(3)
        == ["-", "cap=3", "cap=3,illegal=2,proven=on"])
    var snapshot: [JournalEntry] = []
    room.lobby.snapshot { snapshot.append($0) }
    for entries in [room.takeJournal(), snapshot] {
      let again = try Room(replaying: entries.compactMap { JournalEntry(text: $0.text) })
      #expect(again.lobby.tables[1]?.terms.rules.text == "cap=3,illegal=2")
    }
  }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}

extension Room {
  /// What a seat's clock shows while no time runs.
  static func standing(_ table: LiveTable, _ seat: Seat) -> Duration? {
    var clock = table.clock
    clock.halt()
    return clock.timeLeft(of: seat, at: .zero)
  }
}
