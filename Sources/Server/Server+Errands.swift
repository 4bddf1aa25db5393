import ArenaCore
import Lobby
import Match
import Wire

/// An analysis that waits, and what came of it.
struct AnalysisJob: Sendable {
  let errand: Errand
  let session: any GameSession
  /// Nil where nobody knows the game.
  var finding: Result<SessionAnalysis, Surrender>?
}

/// A look into the file of finished games, and what was found.
struct GamesJob: Sendable {
  let errand: Errand
  let query: GameQuery
  /// Latest first.
  var games: [ArchivedGame] = []
}

/// What clients ask for and the event loop has others do.
extension Server {
  /// How many step lines of a client are done together: as many as do not fill its buffer.
  func stepsTogether(of connection: Connection) -> Int {
    max(1, min(16, configuration.outputLimit / 2 / max(1, connection.answerLength)))
  }

  /// So many looks into the file of finished games may wait.
  private static let gamesQueue = 256

  /// The threads of analyses, tasks and finished games.
  struct Errands {
    let analyses: WorkThread<AnalysisJob, AnalysisJob>
    let tasks: WorkThread<TaskDesk.Job, TaskDesk.Answer>
    let games: WorkThread<GamesJob, GamesJob>
    /// Steps since the start.
    var steps = 0
    var analysed = 0

    init(_ configuration: ServerConfiguration, waking wakeUp: WakeUp) {
      let (analysts, limits) = (configuration.analysts, configuration.analysis)
      analyses = WorkThread("arena.analyses", waking: wakeUp) { job in
        var job = job
        guard let analyst = analysts.first(where: { $0.analyses(job.session) }) else { return job }
        do throws(Surrender) {
          job.finding = .success(
            try analyst.analyse(
              job.session, simulations: limits.simulations, limit: limits.time))
        } catch { job.finding = .failure(error) }
        return job
      }
      let path = configuration.journalPath.map { JournalPaths($0).games }
      games = WorkThread("arena.games", waking: wakeUp) { job in
        var job = job
        if let path { job.games = GamesFile.games(job.query, in: path) }
        return job
      }
      // Only the thread that works there touches it, and there is one at a time.
      nonisolated(unsafe) let desk = TaskDesk(configuration.tasks)
      tasks = WorkThread("arena.tasks", waking: wakeUp) { desk.perform($0) }
    }
  }

  /// Hands on what clients asked for.
  func runErrands() {
    for errand in lobby.errands {
      switch errand.work {
      case .analysis(let session, _):
        let job = AnalysisJob(errand: errand, session: session)
        guard errands.analyses.waitingCount < configuration.analysis.queue else {
          answer(job, .failure(.failure("has to wait: too many do, try again in 30 s")))
          continue
        }
        errands.analyses.add(job)
      case .games(let query):
        guard errands.games.waitingCount < Self.gamesQueue else {
          lobby.refuse(
            errand,
            WireError(.unavailable, "too many games are being looked up", retry: .seconds(5)))
          endErrand(of: errand)
          continue
        }
        errands.games.add(GamesJob(errand: errand, query: query))
      case .metrics:
        lobby.report(metrics: metricsText(), for: errand)
        endErrand(of: errand)
      case .task, .step: errands.tasks.add(.errand(errand))
      }
    }
    lobby.errands.removeAll(keepingCapacity: true)
  }

  /// Takes what came of errands; whoever waited goes on.
  func takeErrands() {
    for job in errands.analyses.takeAnswers() {
      errands.analysed += 1
      answer(job, job.finding)
    }
    for job in errands.games.takeAnswers() {
      lobby.report(job.games, for: job.errand)
      endErrand(of: job.errand)
    }
    for answer in errands.tasks.takeAnswers() {
      errands.steps += answer.steps
      guard let connection = connection(of: answer.client), !connection.isBroken else { continue }
      _ = connection.append(answer.bytes[...], behind: 0, at: clock.now)
      connection.answerLength = answer.bytes.count
      lobby.finish(answer.client)
      endErrand(of: connection)
    }
  }

  private func answer(_ job: AnalysisJob, _ finding: Result<SessionAnalysis, Surrender>?) {
    lobby.report(finding, for: job.errand, at: clock.now)
    endErrand(of: job.errand)
  }

  private func endErrand(of errand: Errand) {
    if let connection = connection(of: errand.client) { endErrand(of: connection) }
  }

  private func endErrand(of connection: Connection) {
    connection.errands = max(0, connection.errands - 1)
    guard connection.errands == 0 else { return markDirty(connection) }
    goOn(connection)
  }

  /// Hears a client again that waited for its answer.
  func goOn(_ connection: Connection) {
    connection.isWaiting = false
    markDirty(connection)
    if !connection.pending.isEmpty { markDelayed(connection) }
  }
}
