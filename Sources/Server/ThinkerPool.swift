import ArenaCore
import Dispatch
import Match
import Synchronization
import Wire

/// Lets house bots think on other threads and hands their answers back.
///
/// All turns of one game go to the same lane, one after the other, so that a bot may keep what it
/// knows between its turns without a lock.
final class ThinkerPool: Sendable {
  private let bots: [ServerBot]
  private let seed: UInt64
  private let wakeUp: WakeUp
  private let lanes: [Lane]
  private let answers = Mutex<[BotAnswer]>([])

  init(_ bots: [ServerBot], lanes: Int, seed: UInt64, waking wakeUp: WakeUp) {
    self.bots = bots
    self.seed = seed
    self.wakeUp = wakeUp
    self.lanes = (0..<max(1, lanes)).map { Lane(number: $0) }
  }

  /// Begins to think; the answer comes out of `takeAnswers` after a wake-up.
  func think(_ turn: BotTurn) {
    let lane = lanes[turn.table % lanes.count]
    lane.queue.async { [self] in
      let choice = lane.minds.withLock { minds in
        let key = MindKey(table: turn.table, seat: turn.seat)
        if minds[key] == nil { minds[key] = BotMind(bots[turn.bot], turn, seed: seed) }
        return minds[key]?.choose(turn) ?? .failure("no mind")
      }
      answers.withLock { $0.append(BotAnswer(to: turn, choice)) }
      wakeUp.wake()
    }
  }

  /// Forgets what bots kept about a table.
  func forget(_ table: Int) {
    let lane = lanes[table % lanes.count]
    lane.queue.async {
      lane.minds.withLock { minds in
        for seat in Seat.allCases { minds[MindKey(table: table, seat: seat)] = nil }
      }
    }
  }

  /// The answers since the last call.
  func takeAnswers() -> [BotAnswer] {
    answers.withLock { answers in
      defer { answers = [] }
      return answers
    }
  }

  private struct MindKey: Hashable {
    let table: Int
    let seat: Seat
  }

  private final class Lane: Sendable {
    let queue: DispatchQueue
    /// Held while a bot of this lane thinks; nobody else asks for it.
    let minds = Mutex<[MindKey: BotMind]>([:])

    init(number: Int) { queue = DispatchQueue(label: "arena.thinker.\(number)") }
  }
}

/// A house bot in the middle of one game.
private struct BotMind {
  private var player: any SessionPlayer
  private let budget: Budget
  private var random: RandomSource
  /// The game as far as the player has heard of it.
  private var known: any GameSession

  init(_ bot: ServerBot, _ turn: BotTurn, seed: UInt64) {
    random = RandomSource(
      seed: seed, streams: UInt32(truncatingIfNeeded: turn.table), UInt32(turn.seat.rawValue))
    player = bot.makePlayer(random.next())
    budget = bot.budget
    known = turn.session
    known.reset()
    player.begin(as: turn.seat, in: known)
  }

  mutating func choose(_ turn: BotTurn) -> BotAnswer.Choice {
    do {
      for action in turn.session.actions[known.ply...] {
        try known.play(action)
        player.observe(action, leadingTo: known)
      }
      var budget = budget
      budget.hardLimit = turn.time
      return .action(try player.choose(in: known, within: budget, using: &random))
    } catch {
      return .failure("\(error)")
    }
  }
}
