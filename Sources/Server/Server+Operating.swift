public import Foundation
import Lobby
import Match
import Storage
import Synchronization
import Wire

/// What an operator does with a running server.
extension Server {
  /// How far the server is on its way to its end. Its moments are real ones: the time of games may
  /// stand.
  enum Ending {
    /// Not at all.
    case none
    /// At a moment.
    case at(Duration)
    /// When the games are over, at a moment at the latest.
    case afterGames(latest: Duration)
  }

  /// Does what the operator asked for over the wire.
  func obeyOrders() {
    for order in lobby.orders {
      switch order {
      case .stop(let delay): ending = .at(uptime + delay)
      case .stay:
        lobby.isEnding = false
        ending = .none
      case .keepBans: keepBans()
      }
    }
    lobby.orders.removeAll(keepingCapacity: true)
  }

  /// A signal asks the server to stop: it does so once the games are over or the grace is; asked once
  /// more at once.
  func beginEnding() {
    if case .afterGames = ending {
      mustStop = true
      return
    }
    let grace = configuration.grace
    guard grace > .zero, lobby.hasGamesToFinish else {
      mustStop = true
      return
    }
    let seconds = grace.components.seconds
    configuration.log("stopping within \(seconds) s: once more stops at once")
    lobby.isEnding = true
    lobby.announce("the server stops within \(seconds) s: \(fateOfGames)")
    ending = .afterGames(latest: uptime + grace)
  }

  private var fateOfGames: String {
    writer == nil ? "games are lost then" : "games that are not over then wait for its return"
  }

  /// Whether the moment to stop has come.
  var isOver: Bool {
    switch ending {
    case .none: false
    case .at(let moment): uptime >= moment
    case .afterGames(let latest): uptime >= latest || !lobby.hasGamesToFinish
    }
  }

  /// The moment at which to stop at the latest, if the time of games does not stand.
  var endOfServing: Duration? {
    switch ending {
    case .none: nil
    case .at(let moment), .afterGames(let moment): clock.now + max(.zero, moment - uptime)
    }
  }

  /// Takes the limits anew from where they came.
  func reload() {
    guard let reload = configuration.reload else {
      return configuration.log("hang-up heeded not: SIGTERM stops the server")
    }
    do {
      configuration.takeLimits(of: try reload())
      lobby.apply(configuration.lobby)
      configuration.log("limits read anew")
    } catch { configuration.log("limits stay as they are: \(error)") }
  }

  // MARK: Bans

  private var bansPath: String? { configuration.journalPath.map { JournalPaths($0).bans } }

  /// Reads who is banned.
  static func readBans(_ configuration: ServerConfiguration) -> Bans {
    guard let path = configuration.journalPath.map({ JournalPaths($0).bans }),
      let text = try? String(contentsOfFile: path, encoding: .utf8)
    else { return Bans() }
    return Bans(text)
  }

  private func keepBans() {
    guard let path = bansPath else { return }
    do { try DurableFile.write(Data(lobby.bans.text.utf8), to: path) } catch {
      configuration.log("cannot keep who is banned: \(error)")
    }
  }

  // MARK: Metrics

  /// Figures of the server, in Prometheus' text format.
  func metricsText() -> String {
    let (counts, figures) = (lobby.counts, lobby.figures)
    var text = ""
    func add(_ name: String, _ kind: String, _ value: Int, _ help: String) {
      text += "# HELP arena_\(name) \(help)\n# TYPE arena_\(name) \(kind)\narena_\(name) \(value)\n"
    }
    add("connections", "gauge", clientCount, "Open connections.")
    add("connections_total", "counter", connected, "Connections since the start.")
    add("players", "gauge", figures.present, "Players who are here, house bots included.")
    add("names", "gauge", figures.accounts, "Names that are known.")
    add("offers", "gauge", figures.offers, "Open seeks and challenges.")
    add("games", "gauge", figures.tables - figures.adjourned, "Games that go on.")
    add("games_adjourned", "gauge", figures.adjourned, "Games that wait for their players.")
    add("games_begun_total", "counter", counts.gamesBegun, "Games begun since the start.")
    add("games_finished_total", "counter", counts.gamesFinished, "Games finished since the start.")
    add("moves_total", "counter", counts.moves, "Moves since the start.")
    add("refusals_total", "counter", counts.refusals, "Lines answered with an error.")
    add("analyses_total", "counter", errands.analysed, "Positions analysed.")
    add(
      "evaluations_total", "counter", configuration.countEvaluations(),
      "Positions that the house bots' networks evaluated.")
    add("task_steps_total", "counter", errands.steps, "Steps in control tasks.")
    add("journal_failing", "gauge", lobby.isSuspended ? 1 : 0, "Whether the disk refuses.")
    add(
      "own_time_milliseconds_total", "counter", clock.givenBack.wholeMilliseconds,
      "Time that the server charged nobody.")
    return text
  }
}

/// Figures of a running server, for any thread.
public final class ServerMetrics: Sendable {
  private let wakeUp: WakeUp
  private let requests = Mutex<[Request]>([])

  /// Somebody who waits for the text.
  private final class Request: Sendable {
    let ready = DispatchSemaphore(value: 0)
    let text = Mutex("")
  }

  init(waking wakeUp: WakeUp) { self.wakeUp = wakeUp }

  /// The figures in Prometheus' text format; waits for the server's next turn, and is empty when it
  /// takes too long or has ended.
  public func text(within limit: DispatchTimeInterval = .seconds(2)) -> String {
    let request = Request()
    requests.withLock { $0.append(request) }
    wakeUp.wake()
    _ = request.ready.wait(timeout: .now() + limit)
    return request.text.withLock { $0 }
  }

  /// Answers who waits.
  func answer(with makeText: () -> String) {
    let waiting = requests.withLock { requests in
      defer { requests = [] }
      return requests
    }
    guard !waiting.isEmpty else { return }
    let text = makeText()
    for request in waiting {
      request.text.withLock { $0 = text }
      request.ready.signal()
    }
  }
}
