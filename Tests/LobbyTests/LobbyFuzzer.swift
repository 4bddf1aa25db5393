import ArenaCore
import Environments
import Match
import Wire

@testable import Lobby

/// A lobby among fifty clients who come, play, quarrel, leave and come back under other names, on a
/// server that restarts with other bots and other games, in a time that jumps.
///
/// After every step the invariants are checked, after every line that it had one final answer, and
/// after every restart that nothing was lost.
struct LobbyFuzzer: ~Copyable {
  /// What went wrong, in one line.
  struct FuzzFailure: Error, CustomStringConvertible { let description: String }

  /// How often things happened: a fuzzer that does nothing finds nothing.
  struct Counts {
    var commands = 0
    var refusals = 0
    var games = 0
    var results: [String: Int] = [:]
    var restarts = 0
    var snapshots = 0
    var setAside = 0
  }

  static let allGames: [GameDirectory.Entry] = [
    .init(ConnectFour.self), .init(MNK.self, name: "tic-tac-toe"), .init(GoLite.self),
  ]
  private static let botSets: [[HouseBot]] = [
    [], [HouseBot(name: "house", game: "tic-tac-toe")],
    [HouseBot(name: "house", game: "connect-four", options: ["size": "4"])],
    [
      HouseBot(name: "house", game: "connect-four", options: ["rows": "4", "columns": "4"]),
      HouseBot(name: "house-2", game: "tic-tac-toe"),
    ],
    [
      HouseBot(name: "house", game: "tic-tac-toe"),
      HouseBot(name: "house-2", game: "connect-four", options: ["size": "4"]),
      HouseBot(name: "p3", game: "go-lite", options: ["size": "2"]),
    ],
    [HouseBot(name: "p4", game: "tic-tac-toe"), HouseBot(name: "P5", game: "tic-tac-toe")],
    // Of every board; the second takes fewer than the first, which has the same name.
    [HouseBot(name: "every", game: "connect-four") { _ in true }],
    [HouseBot(name: "every", game: "connect-four") { $0.optionsText.isEmpty }],
  ]
  private static let settings = LobbySettings { settings in
    settings.tableLimit = 30
    settings.tablesPerPlayer = 4
    settings.offersPerPlayer = 3
    settings.watchersPerTable = 4
    settings.watchesPerClient = 3
    settings.accountLimit = 150
    settings.tablesPerAddress = 12
    settings.offersPerAddress = 40
    settings.guestsPerAddress = 9
    settings.challengesPerPlayer = 5
    settings.vainChallengesPerAddress = 2000
    settings.passwordRounds = 2
  }

  final class Visitor {
    var client: ClientID
    var conversation = Conversation()
    var isNew = false
    init(_ client: ClientID) { self.client = client }
  }

  private static let eventWords = Set(Events.all.map(\.word))

  var lobby: Lobby
  private(set) var counts = Counts()
  /// The journal as it stands on the disk, a snapshot in front at times.
  private(set) var journal: [String] = []
  var random: RandomSource
  private var now: Duration = .seconds(1000)
  private var visitors: [Visitor] = []
  private var lastClient: UInt64 = 0
  private var lateAnswers: [BotAnswer] = []
  /// The words that guests have heard, by lower-case name.
  var tokens: [String: String] = [:]
  /// Lines of the second version, a few of all.
  private(set) var sample: [String] = []

  /// A new house, or one that goes on where a journal ends.
  ///
  /// - Throws: `ReplayError` for a journal that does not fit, `BrokenInvariant` for worse.
  init(seed: UInt64, clients: Int = 50, replaying lines: [String] = []) throws {
    random = RandomSource(seed: seed)
    lobby = Lobby(
      GameDirectory(Self.allGames), bots: Self.botSets[random.below(Self.botSets.count)],
      settings: Self.settings, keepsJournal: true, seed: seed)
    for line in lines {
      guard let entry = JournalEntry(text: line) else { continue }
      try lobby.replay(entry)
      journal.append(line)
    }
    lobby.finishReplay(at: now)
    for _ in 0..<clients { visitors.append(connected()) }
    try settle()
  }

