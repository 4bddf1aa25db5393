public import ArenaCore
public import Lobby
public import Match

/// A house bot with the player behind it.
public struct ServerBot: Sendable {
  public let bot: HouseBot
  /// What each move may use; a game's clock sets its `hardLimit`.
  public var budget = Budget.unlimited
  /// Whether other programs do its thinking, so that its games need not wait for each other.
  public var thinksElsewhere = false
  let makePlayer: MakePlayer

  /// Makes a player for one game, which it is given at its start; throws where it cannot play it.
  public typealias MakePlayer =
    @Sendable (_ seed: UInt64, _ session: any GameSession) throws(Surrender) -> any SessionPlayer

  public init(_ bot: HouseBot, makePlayer: @escaping MakePlayer) {
    self.bot = bot
    self.makePlayer = makePlayer
  }
}
