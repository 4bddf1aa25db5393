import ArenaCore
import Lobby
import Match
import Synchronization

/// A house bot in the middle of one game: what it keeps between its turns.
final class BotPlayer: Sendable {
  /// Held while the bot thinks. A game has one turn at a time, so nobody waits for it but a turn
  /// after one that was given up.
  private let game = Mutex<Game?>(nil)

  /// Thinks about a turn; makes the player at the first.
  func choose(
    _ turn: BotTurn, as bot: ServerBot, _ makePlayer: ServerBot.MakePlayer, seed: UInt64
  ) -> BotAnswer.Choice {
    game.withLock { game in
      do throws(Surrender) {
        if game == nil { game = try Game(bot, makePlayer, turn, seed: seed) }
        guard let action = try game?.choose(turn) else { return .failure("it is not there") }
        return .action(action)
      } catch {
        game = nil  // a program that hangs ends here
        return BotAnswer.Choice(error)
      }
    }
  }

  private struct Game {
    private var player: any SessionPlayer
    private let budget: Budget
    private var random: RandomSource
    /// The game as far as the player has heard of it.
    private var known: any GameSession

    init(
      _ bot: ServerBot, _ makePlayer: ServerBot.MakePlayer, _ turn: BotTurn, seed: UInt64
    ) throws(Surrender) {
      random = RandomSource(
        seed: seed, streams: UInt32(truncatingIfNeeded: turn.table), UInt32(turn.seat.rawValue))
      known = turn.session
      known.reset()
      player = try makePlayer(random.next(), known)
      budget = bot.budget
      player.begin(as: turn.seat, in: known)
    }

    mutating func choose(_ turn: BotTurn) throws(Surrender) -> Int {
      do throws(SessionError) {
        for action in turn.session.actions.dropFirst(known.ply) {
          try known.play(action)
          player.observe(action, leadingTo: known)
        }
      } catch {
        throw .failure("\(error)")
      }
      var budget = budget
      budget.hardLimit = turn.time
      return try player.choose(in: known, within: budget, using: &random)
    }
  }
}
