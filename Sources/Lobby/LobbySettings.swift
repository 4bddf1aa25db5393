import Match

/// What a lobby allows.
public struct LobbySettings: Sendable, Hashable {
  /// The clock of games whose proposer named none.
  public var clock = TimeControl.perMove(.seconds(60))
  /// Forgiven on every move for the way of the message.
  public var grace = Duration.milliseconds(200)
  /// A player away for so long loses, on whatever clock, to one who is here.
  public var awayLimit = Duration.seconds(120)
  /// An adjourned game that has waited for so long is aborted.
  public var adjournLimit = Duration.seconds(7 * 86_400)
  public var tableLimit = 10_000
  public var tablesPerPlayer = 16
  /// Games that a house bot plays at a time.
  public var tablesPerBot = 16
  /// A house bot whose turn waits for so long, because it is busy elsewhere, loses.
  public var botWaitLimit = Duration.seconds(600)
  public var offersPerPlayer = 8
  public var watchersPerTable = 256
  public var watchesPerClient = 64
  public var accountLimit = 100_000

  public init() {}
}
