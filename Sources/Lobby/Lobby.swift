import ArenaCore
public import Match
public import Wire

/// Everything the clients share: who is here, what is offered, which games run, how they end.
///
/// A pure state machine. Requests and the time go in; lines for clients, house bots' turns and
/// journal entries come out, to be drained before the caller waits again. It owns no socket, thread or clock, so
/// tests drive it with any clock they like.
///
/// Times are durations since any fixed moment and never go back.
public struct Lobby: ~Copyable {
  let directory: GameDirectory
  public internal(set) var settings: LobbySettings
  /// The house bots, by the names that `finishReplay` gave them.
  public internal(set) var bots: [HouseBot]
  var random: RandomSource

  /// Lines to hand out.
  public var outbox = Outbox()
  /// Connections to close once their lines are sent.
  public var departures: [ClientID] = []
  /// Passwords to be checked elsewhere: `resolve` takes what came of it.
  public var passwordChecks: [PasswordCheck] = []
  /// What clients asked for and others do.
  public var errands: [Errand] = []
  /// What the operator wants of the server.
  public var orders: [OperatorOrder] = []
  public var bans = Bans()
  /// Whether no games may be begun.
  public var isClosed = false
  /// Whether no games are begun because the server is about to stop.
  public var isEnding = false
  /// Whether the operator had the server told to stop at a later moment.
  var hasShutdown = false
  public internal(set) var counts = LobbyCounts()
  /// Turns of house bots that began.
  public var botTurns: [BotTurn] = []
  /// Tables that ended at which bots may have kept something.
  public var endedBotTables: [Int] = []
  /// What must be on disk before the lines that depend on it are sent.
  public var journal: [JournalEntry] = []
  /// Games that ended, a line of JSON each, if there is a journal: for a file of their own.
  public var finishedGames = TextBuffer()
  /// The last games that ended, oldest first.
  var finished: [FinishedGame] = []
  /// Whether entries are kept in `journal`.
  let keepsJournal: Bool
  /// The number of entries so far, those before a restart aside.
  public internal(set) var recorded = 0
  /// Whether the journal cannot be written for the time being: what would need it is refused.
  public var isSuspended = false

  // Whatever is kept here refers to accounts, clients, offers and tables by numbers that are never
  // used twice, and lapses with what it refers to: `checkInvariants` says what refers to what.
  var accounts: [AccountID: Account] = [:]
  var accountIDs: [String: AccountID] = [:]  // by lower-case name
  var lastAccount = 0
  var clients: [ClientID: Client] = [:]
  var offers: [Int: Offer] = [:]
  var tables: [Int: LiveTable] = [:]
  /// Who waits for an opponent of their strength.
  var queues: [GameTerms: PairingPool] = [:]
  /// When those who wait are to be paired next; nil while nobody does.
  var pairingDue: Duration?
  /// What stands before each line of the answer under way: the request's tag and a space.
  var tag = ""
  /// Clients that speak a later version of the protocol than the first, and those who want boards.
  var newerClients = 0
  var boardClients = 0
  /// What clients of an address use together.
  var addresses: [ClientAddress: AddressUse] = [:]
  var lastOffer = 0
  /// The highest number of an offer that the journal has set aside for this lobby.
  var reservedOffers = 0
  var lastTable = 0
  /// The adjourned tables, the one adjourned first in front.
  var adjourned: [Int] = []
  /// Games of the journal that cannot go on, by table, until its end is read.
  var setAside: [Int: SetAsideGame] = [:]
  var deadlines = DeadlineQueue()
  /// Tables whose clock is to start when the line with the last move has left, in the order of the
  /// entries that it waits for.
  public internal(set) var clockStarts: [(barrier: Int, table: Int)] = []

  // Indexes of what is above: no list is made by looking through everything.
  /// The numbers of accounts whose owners are here.
  var present = OrderedNumbers()
  /// The numbers of running tables.
  var running = OrderedNumbers()
  /// The numbers of open seeks, all and by what they seek.
  var openSeeks = OrderedNumbers()
  var seeksByTerms: [SeekKey: OrderedNumbers] = [:]
  /// By game.
  var rankings: [String: Ranking] = [:]
  /// Guests who left and are remembered, in the order of leaving; some may have come back since.
  var kept: [AddressUse.Departure] = []
  var keptCount = 0

