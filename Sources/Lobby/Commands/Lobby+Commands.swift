import ArenaCore
import Wire

/// A command of the protocol with what it does in a lobby.
struct LobbyCommand: Sendable {
  let word: String
  let aliases: [String]
  let usage: String
  let summary: String
  /// The forms of the lines before the final answer.
  let lines: [String]
  /// The first version of the protocol that has it.
  let since: ProtocolVersion
  /// What its answer has to do with the journal.
  let journal: JournalUse
  /// Reads the words behind the command's own and does what they say.
  let perform:
    @Sendable (inout Lobby, ArraySlice<String>, ClientID, Duration) throws(WireError) -> Void

  /// What a command has to do with the journal.
  enum JournalUse: Sendable {
    /// Nothing: its answer need not wait for it.
    case none
    /// It tells what may not be on the disk yet.
    case reads
    /// It may change what must not be lost.
    case writes
  }

  init<Arguments>(
    _ descriptor: CommandDescriptor<Arguments>, _ journal: JournalUse = .reads,
    perform:
      @escaping @Sendable (inout Lobby, Arguments, ClientID, Duration) throws(WireError) -> Void
  ) {
    self.journal = journal
    word = descriptor.word
    aliases = descriptor.aliases
    usage = descriptor.usage
    summary = descriptor.summary
    lines = descriptor.lines
    since = descriptor.since
    self.perform = { lobby, words, client, now throws(WireError) in
      try perform(&lobby, descriptor.arguments(from: words), client, now)
    }
  }
}

extension Lobby {
  /// All commands, in the order in which `help` lists them.
  static let commands =
    lookingAround + meeting + playing + watching + errandCommands + operatingCommands

  private static let lookingAround: [LobbyCommand] = [
    LobbyCommand(Commands.protocol, .none) { lobby, version, client, _ throws(WireError) in
      try lobby.choose(version: version, client)
    },
    LobbyCommand(Commands.hello) { lobby, given, client, now throws(WireError) in
      try lobby.hello(given.name, given.password, from: client, at: now)
    },
    LobbyCommand(Commands.help, .none) { lobby, _, client, _ in lobby.listHelp(for: client) },
    LobbyCommand(Commands.games, .none) { lobby, game, client, _ throws(WireError) in
      try lobby.listGames(game, for: client)
    },
    LobbyCommand(Commands.describe, .none) { lobby, given, client, _ throws(WireError) in
      try lobby.describe(given.game, given.options, for: client)
    },
    LobbyCommand(Commands.players) { lobby, _, client, _ in lobby.listPlayers(for: client) },
    LobbyCommand(Commands.who) { lobby, name, client, now throws(WireError) in
      try lobby.listPersons(name, for: client, at: now)
    },
    LobbyCommand(Commands.ratings) { lobby, game, client, _ throws(WireError) in
      try lobby.listRatings(of: game, for: client)
    },
    LobbyCommand(Commands.seeks) { lobby, _, client, _ in lobby.listSeeks(for: client) },
    LobbyCommand(Commands.tables) { lobby, _, client, _ in lobby.listTables(for: client) },
    LobbyCommand(Commands.set, .none) { lobby, given, client, _ in
      lobby.set(given.name, given.isOn, for: client)
    },
  ]

  private static let meeting: [LobbyCommand] = [
    LobbyCommand(Commands.seek, .writes) { lobby, proposal, client, now throws(WireError) in
      try lobby.seek(proposal, from: client, at: now)
    },
    LobbyCommand(Commands.queue, .writes) { lobby, proposal, client, now throws(WireError) in
      try lobby.queue(proposal, from: client, at: now)
    },
    LobbyCommand(Commands.challenge, .writes) { lobby, given, client, now throws(WireError) in
      try lobby.challenge(given.opponent, given.proposal, from: client, at: now)
    },
    LobbyCommand(Commands.rematch, .writes) { lobby, table, client, now throws(WireError) in
      try lobby.rematch(table, from: client, at: now)
    },
    LobbyCommand(Commands.accept, .writes) { lobby, offer, client, now throws(WireError) in
      try lobby.accept(offer, from: client, at: now)
    },
    LobbyCommand(Commands.decline) { lobby, offer, client, now throws(WireError) in
      try lobby.decline(offer, from: client, at: now)
    },
    LobbyCommand(Commands.cancel) { lobby, offer, client, now throws(WireError) in
      try lobby.cancel(offer, from: client, at: now)
    },
    LobbyCommand(Commands.ignore) { lobby, name, client, now throws(WireError) in
      try lobby.ignore(name, from: client)
    },
    LobbyCommand(Commands.unignore) { lobby, name, client, now throws(WireError) in
      try lobby.unignore(name, from: client)
    },
  ]

