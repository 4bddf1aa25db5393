import ArenaCore
import Match
import TestKit
import Testing
import Wire

@testable import Lobby

@Suite struct FuzzTests {
  private static let lines = 200

  @Test func `after every malformed line a client is served as before`() {
    var random = RandomSource(seed: 11)
    var room = Room()
    let bad = room.join("bad")
    let good = room.join("good")
    for _ in 0..<Self.lines {
      room.send(malformed(&random) + [10], as: bad)
      #expect(room.read(bad).allSatisfy { $0.hasPrefix("error ") })
      #expect(room.read(good) == [])
      #expect(room.ask("ping 1", as: good) == ["ok ping 1"])
      #expect(room.ask("ping 2", as: bad) == ["ok ping 2"])
    }
  }

  private func malformed(_ random: inout RandomSource) -> [UInt8] {
    func bytes(_ count: Int, below bound: Int = 256) -> [UInt8] {
      (0..<count).map { _ in UInt8(random.below(bound)) }.filter { $0 != 10 }
    }
    switch random.below(6) {
    case 0: return [0x80] + bytes(1 + random.below(60))
    case 1: return [UInt8](repeating: UInt8(ascii: "x"), count: 1025 + random.below(5000))
    case 2: return Array("move \u{0}".utf8)
    case 3: return Array("hello ".utf8) + [0xff, 0xfe]
    case 4: return Array("nonsense ".utf8) + bytes(20, below: 127)
    default: return Array("accept ".utf8) + bytes(3, below: 48) + Array(" x".utf8)
    }
  }

  @Test func `every line gets exactly one final answer, whatever it says`() throws {
    var random = RandomSource(seed: 12)
    let words =
      Lobby.commands.map(\.word) + [
        "connect-four", "rows=4", "clock=5", "clock=1+1", "seat=first", "people", "1", "2", "3",
        "4", "ann", "bob", "any", "x=", "=", "-",
      ]
    var room = Room(
      bots: [
        HouseBot(name: "house", game: "connect-four"),
        HouseBot(name: "any", game: "connect-four") { $0.optionsText != "columns=4" },
      ],
      settings: LobbySettings { settings in
        settings.tableLimit = 5
        settings.tablesPerPlayer = 3
        settings.tablesPerBot = 2
        settings.offersPerPlayer = 2
      })
    room.doesErrands = true
    var clients = [room.join("ann"), room.join("bob"), room.join()]
    var waiting: [BotTurn] = []
    for _ in 0..<(runsLongTests ? 1_000_000 : 5000) {
      let index = random.below(clients.count)
      let client = clients[index]
      let line = (0...random.below(4)).map { _ in words[random.below(words.count)] }
        .joined(separator: " ")
      let final = room.ask(line, as: client).filter {
        $0.hasPrefix("ok ") || $0.hasPrefix("error ")
      }
      #expect(final.count == 1, "\(line): \(final)")
      let turns = room.lobby.botTurns
      room.lobby.botTurns = []
      for turn in turns {
        switch random.below(8) {
        case 0: waiting.append(turn)
        case 1: room.answer(BotAnswer(to: turn, .resignation))
        case 2: room.answer(BotAnswer(to: turn, .failure("no")))
        case let kind:
          if kind > 4 { room.begin(turn) }
          room.answer(BotAnswer(to: turn, .action(random.below(8))))
        }
      }
      if !waiting.isEmpty && random.below(9) == 0 {
        let turn = waiting.removeFirst()
        room.begin(turn)
        if random.below(2) == 0 { room.answer(BotAnswer(to: turn, .action(random.below(8)))) }
      }
      for departed in room.lobby.departures {
        room.lobby.disconnect(departed, at: room.now)
        if departed.number == UInt64(client + 1) { clients[index] = room.join() }
      }
      room.lobby.departures = []
      if random.below(20) == 0 { room.wait(.milliseconds(random.below(4000))) }
      if random.below(200) == 0 {
        room.leave(clients[index])
        clients[index] = room.join(["ann", "bob", "cat"][random.below(3)])
      }
      try room.lobby.checkInvariants()
    }
    // Left alone, everything ends.
    for client in clients { room.leave(client) }
    room.wait(.seconds(1000))
    room.wait(.seconds(8 * 86_400))
    #expect(room.lobby.tableCount == 0 && room.lobby.offers.isEmpty)
    #expect(room.lobby.nextDeadline == nil)
  }

  @Test func `deadlines come out in order`() {
    var random = RandomSource(seed: 13)
    var queue = DeadlineQueue()
    let times = (0..<500).map { _ in random.below(100) }
    for (table, time) in times.enumerated() { queue.insert(table, at: .seconds(time)) }
    var found: [Int] = []
    while let table = queue.removeFirst(before: .seconds(50)) { found.append(times[table]) }
    #expect(found == times.filter { $0 < 50 }.sorted())
    #expect(queue.count == 500 - found.count)
    #expect(queue.first == times.filter { $0 >= 50 }.min().map { .seconds($0) })
  }
}
