import ArenaCore
import Wire

/// A command of the protocol with what it does in a lobby.
struct LobbyCommand: Sendable {
  let word: String
  let aliases: [String]
  let usage: String
  let summary: String
  /// Reads the words behind the command's own and does what they say.
  let perform:
    @Sendable (inout Lobby, ArraySlice<String>, ClientID, Duration) throws(WireError) -> Void

  init<Arguments>(
    _ descriptor: CommandDescriptor<Arguments>,
    perform:
      @escaping @Sendable (inout Lobby, Arguments, ClientID, Duration) throws(WireError) -> Void
  ) {
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
  static let commands: [LobbyCommand] = [
    LobbyCommand(Commands.hello) { lobby, given, client, now throws(WireError) in
      try lobby.hello(given.name, given.password, from: client, at: now)
    },
    LobbyCommand(Commands.help) { lobby, _, client, _ in lobby.listHelp(for: client) },
    LobbyCommand(Commands.games) { lobby, game, client, _ throws(WireError) in
      try lobby.listGames(game, for: client)
    },
    LobbyCommand(Commands.players) { lobby, _, client, _ in lobby.listPlayers(for: client) },
    LobbyCommand(Commands.ratings) { lobby, game, client, _ throws(WireError) in
      try lobby.listRatings(of: game, for: client)
    },
    LobbyCommand(Commands.seeks) { lobby, _, client, _ in lobby.listSeeks(for: client) },
    LobbyCommand(Commands.tables) { lobby, _, client, _ in lobby.listTables(for: client) },
    LobbyCommand(Commands.seek) { lobby, proposal, client, now throws(WireError) in
      try lobby.seek(proposal, from: client, at: now)
    },
    LobbyCommand(Commands.challenge) { lobby, given, client, now throws(WireError) in
      try lobby.challenge(given.opponent, given.proposal, from: client, at: now)
    },
    LobbyCommand(Commands.accept) { lobby, offer, client, now throws(WireError) in
      try lobby.accept(offer, from: client, at: now)
    },
    LobbyCommand(Commands.decline) { lobby, offer, client, _ throws(WireError) in
      try lobby.decline(offer, from: client)
    },
    LobbyCommand(Commands.cancel) { lobby, offer, client, _ throws(WireError) in
      try lobby.cancel(offer, from: client)
    },
    LobbyCommand(Commands.move) { lobby, given, client, now throws(WireError) in
      let seat = try lobby.seat(of: client, at: given.table)
      try lobby.move(given.move, at: seat, from: client, now)
    },
    LobbyCommand(Commands.resign) { lobby, table, client, now throws(WireError) in
      try lobby.resign(at: lobby.seat(of: client, at: table), from: client, now)
    },
    LobbyCommand(Commands.draw) { lobby, table, client, now throws(WireError) in
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
    LobbyCommand(Commands.ping) { lobby, text, client, _ in
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
    try command.perform(&self, words.dropFirst(), client, now)
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