  /// One thing happens.
  mutating func step() throws {
    switch random.below(1000) {
    case 0..<880: try say(line(of: visitors[random.below(visitors.count)]))
    case 880..<910: leave(random.below(visitors.count))
    case 910..<940: now += .milliseconds(random.below(500))
    case 940: if random.below(8) == 0 { now += .seconds(random.below(200)) }
    case 942: if random.below(20) == 0 { now += .seconds(random.below(900_000)) }
    case 943: if random.below(2) == 0 { try restart() }
    default:
      if !lateAnswers.isEmpty {
        lobby.answer(lateAnswers.remove(at: random.below(lateAnswers.count)), at: now)
      }
    }
    lobby.advance(to: now)
    try settle()
  }

  // MARK: What clients say

  private mutating func say(_ line: (visitor: Visitor, text: String)) throws {
    let bytes = Array((line.text + "\n").utf8)
    var position = 0
    while let event = line.visitor.conversation.next(in: bytes.span, at: &position) {
      lobby.handle(event, from: line.visitor.client, at: now)
      counts.commands += 1
    }
    while let check = lobby.passwordChecks.first {
      lobby.passwordChecks.removeFirst()
      lobby.resolve(check, check.run(), at: now)
    }
    lobby.doErrands(at: now)
    try check(line.text, of: line.visitor)
  }

  /// One final answer came, and nothing but the lines of the answer before it.
  private mutating func check(_ text: String, of visitor: Visitor) throws {
    let heard = lobby.outbox.deliveries.filter { $0.client == visitor.client }.map {
      String(decoding: lobby.outbox.bytes[$0.range].dropLast(), as: UTF8.self)
    }
    var tag = ""
    if visitor.isNew, text.hasPrefix("#") {
      // By scalars: an accent may follow the space.
      tag = String(String.UnicodeScalarView(text.unicodeScalars.prefix { $0 != " " })) + " "
    }
    let final = heard.indices.filter { index in
      ["ok", "error"].contains { heard[index].hasPrefix("\(tag)\($0) ") }
    }
    guard final.count == 1, let last = final.first else {
      throw FuzzFailure(description: "'\(text)' has the answers \(final.map { heard[$0] })")
    }
    if heard[last].hasPrefix("\(tag)error ") { counts.refusals += 1 }
    if let name = heard[last].split(separator: " ").last, heard[last].hasPrefix("\(tag)ok hello "),
      let token = heard[..<last].first(where: { $0.hasPrefix("\(tag)token ") })
    {
      tokens[name.lowercased()] = String(token.dropFirst(tag.utf8.count + 6))
    }
    guard visitor.isNew else { return }
    // The answer's lines stand together: events before or behind them.
    let isEvent = heard.map { Self.eventWords.contains(String($0.prefix { $0 != " " })) }
    let begin = isEvent[..<last].lastIndex(of: true).map { $0 + 1 } ?? 0
    guard !isEvent[last], isEvent[..<begin].allSatisfy(\.self),
      isEvent[(last + 1)...].allSatisfy(\.self),
      tag.isEmpty || heard[begin...last].allSatisfy({ $0.hasPrefix(tag) })
    else { throw FuzzFailure(description: "'\(text)' is answered with \(heard)") }
    if random.below(40) == 0 { sample += heard.prefix(20) }
  }

  private mutating func connected() -> Visitor {
    lastClient += 1
    let visitor = Visitor(ClientID(lastClient))
    lobby.connect(
      visitor.client, from: ClientAddress(ipv4: UInt32(random.below(4))), at: now)
    if random.below(3) > 0 {
      lobby.handle(.request(["protocol", "2"]), from: visitor.client, at: now)
      visitor.isNew = true
    }
    return visitor
  }

  private mutating func leave(_ index: Int) {
    lobby.disconnect(visitors[index].client, at: now)
    visitors[index] = connected()
  }

  // MARK: What the server does

