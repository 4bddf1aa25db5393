import ArenaCore
import Environments
import Match
import Testing

@testable import Lobby

/// Names in a journal mean what they meant when they were written.
@Suite struct BotNameTests {
  private let games = GameDirectory([
    .init(ConnectFour.self), .init(MNK.self, name: "tic-tac-toe"),
  ])
  private let four = HouseBot(name: "uct-bot", game: "connect-four")
  private let three = HouseBot(name: "uct-bot-2", game: "tic-tac-toe")

  /// Amy has moved against each of the bots, Ben against Amy.
  private func journal(_ bots: [HouseBot]) -> [JournalEntry] {
    var room = Room(games, bots: bots, keepsJournal: true)
    let amy = room.join("amy")
    let ben = room.join("ben")
    for (index, bot) in bots.enumerated() {
      room.say("challenge \(bot.name) \(bot.game) seat=first clock=none", as: amy)
      room.say("move \(index + 1) \(bot.game == "tic-tac-toe" ? "a1" : "1")", as: amy)
    }
    room.say("seek connect-four seat=first people", as: ben)
    room.say("accept \(bots.count + 1)", as: amy)
    room.say("resign", as: ben)
    return room.takeJournal()
  }

  @Test func `bots named in another order play on with their own games`() throws {
    var room = try Room(
      replaying: journal([four, three]), games,
      bots: [
        HouseBot(name: "uct-bot", game: "tic-tac-toe"),
        HouseBot(name: "uct-bot-2", game: "connect-four"),
      ])
    #expect(room.lobby.bots.map(\.name) == ["uct-bot-2", "uct-bot"])
    #expect(room.lobby.botTurns.map { $0.session.gameName } == ["connect-four", "tic-tac-toe"])
    // Each turn goes to the bot of that game.
    #expect(room.lobby.botTurns.map(\.bot) == [1, 0])
    for turn in room.lobby.botTurns { room.answer(BotAnswer(to: turn, .action(1))) }
    let amy = room.join()
    #expect(room.ask("hello amy", as: amy).count { $0.contains(" 2 first ") } == 2)
  }