  private static let playing: [LobbyCommand] = [
    LobbyCommand(Commands.move, .writes) { lobby, given, client, now throws(WireError) in
      let seat = try lobby.seat(of: client, at: given.table)
      try lobby.move(given.move, at: seat, from: client, now)
    },
    LobbyCommand(Commands.resign, .writes) { lobby, table, client, now throws(WireError) in
      try lobby.resign(at: lobby.seat(of: client, at: table), from: client, now)
    },
    LobbyCommand(Commands.draw, .writes) { lobby, table, client, now throws(WireError) in
      try lobby.offerDraw(at: lobby.seat(of: client, at: table), from: client, now)
    },
    LobbyCommand(Commands.abort, .writes) { lobby, table, client, _ throws(WireError) in
      try lobby.breakOff(at: lobby.seat(of: client, at: table), from: client)
    },
    LobbyCommand(Commands.takeback, .writes) { lobby, table, client, now throws(WireError) in
      try lobby.takeBack(at: lobby.seat(of: client, at: table), from: client, now)
    },
    LobbyCommand(Commands.claim, .writes) { lobby, table, client, now throws(WireError) in
      try lobby.claim(at: lobby.seat(of: client, at: table), from: client, now)
    },
    LobbyCommand(Commands.say) { lobby, given, client, now throws(WireError) in
      try lobby.say(given.text, at: given.table, from: client, now)
    },
    LobbyCommand(Commands.board) { lobby, table, client, _ throws(WireError) in
      try lobby.showBoard(of: table, for: client)
    },
    LobbyCommand(Commands.state) { lobby, table, client, now throws(WireError) in
      try lobby.showState(of: table, for: client, at: now)
    },
    LobbyCommand(Commands.legal) { lobby, table, client, _ throws(WireError) in
      try lobby.showLegal(at: table, for: client)
    },
  ]

  private static let watching: [LobbyCommand] = [
    LobbyCommand(Commands.watch) { lobby, table, client, now throws(WireError) in
      try lobby.watch(table, from: client, at: now)
    },
    LobbyCommand(Commands.unwatch) { lobby, table, client, _ throws(WireError) in
      try lobby.unwatch(table, from: client)
    },
    LobbyCommand(Commands.follow) { lobby, name, client, now throws(WireError) in
      try lobby.follow(name, from: client, at: now)
    },
    LobbyCommand(Commands.unfollow) { lobby, name, client, _ throws(WireError) in
      try lobby.unfollow(name, from: client)
    },
    LobbyCommand(Commands.history) { lobby, name, client, _ throws(WireError) in
      try lobby.listHistory(of: name, for: client)
    },
    LobbyCommand(Commands.record) { lobby, given, client, _ throws(WireError) in
      try lobby.showRecord(of: given.table, asSGF: given.isSGF, for: client)
    },
    LobbyCommand(Commands.ping, .none) { lobby, text, client, _ in
      lobby.answer(text.map { "ok ping \($0)" } ?? "ok ping", to: client)
    },
    LobbyCommand(Commands.quit) { lobby, _, client, _ in lobby.quit(client) },
  ]

  /// By the words that begin them.
  static let commandsByWord = Dictionary(
    commands.flatMap { command in ([command.word] + command.aliases).map { ($0, command) } },
    uniquingKeysWith: { first, _ in first })

  /// Why nothing can be played while the journal cannot be written.
  var suspension: WireError {
    WireError(
      .unavailable,
      "the server cannot write its journal now: clocks stand, try again in 1 s",
      retry: .seconds(1))
  }

  private mutating func listHelp(for client: ClientID) {
    let version = version(of: client)
    for command in Self.commands where command.since <= version {
      answer("help \(command.usage) - \(command.summary)", to: client)
    }
    answer("ok help", to: client)
  }

  private mutating func quit(_ client: ClientID) {
    answer("ok quit", to: client)
    clients[client]?.hasQuit = true
    departures.append(client)
  }
}
