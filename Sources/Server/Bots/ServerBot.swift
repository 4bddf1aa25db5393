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
  let play: Play

  /// How it thinks.
  enum Play: Sendable {
    /// In every game for itself, on threads of the bot.
    case alone(MakePlayer)
    /// About all its games together.
    case together(any SessionGroup)
  }

  /// Makes a player for one game, which it is given at its start; throws where it cannot play it.
  public typealias MakePlayer =
    @Sendable (_ seed: UInt64, _ session: any GameSession) throws(Surrender) -> any SessionPlayer

  public init(_ bot: HouseBot, makePlayer: @escaping MakePlayer) {
    self.bot = bot
    play = .alone(makePlayer)
  }

  /// A bot that thinks about all its games together.
  public init(_ bot: HouseBot, thinkingIn group: any SessionGroup) {
    self.bot = bot
    play = .together(group)
  }
}
