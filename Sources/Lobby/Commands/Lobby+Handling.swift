import ArenaCore
public import Wire

extension Lobby {
  /// Answers one line of a client; one that is not connected, or has quit, is not heard.
  public mutating func handle(
    _ event: Conversation.Event, from client: ClientID, at now: Duration
  ) {
    guard let visitor = clients[client], !visitor.hasQuit else { return }
    do throws(WireError) {
      switch event {
      case .move(let table, let notation): try move(notation, at: table, by: visitor, client, now)
      case .taggedMove(let tag, let table, let notation):
        try take(tag, from: visitor)
        try move(notation, at: table, by: visitor, client, now)
      case .refusal(let error): throw error
      case .step(let actions): step(actions, for: client)
      case .request(let words): try perform(words[...], from: client, visitor, at: now)
      case .foreign: return dismiss(visitor, client)
      }
      visitor.lastRequest = now
    } catch {
      counts.refusals += 1
      independently { $0.answer(error.line(in: visitor.version), to: client) }
    }
    if !tag.isEmpty { tag = "" }
  }

  /// The answer to come is to be marked with `tag`.
  private mutating func take(_ tag: String, from visitor: Client) throws(WireError) {
    guard visitor.version > .first else { throw Self.unknown(tag) }
    guard WordForm.isTag(tag) else {
      throw WireError(
        .badArguments, "a tag is # and 1 to 15 letters, digits, '_', '-' or '.'")
    }
    self.tag = tag + " "
  }

  /// Does what a line says: a tag perhaps, then the command's word.
  private mutating func perform(
    _ given: ArraySlice<String>, from client: ClientID, _ visitor: Client, at now: Duration
  ) throws(WireError) {
    var words = given
    if visitor.version > .first, let tag = words.first, tag.utf8.first == UInt8(ascii: "#") {
      try take(tag, from: visitor)
      words.removeFirst()
    }
    guard let word = words.popFirst() else {
      throw WireError(.badArguments, "a command stands behind a tag")
    }
    let command = try Self.command(word, in: visitor.version)
    switch command.journal {
    case .writes where isSuspended: throw suspension
    case .none:
      outbox.barrier = 0
      defer { outbox.barrier = recorded }
      try command.perform(&self, words, client, now)
    case .reads, .writes: try command.perform(&self, words, client, now)
    }
  }

  /// The command that a word means in a version of the protocol; any has `protocol`.
  private static func command(
    _ word: String, in version: ProtocolVersion
  ) throws(WireError) -> LobbyCommand {
    let key = version > .first ? WordForm.lowercased(word) : word
    guard let command = commandsByWord[key],
      command.since <= version || command.word == Commands.protocol.word
    else { throw unknown(word) }
    return command
  }

  private static func unknown(_ word: String) -> WireError {
    WireError(.unknownCommand, "\(OneLine.quoting(word)) is no command: say help for a list")
  }

  /// A web page, or something else that speaks HTTP: none of its text may run as commands.
  private mutating func dismiss(_ visitor: Client, _ client: ClientID) {
    let refusal = WireError(
      .unknownCommand, "this is an arena server, which speaks no HTTP")
    outbox.send(refusal.line(in: visitor.version), to: client)
    visitor.hasQuit = true
    departures.append(client)
  }

  /// The client speaks another version from here on, also in the answer.
  mutating func choose(version number: Int, _ client: ClientID) throws(WireError) {
    guard let visitor = clients[client], let version = ProtocolVersion(rawValue: number) else {
      let known = ProtocolVersion.allCases.map { String($0.rawValue) }.joined(separator: " and ")
      throw WireError(.badArguments, "this server speaks versions \(known)")
    }
    newerClients += (version > .first ? 1 : 0) - (visitor.version > .first ? 1 : 0)
    visitor.version = version
    answer("ok protocol \(number)", to: client)
  }
}
