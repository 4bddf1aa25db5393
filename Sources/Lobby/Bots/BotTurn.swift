public import ArenaCore
public import Match

/// A house bot's turn: somebody must think and answer with `Lobby.answer`.
///
/// The bot may have to wait, for its other games say, before somebody thinks for it. Its clock
/// stands until `Lobby.beginThinking` is called.
public struct BotTurn: Sendable {
  public let table: Int
  public let seat: Seat
  /// The index of the bot in the lobby's list.
  public let bot: Int
  /// The game as it stands, the bot to move.
  public let session: any GameSession
  /// The thinking time it should not pass once it begins; nil without a clock.
  public let time: Duration?
}

/// What came of a bot's turn.
public struct BotAnswer: Sendable {
  public enum Choice: Sendable, Hashable {
    case action(Int)
    /// The bot resigned.
    case resignation
    /// The bot gave up, for this reason.
    case failure(String)

    public init(_ surrender: Surrender) {
      switch surrender {
      case .resignation: self = .resignation
      case .failure(let text), .silence(let text), .illegalMove(let text): self = .failure(text)
      }
    }
  }

  let table: Int
  let seat: Seat
  /// The number of moves played when it was asked: answers to older questions do not count.
  let ply: Int
  let choice: Choice

  public init(to turn: BotTurn, _ choice: Choice) {
    table = turn.table
    seat = turn.seat
    ply = turn.session.ply
    self.choice = choice
  }
}
