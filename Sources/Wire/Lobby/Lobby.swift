import ArenaCore
import Match

/// Everything the clients share: who is here, what is offered, which games run, how they end.
///
/// A pure state machine. Requests and the time go in; lines for clients, house bots' turns and
/// journal entries come out, to be drained after each call. It owns no socket, thread or clock, so
/// tests drive it with any clock they like.
///
/// Times are durations since any fixed moment and never go back.
public struct Lobby: ~Copyable {
  let directory: GameDirectory
  let settings: LobbySettings
  let bots: [HouseBot]
  var random: RandomSource

  /// Lines to hand out.
  public var outbox = Outbox()
  /// Connections to close once their lines are sent.
  public var departures: [ClientID] = []
  /// Turns of house bots that began.
  public var botTurns: [BotTurn] = []
  /// Tables that ended at which bots may have kept something.
  public var endedBotTables: [Int] = []
  /// What must be on disk before anything in the outbox is sent.
  public var journal: [JournalEntry] = []
  /// Whether entries are kept in `journal`.
  let keepsJournal: Bool

  // An account keeps its index for ever; forgotten ones leave a hole to be filled.
  var accounts: [Account?] = []
  var freeAccounts: [Int] = []
  var accountIndices: [String: Int] = [:]  // by lower-case name
  var clients: [ClientID: Client] = [:]
  var offers: [Int: Offer] = [:]
  var tables: [Int: LiveTable] = [:]
  var lastOffer = 0
  var lastTable = 0
  var deadlines = DeadlineQueue()

  /// One connection.
  struct Client {
    /// Who it said it is.
    var account: Int?
    /// The tables it follows.
    var watched: [Int] = []
  }

  /// - Parameters:
  ///   - bots: with different names that are valid ones, for games of the directory.
  ///   - seed: of the draws for seats.
  public init(
    _ directory: GameDirectory, bots: [HouseBot] = [], settings: LobbySettings = LobbySettings(),
    keepsJournal: Bool = false, seed: UInt64
  ) {
    self.directory = directory
    self.settings = settings
    self.keepsJournal = keepsJournal
    random = RandomSource(seed: seed)
    self.bots = bots.map { bot in
      do { return try bot.settled(in: directory) } catch {
        preconditionFailure("\(bot.name) does not play: \(error)")
      }
    }
    for bot in bots {
      precondition(
        isValidName(bot.name) && accountIndices[bot.name.lowercased()] == nil,
        "\(bot.name) is no name for a bot, or taken")
      _ = addAccount(named: bot.name, kind: .bot)
    }
  }

  /// A connection opened.
  public mutating func connect(_ client: ClientID) {
    clients[client] = Client()
    outbox.send("arena 1 - say hello NAME, or help", to: client)
  }

  /// A connection is gone.
  public mutating func disconnect(_ client: ClientID, at now: Duration) {
    guard let gone = clients.removeValue(forKey: client) else { return }
    for table in gone.watched { tables[table]?.watchers.removeAll { $0 == client } }
    if let account = gone.account { leave(account, at: now) }
  }

  /// Answers one line of a client.
  ///
  /// - Precondition: the client is connected.
  public mutating func handle(
    _ event: Conversation.Event, from client: ClientID, at now: Duration
  ) {
    precondition(clients[client] != nil, "client \(client.number) is not connected")
    do throws(WireError) {
      switch event {
      case .refusal(let error): throw error
      case .command(let command): try perform(command, from: client, at: now)
      }
    } catch {
      outbox.send(error.description, to: client)
    }
  }

  /// When `advance` must be called next; nil when nothing is due.
  public var nextDeadline: Duration? { deadlines.first }

  /// Ends games whose time has run out by `now`.
  public mutating func advance(to now: Duration) {
    while let id = deadlines.removeFirst(before: now) { checkDeadline(of: id, at: now) }
  }

  private mutating func perform(
    _ command: Command, from client: ClientID, at now: Duration
  ) throws(WireError) {
    switch command {
    case .hello(let name, let password):
      try hello(name, password, from: client, at: now)
    case .move(let table, let move):
      try self.move(move, at: try seat(of: client, at: table), from: client, now)
    case .help: listHelp(for: client)
    case .games(let name): try listGames(name, for: client)
    case .players: listPlayers(for: client)
    case .ratings(let game): listRatings(of: game, for: client)
    case .seeks: listSeeks(for: client)
    case .tables: listTables(for: client)
    case .seek(let proposal): try seek(proposal, from: client, at: now)
    case .challenge(let opponent, let proposal):
      try challenge(opponent, proposal, from: client, at: now)
    case .accept(let offer): try accept(offer, from: client, at: now)
    case .decline(let offer): try decline(offer, from: client)
    case .cancel(let offer): try cancel(offer, from: client)
    case .resign(let table): try resign(at: try seat(of: client, at: table), from: client, now)
    case .draw(let table): try offerDraw(at: try seat(of: client, at: table), from: client, now)
    case .board(let table): try showBoard(of: table, for: client)
    case .state(let table): try showState(of: table, for: client, at: now)
    case .legal(let table): try showLegal(at: table, for: client)
    case .watch(let table): try watch(table, from: client, at: now)
    case .unwatch(let table): try unwatch(table, from: client)
    case .ping(let text):
      outbox.send(text.map { "ok ping \($0)" } ?? "ok ping", to: client)
    case .quit:
      outbox.send("ok quit", to: client)
      departures.append(client)
    }
  }
}
