import ArenaCore
import Match
import Wire

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
  /// The house bots, by the names that `finishReplay` gave them.
  public internal(set) var bots: [HouseBot]
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

  // Whatever is kept here refers to accounts, clients, offers and tables by numbers that are never
  // used twice, and lapses with what it refers to: `checkInvariants` says what refers to what.
  var accounts: [AccountID: Account] = [:]
  var accountIDs: [String: AccountID] = [:]  // by lower-case name
  var lastAccount = 0
  var clients: [ClientID: Client] = [:]
  var offers: [Int: Offer] = [:]
  var tables: [Int: LiveTable] = [:]
  var lastOffer = 0
  /// The highest number of an offer that the journal has set aside for this lobby.
  var reservedOffers = 0
  var lastTable = 0
  /// The adjourned tables, the one adjourned first in front.
  var adjourned: [Int] = []
  /// Games of the journal that cannot go on, by table, until its end is read.
  var setAside: [Int: SetAsideGame] = [:]
  var deadlines = DeadlineQueue()

  /// One connection.
  struct Client {
    /// Who it said it is.
    var account: AccountID?
    /// The tables it follows.
    var watched: [Int] = []
    /// Whether it has said goodbye and is about to be disconnected.
    var hasQuit = false
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

  /// Answers one line of a client; one that is not connected, or has quit, is not heard.
  public mutating func handle(
    _ event: Conversation.Event, from client: ClientID, at now: Duration
  ) {
    guard clients[client]?.hasQuit == false else { return }
    do throws(WireError) {
      switch event {
      case .refusal(let error): throw error
      case .request(let words): try perform(words, from: client, at: now)
      }
    } catch {
      outbox.send(error.description, to: client)
    }
  }

  /// When `advance` must be called next; nil when nothing is due.
  public var nextDeadline: Duration? {
    let moments = [deadlines.first, adjournmentDeadline].compactMap(\.self)
    return moments.min()
  }

  /// Ends games whose time has run out by `now`.
  public mutating func advance(to now: Duration) {
    while let id = deadlines.removeFirst(before: now) { checkDeadline(of: id, at: now) }
    abortForgotten(at: now)
  }
}
