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
  public var offersPerPlayer: Int
  public var watchersPerTable: Int
  public var watchesPerClient: Int
  public var accountLimit: Int

  public init(
    clock: TimeControl = .perMove(.seconds(60)), grace: Duration = .milliseconds(200),
    awayLimit: Duration = .seconds(120), adjournLimit: Duration = .seconds(7 * 86_400),
    tableLimit: Int = 10_000, tablesPerPlayer: Int = 16,
    offersPerPlayer: Int = 8, watchersPerTable: Int = 256, watchesPerClient: Int = 64,
    accountLimit: Int = 100_000
  ) {
    self.clock = clock
    self.grace = grace
    self.awayLimit = awayLimit
    self.adjournLimit = adjournLimit
    self.tableLimit = tableLimit
    self.tablesPerPlayer = tablesPerPlayer
    self.offersPerPlayer = offersPerPlayer
    self.watchersPerTable = watchersPerTable
    self.watchesPerClient = watchesPerClient
    self.accountLimit = accountLimit
  }
}

/// A player that lives on the server and takes every challenge to its game.
public struct HouseBot: Sendable, Hashable {
  /// Its name among the players; the lobby gives it another where this one is taken.
  public internal(set) var name: String
  public let game: String
  /// The options its game must have; others are not its game.
  public let options: [String: String]

  public init(name: String, game: String, options: [String: String] = [:]) {
    self.name = name
    self.game = game
    self.options = options
  }
}