  @Test func `a game waits for a bot that is not there, and nobody takes its name`() throws {
    var room = try Room(replaying: journal([four]), games)
    #expect(
      room.notes == ["house bot uct-bot for connect-four - is missing: 1 games wait for it"])
    #expect(room.lobby.botTurns.isEmpty)
    let amy = room.join()
    #expect(room.ask("hello uct-bot", as: amy)[0].hasPrefix("error name-taken "))
    #expect(room.ask("hello amy", as: amy).last?.hasPrefix("state 1 1 second - -") == true)
    #expect(
      room.ask("challenge uct-bot connect-four", as: amy)[0].hasPrefix("error no-such-player "))
    #expect(!room.ask("players", as: amy).contains { $0.contains("uct-bot") })
    room.wait(.seconds(86_400))
    #expect(room.lobby.tableCount == 1)
    // It is back after the next start.
    let again = try Room(replaying: journal([four]) + room.takeJournal(), games, bots: [four])
    #expect(again.lobby.botTurns.map(\.table) == [1])
  }

  @Test func `a game waits for a bot of every board that does not play its board any more`() throws
  {
    let every = HouseBot(name: "any", game: "connect-four") { _ in true }
    var room = Room(games, bots: [every], keepsJournal: true)
    let amy = room.join("amy")
    for (table, rows) in [(1, 4), (2, 5), (3, 4)] {
      room.say("seek connect-four rows=\(rows) seat=first clock=10", as: amy)
      if table < 3 { room.say("move \(table) 1", as: amy) }
    }
    let entries = room.takeJournal()
    // Its turn is at tables 1 and 2; it plays no board of 4 rows any more.
    let five = HouseBot(name: "any", game: "connect-four") { $0.optionsText != "rows=4" }
    var again = try Room(replaying: entries, games, bots: [five])
    #expect(again.lobby.botTurns.map(\.table) == [2])
    #expect(
      again.notes
        == [1, 3].map {
          "house bot any does not play connect-four rows=4: table \($0) waits for one that does"
        })
    // Amy may move at her own cost where it is her turn, and no time runs for the bot.
    let back = again.join()
    #expect(again.ask("hello amy", as: back).count { $0.hasPrefix("state ") } == 3)
    #expect(again.ask("move 3 1", as: back)[0] == "ok move 3 1")
    #expect(again.lobby.botTurns.map(\.table) == [2])
    try again.lobby.checkInvariants()
    for turn in again.lobby.botTurns { again.answer(BotAnswer(to: turn, .resignation)) }
    again.wait(.seconds(86_400))
    #expect(again.lobby.tables.keys.sorted() == [1, 3])
    try again.lobby.checkInvariants()
    // After a start with a bot that plays them, both go on.
    let later = try Room(
      replaying: entries + again.takeJournal(), games, bots: [every])
    #expect(later.lobby.botTurns.map(\.table) == [1, 3] && later.notes == [])
  }

  @Test(arguments: [
    HouseBot(name: "uct-bot", game: "tic-tac-toe"),
    HouseBot(name: "uct-bot", game: "connect-four", options: ["rows": "4"]),
  ])
  func `a bot of that name for other boards does not sit down`(_ bot: HouseBot) throws {
    var room = try Room(replaying: journal([four]), games, bots: [bot])
    #expect(room.lobby.botTurns.isEmpty)
    #expect(room.lobby.bots.map(\.name) == ["uct-bot-2"])
    #expect(room.notes.count == 2 && room.notes[0].hasSuffix(": uct-bot is another's name"))
    let amy = room.join("amy")
    #expect(room.ask("challenge uct-bot-2 \(bot.game)", as: amy).count <= 2)
    // From now on that is its name.
    let entries = journal([four]) + room.takeJournal()
    let again = try Room(replaying: entries, games, bots: [four, bot])
    #expect(again.lobby.bots.map(\.name) == ["uct-bot", "uct-bot-2"])
    #expect(again.notes.count == 1)
  }

  @Test func `a guest named like tomorrow's bot stays himself`() throws {
    var room = Room(games, keepsJournal: true)
    let guest = room.join("Random-Bot")
    let amy = room.join("amy")
    room.say("seek tic-tac-toe seat=first", as: guest)
    room.say("accept 1", as: amy)
    room.say("seek connect-four seat=first", as: guest)
    room.say("accept 2", as: amy)
    room.say("resign 2", as: amy)
    let bots = [
      HouseBot(name: "random-bot", game: "tic-tac-toe"),
      HouseBot(name: "random-bot-2", game: "connect-four"),
    ]
    var again = try Room(replaying: room.takeJournal(), games, bots: bots)
    #expect(again.lobby.bots.map(\.name) == ["random-bot-3", "random-bot-2"])
    #expect(again.lobby.botTurns.isEmpty)
    let back = again.join()
    #expect(again.ask("hello random-bot", as: back)[0] == "ok hello Random-Bot")
    #expect(again.ask("move a1", as: back)[0] == "ok move 1 a1")
    #expect(again.ask("ratings", as: back).count == 3)
  }

  @Test func `an old journal that does not say who is a bot is read`() throws {
    let old = journal([four, three]).filter { entry in
      switch entry {
      case .bot, .offers, .token: false
      default: true
      }
    }
    #expect(old.count == 6)
    let room = try Room(replaying: old, games, bots: [four, three])
    #expect(room.lobby.botTurns.map(\.table) == [1, 2])
    #expect(room.lobby.bots.map(\.name) == ["uct-bot", "uct-bot-2"])
    // Named in another order they play on with their own games, and others do not sit down there.
    let other = try Room(
      replaying: old, games,
      bots: [
        HouseBot(name: "uct-bot", game: "tic-tac-toe"),
        HouseBot(name: "uct-bot-2", game: "connect-four", options: ["rows": "4"]),
      ])
    #expect(other.lobby.bots.map(\.name) == ["uct-bot-2", "uct-bot-3"])
    #expect(other.lobby.botTurns.map(\.table) == [2] && other.lobby.tableCount == 2)
  }

  @Test func `where one game cannot go on the others do`() throws {
    let entries = journal([four, three])
    // The game is gone, its options are refused, a move is not legal.
    var renamed = entries
    for (index, entry) in entries.enumerated() {
      if case .start(1, _, let first, let second) = entry {
        renamed[index] = .start(table: 1, terms: "chess - none", first: first, second: second)
      }
    }
    let refused = renamed.map { entry in
      guard case .start(1, _, let first, let second) = entry else { return entry }
      return JournalEntry.start(
        table: 1, terms: "connect-four rows=99 none", first: first, second: second)
    }
    let illegal = entries.map { entry in
      guard case .move(1, _, let banks) = entry else { return entry }
      return JournalEntry.move(table: 1, action: 99, banks: banks)
    }
    for (journal, reason) in [
      (renamed, "unknown game 'chess'"), (refused, "option rows cannot be '99'"),
      (illegal, "action 99 cannot be played"),
    ] {
      let room = try Room(replaying: journal, games, bots: [four, three])
      #expect(room.notes.count == 1 && room.notes[0].contains(reason), "\(room.notes)")
      #expect(room.notes[0].hasPrefix("table 1 is set aside: "))
      #expect(room.lobby.tables.keys.sorted() == [2])
      #expect(room.lobby.lastTable == 3)
    }
  }

  @Test func `a game that was set aside goes on when the server has it again`() throws {
    var entries = journal([four, three])
    var without = try Room(
      replaying: entries, GameDirectory([.init(MNK.self, name: "tic-tac-toe")]), bots: [three])
    #expect(without.notes.first?.hasPrefix("table 1 is set aside: unknown game ") == true)
    #expect(without.lobby.tables.keys.sorted() == [2])
    entries += without.takeJournal()
    let again = try Room(replaying: entries, games, bots: [four, three])
    #expect(again.lobby.tables.keys.sorted() == [1, 2] && again.notes == [])
  }

  @Test func `a finished game of a game that is gone still counts`() throws {
    let entries = journal([]) + []
    var room = try Room(
      replaying: entries, GameDirectory([.init(MNK.self, name: "tic-tac-toe")]))
    #expect(room.notes == [])
    #expect(room.ask("ratings", as: room.join()).count == 3)
  }

  @Test func `numbers of offers and tables never come twice`() throws {
    var entries: [JournalEntry] = []
    var seen: [Int] = []
    for _ in 0..<4 {
      var room = try Room(replaying: entries)
      let amy = room.join("amy")
      for _ in 0..<700 {
        let answer = room.ask("seek connect-four", as: amy)[0]
        seen.append(try #require(Int(answer.dropFirst(8))))
        room.say("cancel", as: amy)
      }
      entries += room.takeJournal()
    }
    #expect(Set(seen).count == seen.count)
    #expect(seen == seen.sorted())
    // The journal does not grow with every offer.
    #expect(entries.count <= 8)
  }
}