  private mutating func settle() throws {
    for client in lobby.departures {
      if let index = visitors.firstIndex(where: { $0.client == client }) { leave(index) }
    }
    lobby.departures = []
    if random.below(50) == 0, let id = lobby.tables.keys.min(), let table = lobby.tables[id] {
      let outcome = Outcome(winner: .first, reason: "proven")
      lobby.prove(
        outcome, at: id, after: table.game.actions.dropLast(random.below(2)), at: now)
    }
    for turn in lobby.botTurns { think(turn) }
    lobby.botTurns = []
    for entry in lobby.journal {
      if case .start = entry { counts.games += 1 }
      if case .end(_, _, let cause) = entry { counts.results[cause.rawValue, default: 0] += 1 }
      if case .abort = entry { counts.results["aborted", default: 0] += 1 }
      journal.append(entry.text)
    }
    lobby.journal = []
    lobby.outbox.removeAll()
    // The disk is slow at times.
    if random.below(3) > 0 { lobby.startClocks(through: lobby.recorded, at: now) }
    lobby.endedBotTables = []
    try lobby.checkInvariants()
  }

  private mutating func think(_ turn: BotTurn) {
    let legal = turn.session.legalActions
    let answer =
      switch random.below(60) {
      case 0: BotAnswer(to: turn, .action(random.below(200) - 100))
      case 1: BotAnswer(to: turn, .failure("it\nbroke"))
      default: BotAnswer(to: turn, .action(legal.isEmpty ? 0 : legal[random.below(legal.count)]))
      }
    lateAnswers.append(answer)
    if lateAnswers.count > 100 { lateAnswers.removeFirst(50) }
    if random.below(4) > 0 {
      lobby.answer(answer, at: now)
      // What the answer brought is settled with the next step.
    }
  }

  /// The server stops and starts again, perhaps with other bots, perhaps without one of its games.
  private mutating func restart() throws {
    try settle()
    counts.restarts += 1
    if journal.count > 20_000 { journal = [] }
    let isNew = journal.isEmpty
    // Half of the time a snapshot takes the place of all that was written.
    if !isNew, random.below(2) == 0 {
      journal = []
      lobby.snapshot { journal.append($0.text) }
      counts.snapshots += 1
    }
    let games = Self.allGames.filter { _ in random.below(12) > 0 }
    var old = Lobby(
      GameDirectory(games), bots: bots(for: games), settings: Self.settings, keepsJournal: true,
      seed: random.next())
    swap(&old, &lobby)
    for (index, line) in journal.enumerated() {
      guard let entry = JournalEntry(text: line) else {
        throw FuzzFailure(description: "line \(index + 1) does not read back: \(line)")
      }
      do { try lobby.replay(entry) } catch {
        let name = line.split(separator: " ").last ?? ""
        let past = journal[...index].filter { $0.contains(" \(name)") }.suffix(12)
        throw FuzzFailure(
          description: "line \(index + 1) does not fit: \(line): \(error)\n"
            + past.joined(separator: "\n"))
      }
    }
    guard lobby.journal.isEmpty else {
      throw FuzzFailure(description: "replayed and written again: \(lobby.journal[0].text)")
    }
    let notes = lobby.finishReplay(at: now)
    counts.setAside += notes.count { $0.contains("set aside") }
    if !isNew { try Self.requireNothingLost(old, lobby, games.map(\.name)) }
    lateAnswers = []
    for index in visitors.indices { visitors[index] = connected() }
    try settle()
  }

  private mutating func bots(for games: [GameDirectory.Entry]) -> [HouseBot] {
    let bots = Self.botSets[random.below(Self.botSets.count)]
    return bots.filter { bot in games.contains { $0.name == bot.game } }
  }

  private static func requireNothingLost(
    _ old: borrowing Lobby, _ new: borrowing Lobby, _ games: [String]
  ) throws {
    guard new.lastOffer >= old.lastOffer, new.lastTable >= old.lastTable else {
      throw FuzzFailure(description: "numbers begin again")
    }
    for (id, table) in old.tables where games.contains(table.terms.game) {
      let names = table.seats.map { old.accounts[$0]?.name }
      guard let again = new.tables[id], again.session.actions == table.session.actions,
        again.terms == table.terms,
        again.seats.map({ new.accounts[$0]?.name.lowercased() })
          == names.map({ $0?.lowercased() })
      else { throw FuzzFailure(description: "the game at table \(id) is another after a restart") }
    }
    for account in old.accounts.values where !account.standings.isEmpty {
      let again = new.accountIDs[account.name.lowercased()].flatMap { new.accounts[$0] }
      guard again?.standings == account.standings, again?.kind == account.kind else {
        throw FuzzFailure(description: "\(account.name) is rated otherwise after a restart")
      }
    }
  }
}
