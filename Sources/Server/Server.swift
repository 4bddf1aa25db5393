import ArenaCore
import Dispatch
import Glibc
import Lobby
import Match
import Wire

/// The match server: one thread and one event loop own every connection and every game.
///
/// A turn of the loop reads what came, lets the lobby answer, commits the journal, and only then
/// sends: one call for each client that has something to read. House bots think elsewhere and post
/// their moves back. Everything a client can fill is bounded.
public final class Server {
  /// The port it listens on.
  public let port: UInt16
  /// Stops it from any thread.
  public let stopper: ServerStopper

  let configuration: ServerConfiguration
  let listener: Listener
  var poller: Poller
  let wakeUp: WakeUp
  let pool: BotPool
  var lobby: Lobby
  var journal: Journal?

  var connections: [Connection?] = []  // by descriptor
  var clientCount = 0
  var clientsByAddress: [UInt32: Int] = [:]
  var lastSerial: UInt64 = 0
  /// Connections with new output; with input kept back; that shall close.
  var dirty: [Connection] = []
  var delayed: [Connection] = []
  var closing: [Connection] = []
  /// The one buffer that every read goes through.
  var scratch = [UInt8](repeating: 0, count: 64 * 1024)
  /// When to accept again after the descriptors ran out.
  var acceptPause: Duration?
  var nextSweep: Duration = .zero

  private let origin = ContinuousClock.now

  /// Opens the journal and the port; clients can connect from then on and are served by `run`.
  ///
  /// A house bot whose name is another's in the journal gets the next number: see `houseBots`.
  ///
  /// - Throws: `ServerError`: a port that is taken, a journal that is damaged, in use or does not
  ///   fit, two bots of one name, a bot for an unknown game.
  public init(_ configuration: ServerConfiguration, games: GameDirectory) throws(ServerError) {
    self.configuration = configuration
    try Self.check(configuration.bots, games)
    let log = configuration.log
    var entries: [JournalEntry] = []
    if let path = configuration.journalPath {
      journal = try Journal.open(path, entries: &entries, report: log)
    }
    let seed = configuration.seed ?? UInt64.random(in: .min ... .max)
    lobby = Lobby(
      games, bots: configuration.bots.map(\.bot), settings: configuration.lobby,
      keepsJournal: configuration.journalPath != nil, seed: seed)
    for (index, entry) in entries.enumerated() {
      do throws(ReplayError) {
        try lobby.replay(entry)
      } catch {
        throw ServerError(
          "the journal \(configuration.journalPath ?? "") does not fit at line "
            + "\(Journal.line(ofEntry: index)): \(error)")
      }
    }
    listener = try Listener(address: configuration.address, port: configuration.port)
    port = listener.port
    poller = try Poller()
    wakeUp = try WakeUp()
    stopper = ServerStopper(wakeUp)
    pool = BotPool(
      configuration.bots, threads: configuration.threadsPerBot,
      games: configuration.lobby.tablesPerBot, seed: seed, waking: wakeUp)
    try poller.add(listener.descriptor)
    try poller.add(wakeUp.descriptor)
    for note in lobby.finishReplay(at: now) { log(note) }
    if !entries.isEmpty {
      log("journal: \(entries.count) entries read, \(lobby.tableCount) games in progress")
    }
  }

  /// The house bots, by the names that they have here.
  public var houseBots: [HouseBot] { lobby.bots }

  /// The time on the server's own clock.
  var now: Duration { origin.duration(to: .now) }

  /// Serves until `stopper` says stop; then says goodbye to the clients and returns.
  ///
  /// - Throws: `ServerError` when the journal cannot be written any more: nothing unwritten has
  ///   been acknowledged.
  public func run() throws(ServerError) {
    var ready: [Poller.Readiness] = []
    try settle(at: now)
    while !wakeUp.shouldStop {
      try poller.wait(timeout: timeout, into: &ready)
      let now = self.now
      for readiness in ready {
        switch readiness.descriptor {
        case listener.descriptor: try accept(at: now)
        case wakeUp.descriptor: wakeUp.drain()
        default: serve(readiness, at: now)
        }
      }
      serveDelayed(at: now)
      for report in pool.takeReports() { take(report, at: now) }
      lobby.advance(to: now)
      if now >= nextSweep { sweep(at: now) }
      if let pause = acceptPause, now >= pause {
        acceptPause = nil
        try poller.change(listener.descriptor, read: true, write: false)
      }
      try settle(at: now)
    }
    sayGoodbye()
  }

  private func take(_ report: BotPool.Report, at now: Duration) {
    switch report {
    case .began(let turn): lobby.beginThinking(on: turn, at: now)
    case .answered(let answer): lobby.answer(answer, at: now)
    }
  }

  /// How long nothing need be done unless something comes.
  private var timeout: Duration? {
    guard delayed.isEmpty else { return .zero }
    var due = clientCount > 0 ? nextSweep : nil
    for moment in [lobby.nextDeadline, acceptPause] {
      if let moment { due = min(due ?? moment, moment) }
    }
    return due.map { max(.zero, $0 - now) }
  }

  private static func check(
    _ bots: [ServerBot], _ games: GameDirectory
  ) throws(ServerError) {
    var names = Set<String>()
    for bot in bots.map(\.bot) {
      guard WordForm.isName(bot.name) else {
        throw ServerError("\(OneLine.quoting(bot.name)) is no name for a bot")
      }
      guard names.insert(bot.name.lowercased()).inserted else {
        throw ServerError("two bots are named \(bot.name)")
      }
      do { _ = try bot.settled(in: games) } catch {
        throw ServerError("bot \(bot.name): \(error)")
      }
    }
  }
}

/// Stops a server from any thread.
public struct ServerStopper: Sendable {
  private let wakeUp: WakeUp

  init(_ wakeUp: WakeUp) { self.wakeUp = wakeUp }

  public func stop() { wakeUp.stop() }

  /// Stops the server on SIGINT, SIGTERM and SIGHUP, for as long as the process lives; a log whose
  /// reader is gone does not end it.
  public func stopOnSignals() {
    signal(SIGPIPE, SIG_IGN)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number, SIG_IGN)  // the source below hears of it all the same
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler { [self] in
        stop()
        source.cancel()  // a second signal while stopping changes nothing; this also keeps it alive
      }
      source.activate()
    }
  }
}
