import ArenaCore
import Wire

/// A command of the protocol with what it does in a lobby.
struct LobbyCommand: Sendable {
  let word: String
  let aliases: [String]
  let usage: String
  let summary: String
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
    self.perform = { lobby, words, client, now throws(WireError) in
      try perform(&lobby, descriptor.arguments(from: words), client, now)
    }
  }
}

extension Lobby {
  /// All commands, in the order in which `help` lists them.
  static let commands = roomCommands + errandCommands + operatingCommands

  private static let roomCommands: [LobbyCommand] = [
    LobbyCommand(Commands.hello) { lobby, given, client, now throws(WireError) in
      try lobby.hello(given.name, given.password, from: client, at: now)
    },
    LobbyCommand(Commands.help, .none) { lobby, _, client, _ in lobby.listHelp(for: client) },
    LobbyCommand(Commands.games, .none) { lobby, game, client, _ throws(WireError) in
      try lobby.listGames(game, for: client)
    },
    LobbyCommand(Commands.players) { lobby, _, client, _ in lobby.listPlayers(for: client) },
    LobbyCommand(Commands.ratings) { lobby, game, client, _ throws(WireError) in
      try lobby.listRatings(of: game, for: client)
    },
    LobbyCommand(Commands.seeks) { lobby, _, client, _ in lobby.listSeeks(for: client) },
    LobbyCommand(Commands.tables) { lobby, _, client, _ in lobby.listTables(for: client) },
    LobbyCommand(Commands.seek, .writes) { lobby, proposal, client, now throws(WireError) in
      try lobby.seek(proposal, from: client, at: now)
    },
    LobbyCommand(Commands.challenge, .writes) { lobby, given, client, now throws(WireError) in
      try lobby.challenge(given.opponent, given.proposal, from: client, at: now)
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
    LobbyCommand(Commands.board) { lobby, table, client, _ throws(WireError) in
      try lobby.showBoard(of: table, for: client)
    },
    LobbyCommand(Commands.state) { lobby, table, client, now throws(WireError) in
      try lobby.showState(of: table, for: client, at: now)
    },
    LobbyCommand(Commands.legal) { lobby, table, client, _ throws(WireError) in
      try lobby.showLegal(at: table, for: client)
    },
    LobbyCommand(Commands.watch) { lobby, table, client, now throws(WireError) in
      try lobby.watch(table, from: client, at: now)
    },
    LobbyCommand(Commands.unwatch) { lobby, table, client, _ throws(WireError) in
      try lobby.unwatch(table, from: client)
    },
    LobbyCommand(Commands.ping, .none) { lobby, text, client, _ in
      lobby.outbox.send(text.map { "ok ping \($0)" } ?? "ok ping", to: client)
    },
    LobbyCommand(Commands.quit) { lobby, _, client, _ in lobby.quit(client) },
  ]

  /// By the words that begin them.
  private static let commandsByWord = Dictionary(
    commands.flatMap { command in ([command.word] + command.aliases).map { ($0, command) } },
    uniquingKeysWith: { first, _ in first })

  /// Does what a line says; its first word is the command's.
  mutating func perform(
    _ words: [String], from client: ClientID, at now: Duration
  ) throws(WireError) {
    guard let command = Self.commandsByWord[words[0]] else {
      throw WireError(
        .unknownCommand, "\(OneLine.quoting(words[0])) is no command: say help for a list")
    }
    switch command.journal {
    case .writes where isSuspended: throw suspension
    case .none:
      outbox.barrier = 0
      defer { outbox.barrier = recorded }
      try command.perform(&self, words.dropFirst(), client, now)
    case .reads, .writes: try command.perform(&self, words.dropFirst(), client, now)
    }
  }

  /// Why nothing can be played while the journal cannot be written.
  var suspension: WireError {
    WireError(
      .unavailable,
      "the server cannot write its journal now: clocks stand, try again in 1 s")
  }

  private mutating func listHelp(for client: ClientID) {
    for command in Self.commands {
      outbox.send("help \(command.usage) - \(command.summary)", to: client)
    }
    outbox.send("ok help", to: client)
  }

  private mutating func quit(_ client: ClientID) {
    outbox.send("ok quit", to: client)
    clients[client]?.hasQuit = true
    departures.append(client)
  }
}
