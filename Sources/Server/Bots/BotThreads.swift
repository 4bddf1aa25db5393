import ArenaCore
import Foundation
import Lobby
import Synchronization

/// One house bot at its games: its turns, in the order in which they came, on a few threads of its
/// own that live while there is something to do.
///
/// Players are made, think and are let go on those threads alone, because all of this may take long
/// where a program must be started, asked or ended.
final class BotThreads: BotThinking {
  private let bot: ServerBot
  private let makePlayer: ServerBot.MakePlayer
  private let threads: Int
  private let seed: UInt64
  private let report: @Sendable (BotPool.Report) -> Void
  private let state = Mutex(State())

  private struct State {
    var jobs: [Job] = []
    var players: [PlayerKey: BotPlayer] = [:]
    /// Threads at work.
    var busy = 0
  }

  private struct PlayerKey: Hashable {
    let table: Int
    let seat: Seat
  }

  private enum Job {
    case think(BotTurn, BotPlayer)
    /// Holds the last reference, which a thread drops.
    case letGo(BotPlayer)

    func isTurn(at table: Int) -> Bool {
      guard case .think(let turn, _) = self else { return false }
      return turn.table == table
    }
  }

  /// - Parameter threads: the most turns at a time.
  init(
    _ bot: ServerBot, _ makePlayer: @escaping ServerBot.MakePlayer, threads: Int, seed: UInt64,
    reporting report: @escaping @Sendable (BotPool.Report) -> Void
  ) {
    self.bot = bot
    self.makePlayer = makePlayer
    self.threads = max(1, threads)
    self.seed = seed
    self.report = report
  }

  func think(_ turn: BotTurn) {
    let needsThread = state.withLock { state in
      let key = PlayerKey(table: turn.table, seat: turn.seat)
      let player = state.players[key] ?? BotPlayer()
      state.players[key] = player
      state.jobs.append(.think(turn, player))
      return claimThread(&state)
    }
    if needsThread { startThread() }
  }

  func forget(_ table: Int) {
    let needsThread = state.withLock { state in
      state.jobs.removeAll { $0.isTurn(at: table) }
      for seat in Seat.allCases {
        guard let player = state.players.removeValue(forKey: PlayerKey(table: table, seat: seat))
        else {
          continue
        }
        // First of all, because it holds memory or a program.
        state.jobs.insert(.letGo(player), at: 0)
      }
      return claimThread(&state)
    }
    if needsThread { startThread() }
  }

  private func claimThread(_ state: inout State) -> Bool {
    guard !state.jobs.isEmpty, state.busy < threads else { return false }
    state.busy += 1
    return true
  }

  /// A thread rather than a queue's: those are as few as the machine has cores, and all of them may
  /// be waiting for programs.
  private func startThread() {
    let thread = Thread { [self] in
      while let job = nextJob() { perform(job) }
    }
    thread.name = "arena.bot"
    thread.start()
  }

  /// The next thing to do; nil ends the thread that asks.
  private func nextJob() -> Job? {
    state.withLock { state in
      guard !state.jobs.isEmpty else {
        state.busy -= 1
        return nil
      }
      return state.jobs.removeFirst()
    }
  }

  private func perform(_ job: Job) {
    guard case .think(let turn, let player) = job else { return }
    report(.began(turn))
    report(.answered(BotAnswer(to: turn, player.choose(turn, as: bot, makePlayer, seed: seed))))
  }
}
