import Match

/// What a lobby allows.
public struct LobbySettings: Sendable, Hashable {
  /// The clock of games whose proposer named none.
  public var clock: TimeControl
  /// Forgiven on every move for the way of the message.
  public var grace: Duration
  /// A player away for so long loses, on whatever clock, to one who is here.
  public var awayLimit: Duration
  /// An adjourned game that has waited for so long is aborted.
  public var adjournLimit: Duration
  public var tableLimit: Int
  public var tablesPerPlayer: Int
  /// Games that a house bot plays at a time.
  public var tablesPerBot: Int
  /// A house bot whose turn waits for so long, because it is busy elsewhere, loses.
  public var botWaitLimit: Duration
  public var offersPerPlayer: Int
  public var watchersPerTable: Int
  public var watchesPerClient: Int
  public var accountLimit: Int

  public init(
    clock: TimeControl = .perMove(.seconds(60)), grace: Duration = .milliseconds(200),
    awayLimit: Duration = .seconds(120), adjournLimit: Duration = .seconds(7 * 86_400),
    tableLimit: Int = 10_000, tablesPerPlayer: Int = 16, tablesPerBot: Int = 16,
    botWaitLimit: Duration = .seconds(600), offersPerPlayer: Int = 8, watchersPerTable: Int = 256,
    watchesPerClient: Int = 64,
    accountLimit: Int = 100_000
  ) {
    self.clock = clock
    self.grace = grace
    self.awayLimit = awayLimit
    self.adjournLimit = adjournLimit
    self.tableLimit = tableLimit
    self.tablesPerPlayer = tablesPerPlayer
    self.tablesPerBot = tablesPerBot
    self.botWaitLimit = botWaitLimit
    self.offersPerPlayer = offersPerPlayer
    self.watchersPerTable = watchersPerTable
    self.watchesPerClient = watchesPerClient
    self.accountLimit = accountLimit
  }
}
