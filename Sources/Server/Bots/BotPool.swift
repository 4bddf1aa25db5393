import Lobby
import Synchronization

/// Lets house bots think on other threads and hands back what came of it.
///
/// Every bot has threads of its own, so that no bot ever waits for another.
final class BotPool: Sendable {
  /// What the server's thread must hand on to the lobby.
  enum Report: Sendable {
    case began(BotTurn)
    case answered(BotAnswer)
  }

  private let bots: [BotThreads]
  private let reports: ReportBox

  /// - Parameters:
  ///   - threads: on which a bot of this process thinks.
  ///   - games: the most games of a bot; a bot whose thinking is done by other programs waits for
  ///     that many at a time.
  init(_ bots: [ServerBot], threads: Int, games: Int, seed: UInt64, waking wakeUp: WakeUp) {
    let reports = ReportBox(wakeUp)
    self.reports = reports
    self.bots = bots.map { bot in
      BotThreads(
        bot, threads: bot.thinksElsewhere ? games : threads, seed: seed,
        reporting: { reports.append($0) })
    }
  }

  /// Gets a bot to think; that it began, and its answer, come out of `takeReports` after wake-ups.
  func think(_ turn: BotTurn) { bots[turn.bot].think(turn) }

  /// Forgets what bots kept about a table.
  func forget(_ table: Int) {
    for bot in bots { bot.forget(table) }
  }

  /// The reports since the last call, oldest first.
  func takeReports() -> [Report] { reports.takeAll() }

  private final class ReportBox: Sendable {
    private let wakeUp: WakeUp
    private let reports = Mutex<[Report]>([])

    init(_ wakeUp: WakeUp) { self.wakeUp = wakeUp }

    func append(_ report: Report) {
      reports.withLock { $0.append(report) }
      wakeUp.wake()
    }

    func takeAll() -> [Report] {
      reports.withLock { reports in
        defer { reports = [] }
        return reports
      }
    }
  }
}
