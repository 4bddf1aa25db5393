import ArenaCore
import Environments
import Match
import Wire

@testable import Lobby

/// A lobby with some clients in it and a clock that stands still until a test moves it.
struct Room: ~Copyable {
  var lobby: Lobby
  var now: Duration = .seconds(1000)
  private(set) var notes: [String] = []
  private var conversations: [Talker] = []

  /// One client: its conversation and what it has heard and not yet read.
  private final class Talker {
    let client: ClientID
    var conversation = Conversation()
    var heard: [String] = []
    /// The last token it got, which `heard` leaves out: it is another each time.
    var token: String?
    init(_ client: ClientID) { self.client = client }
  }

  static let games = GameDirectory([.init(ConnectFour.self)])

  init(
    _ games: GameDirectory = Room.games, bots: [HouseBot] = [],
    settings: LobbySettings = LobbySettings(), keepsJournal: Bool = false
  ) {
    lobby = Lobby(
      games, bots: bots, settings: settings.withQuickPasswords, keepsJournal: keepsJournal, seed: 1)
    lobby.finishReplay(at: now)
  }

  /// A lobby that goes on where a journal ends; `notes` are for the operator.
  ///
  /// - Parameter tokens: whether guests need their words, as they do unless the journal is an old one.
  init(
    replaying entries: some Sequence<JournalEntry>, _ games: GameDirectory = Room.games,
    bots: [HouseBot] = [], settings: LobbySettings = LobbySettings(), tokens: Bool = false
  ) throws {
    lobby = Lobby(
      games, bots: bots, settings: settings.withQuickPasswords, keepsJournal: true, seed: 1)
    for entry in entries {
      if case .token = entry, !tokens { continue }
      try lobby.replay(entry)
    }
    notes = lobby.finishReplay(at: now)
    try lobby.checkInvariants()
  }

  /// The journal since it was last asked for.
  mutating func takeJournal() -> [JournalEntry] {
    defer { lobby.journal = [] }
    return lobby.journal
  }

  /// A new client, which has read nothing yet.
  mutating func connect(from address: UInt32? = nil) -> Int {
    let talker = Talker(ClientID(UInt64(conversations.count + 1)))
    conversations.append(talker)
    lobby.connect(talker.client, from: address.map { ClientAddress(ipv4: $0) }, at: now)
    deliver()
    return conversations.count - 1
  }

  /// A new client that speaks version 2, with a name if one is given; what it heard so far is read.
  mutating func joinNewly(_ name: String? = nil, from address: UInt32? = nil) -> Int {
    let index = connect(from: address)
    say("protocol 2", as: index)
    if let name { say("hello \(name)", as: index) }
    _ = read(index)
    return index
  }

  /// A new client, with a name if one is given; what it heard so far is read.
  mutating func join(_ name: String? = nil, from address: UInt32? = nil) -> Int {
    let index = connect(from: address)
    if let name { say("hello \(name)", as: index) }
    _ = read(index)
    return index
  }

  mutating func leave(_ index: Int) {
    lobby.disconnect(conversations[index].client, at: now)
    deliver()
  }

  /// A client sends bytes.
  mutating func send(_ bytes: [UInt8], as index: Int) {
    var position = 0
    while let event = conversations[index].conversation.next(in: bytes.span, at: &position) {
      lobby.handle(event, from: conversations[index].client, at: now)
      checkPasswords()
    }
    deliver()
  }

  /// Does at once what a server has another thread do.
  private mutating func checkPasswords() {
    while let check = lobby.passwordChecks.first {
      lobby.passwordChecks.removeFirst()
      lobby.resolve(check, check.run(), at: now)
    }
    lobby.doErrands(archive, all: doesErrands, at: now)
  }

  /// What the file of all games has for whoever asks.
  var archive: [ArchivedGame] = []

  /// Whether errands other than looking games up are done at once, too.
  var doesErrands = false

  /// The word with which a guest takes the name up again.
  func token(_ index: Int) -> String { conversations[index].token ?? "none" }

  /// Whether lines with tokens, another each time, are heard as well.
  var keepsTokens = false

  /// The lines on their way arrive when a test says so, and only then clocks run.
  var holdsLines = false

  /// A client says lines.
  mutating func say(_ lines: String..., as index: Int) {
    for line in lines { send(Array((line + "\n").utf8), as: index) }
  }

  /// What the client heard since it was last asked.
  mutating func read(_ index: Int) -> [String] {
    defer { conversations[index].heard = [] }
    return conversations[index].heard
  }

  /// Says one line and returns what came of it, for this client.
  mutating func ask(_ line: String, as index: Int) -> [String] {
    _ = read(index)
    say(line, as: index)
    return read(index)
  }

  mutating func wait(_ duration: Duration) {
    now += duration
    lobby.advance(to: now)
    deliver()
  }

  /// A bot begins to think about its turn.
  mutating func begin(_ turn: BotTurn) {
    lobby.beginThinking(on: turn, at: now)
    deliver()
  }

  mutating func answer(_ answer: BotAnswer) {
    lobby.answer(answer, at: now)
    deliver()
  }

  mutating func deliver() {
    guard !holdsLines else { return }
    for delivery in lobby.outbox.deliveries {
      let text = String(decoding: lobby.outbox.bytes[delivery.range], as: UTF8.self)
      let talker = conversations.first { $0.client == delivery.client }
      for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
        let words = line.split(separator: " ")
        if let place = words.firstIndex(of: "token"), place < 2, words.count == place + 2,
          place == 0 || words[0].hasPrefix("#")
        {
          talker?.token = String(words[place + 1])
          if keepsTokens { talker?.heard.append(String(line)) }
        } else {
          talker?.heard.append(String(line))
        }
      }
    }
    lobby.outbox.removeAll()
    lobby.startClocks(through: lobby.recorded, at: now)
  }
}

extension LobbySettings {
  /// The same with a hash that takes no time.
  var withQuickPasswords: Self {
    var settings = self
    settings.passwordRounds = 2
    return settings
  }

  /// The defaults with a few changes.
  init(changing change: (inout LobbySettings) -> Void) {
    self.init()
    change(&self)
  }
}

extension Lobby {
  /// Answers what a server has other threads do, as one without analysts and tasks does.
  mutating func doErrands(
    _ archive: [ArchivedGame] = [], all: Bool = true, at now: Duration
  ) {
    let waiting = errands
    errands = []
    for errand in waiting {
      switch errand.work {
      case .games(let query): report(archive.filter(query.isMeant), for: errand)
      case .analysis where all: report(nil, for: errand, at: now)
      case .metrics where all: report(metrics: "", for: errand)
      case .task where all, .step where all:
        let refusal = WireError(.noTask, "there are none").line(in: errand.version)
        outbox.send(errand.tag + refusal, to: errand.client)
        finish(errand.client)
      default: errands.append(errand)
      }
    }
  }
}
