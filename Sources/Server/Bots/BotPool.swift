import ArenaCore
import Lobby
import Match
import Synchronization

/// Somebody who thinks for one bot, on other threads.
protocol BotThinking: Sendable {
  /// Thinks about a turn; that it began, and its answer, are reported.
  func think(_ turn: BotTurn)
  /// Forgets what was kept about a table.
  func forget(_ table: Int)
}

/// A bot that thinks about all its games together.
private struct BotInGroup: BotThinking {
  private let bot: ServerBot
  private let group: any SessionGroup
  private let seed: UInt64
  private let report: @Sendable (BotPool.Report) -> Void

  init(
    _ bot: ServerBot, _ group: any SessionGroup, seed: UInt64,
    reporting report: @escaping @Sendable (BotPool.Report) -> Void
  ) {
    self.bot = bot
    self.group = group
    self.seed = seed
    self.report = report
  }

  func think(_ turn: BotTurn) {
    var budget = bot.budget
    budget.hardLimit = turn.time
    let report = report
    group.think(
      GroupTurn(
        game: turn.table, seat: turn.seat, session: turn.session, budget: budget, seed: seed,
        began: { report(.began(turn)) },
        decided: { result in
          let choice: BotAnswer.Choice =
            switch result {
            case .success(let action): .action(action)
            case .failure(let surrender): BotAnswer.Choice(surrender)
            }
          report(.answered(BotAnswer(to: turn, choice)))
        }))
  }

  func forget(_ table: Int) { group.forget(game: table) }
}

/// Lets house bots think on other threads and hands back what came of it.
///
/// Every bot has threads of its own, or shares those of its network, so that no bot ever waits for
/// another that plays otherwise.
final class BotPool: Sendable {
  /// What the server's thread must hand on to the lobby.
  enum Report: Sendable {
    case began(BotTurn)
    case answered(BotAnswer)
  }

  private let bots: [any BotThinking]
  private let reports: ReportBox

  /// - Parameters:
  ///   - threads: on which a bot of this process thinks.
  ///   - games: the most games of a bot; a bot whose thinking is done by other programs waits for
  ///     that many at a time.
  init(_ bots: [ServerBot], threads: Int, games: Int, seed: UInt64, waking wakeUp: WakeUp) {
    let reports = ReportBox(wakeUp)
    self.reports = reports
    self.bots = bots.map { bot in
      switch bot.play {
      case .alone(let makePlayer):
        BotThreads(
          bot, makePlayer, threads: bot.thinksElsewhere ? games : threads, seed: seed,
          reporting: { reports.append($0) })
      case .together(let group):
        BotInGroup(bot, group, seed: seed, reporting: { reports.append($0) })
      }
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
      let isFirst = reports.withLock { reports in
        reports.append(report)
        return reports.count == 1
      }
      if isFirst { wakeUp.wake() }
    }

    func takeAll() -> [Report] {
      reports.withLock { reports in
        defer { reports = [] }
        return reports
      }
    }
  }
}