  /// One connection.
  final class Client {
    /// Where it comes from; nil where nobody counts.
    let address: ClientAddress?
    /// Who it said it is.
    var player: Account?
    /// The tables it follows.
    var watched: [Int] = []
    /// The players whose games it follows, those to come too.
    var followed: [Account] = []
    /// The version of the protocol that it speaks.
    var version = ProtocolVersion.first
    /// Whether it wants to see the board after each move.
    var wantsBoards = false
    /// Whether it wants to hear what others say at its tables.
    var hearsTalk = true
    /// What it may say yet.
    var words: TokenBucket
    /// Whether it has said goodbye and is about to be disconnected.
    var hasQuit = false
    /// Whether something is looked up elsewhere that it waits for.
    var isWaiting = false
    /// The tag of the request that it waits for the answer to.
    var waitingTag = ""
    var wrongPasswords = 0
    /// When it last said something that was no refusal.
    var lastRequest: Duration

    init(from address: ClientAddress?, words: TokenBucket, at now: Duration) {
      self.address = address
      self.words = words
      lastRequest = now
    }

    var account: AccountID? { player?.id }
  }

  /// A lobby that is to read its journal, if it has one, and then to be opened by `finishReplay`.
  ///
  /// - Parameters:
  ///   - bots: with valid names, for games of the directory.
  ///   - seed: of the draws for seats.
  public init(
    _ directory: GameDirectory, bots: [HouseBot] = [], settings: LobbySettings = LobbySettings(),
    keepsJournal: Bool = false, seed: UInt64
  ) {
    self.directory = directory
    self.settings = settings
    self.keepsJournal = keepsJournal
    random = RandomSource(seed: seed)
    self.bots = bots.map { (try? $0.settled(in: directory)) ?? $0 }
  }

  /// A connection opened.
  ///
  /// - Parameter address: what the limits of an address count by; nil counts nothing.
  public mutating func connect(
    _ client: ClientID, from address: ClientAddress? = nil, at now: Duration = .zero
  ) {
    clients[client] = Client(
      from: address, words: TokenBucket(settings.linesSaid, every: settings.saidInterval), at: now)
    if let address {
      let use = addresses[address] ?? AddressUse(settings)
      addresses[address] = use
      use.clients += 1
    }
    independently {
      $0.outbox.send("arena 1 - say hello NAME, or help; also speaks: protocol 2", to: client)
    }
  }

  /// A connection is gone.
  public mutating func disconnect(_ client: ClientID, at now: Duration) {
    guard let gone = clients.removeValue(forKey: client) else { return }
    for table in gone.watched { tables[table]?.watchers.removeAll { $0 == client } }
    for account in gone.followed { account.followers.removeAll { $0 == client } }
    if gone.version > .first { newerClients -= 1 }
    if gone.wantsBoards { boardClients -= 1 }
    if let account = gone.player { leave(account, at: now) }
    guard let address = gone.address, let use = addresses[address] else { return }
    use.clients -= 1
    if use.isUnused(at: now) { addresses[address] = nil }
    if addresses.count > 10_000, use.clients == 0 { forgetAddresses(at: now) }
  }

  /// Lines that `body` sends need not wait for the journal: they tell nothing that could be lost.
  mutating func independently(_ body: (inout Lobby) -> Void) {
    outbox.barrier = 0
    body(&self)
    outbox.barrier = recorded
  }

  /// Whether a client has said nothing since a moment that was not refused.
  public func isIdle(_ client: ClientID, since moment: Duration) -> Bool {
    guard let visitor = clients[client] else { return false }
    return visitor.lastRequest <= moment && !visitor.isWaiting
  }

  /// Whether a client has said who it is, or watches a game.
  public func isKnown(_ client: ClientID) -> Bool {
    guard let visitor = clients[client] else { return false }
    return visitor.player != nil || !visitor.watched.isEmpty
  }

  /// Whether the time of somebody runs, or is about to.
  public var hasRunningClocks: Bool { deadlines.first != nil || !clockStarts.isEmpty }

  /// The lines that depend on the first so many entries have left: clocks run for whoever got them.
  ///
  /// - Parameter now: may lie behind the times of requests that come later.
  public mutating func startClocks(through entries: Int, at now: Duration) {
    guard let first = clockStarts.first, first.barrier <= entries else { return }
    let count = clockStarts.firstIndex { $0.barrier > entries } ?? clockStarts.count
    for start in clockStarts[..<count] {
      guard let table = tables[start.table] else { continue }
      runClock(of: table, at: now)
      schedule(table)
    }
    clockStarts.removeSubrange(..<count)
  }

  /// When `advance` must be called next; nil when nothing is due.
  public var nextDeadline: Duration? {
    let moments = [deadlines.first, adjournmentDeadline, pairingDue].compactMap(\.self)
    return moments.min()
  }

  /// Ends games whose time has run out by `now`.
  public mutating func advance(to now: Duration) {
    while let id = deadlines.removeFirst(before: now) { checkDeadline(of: id, at: now) }
    if let due = pairingDue, now >= due { pairQueues(at: now) }
    abortForgotten(at: now)
    forgetGuests(at: now)
  }
}
