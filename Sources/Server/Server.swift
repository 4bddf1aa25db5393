import ArenaCore
public import Lobby
public import Match
import Wire

/// The match server: one thread and one event loop own every connection and every game.
///
/// A turn of the loop reads what came, lets the lobby answer, hands its entries to the journal's
/// thread and sends: one call for each client that has something to read. Lines that tell of entries
/// are held until those are on the disk. House bots think elsewhere and post their moves back, and so
/// do those who check passwords. Everything a client can fill is bounded.
public final class Server {
  /// The port it listens on.
  public let port: UInt16
  /// Stops it from any thread.
  public let stopper: ServerStopper
  /// Takes connections from other parts of the program, from any thread.
  public let door: ConnectionDoor

  /// Figures of it, for any thread.
  public let metrics: ServerMetrics

  var configuration: ServerConfiguration
  let listener: Listener
  var poller: Poller
  let wakeUp: WakeUp
  let pool: BotPool
  let passwords: PasswordThread
  var errands: Errands
  let writer: JournalWriter?
  var lobby: Lobby
  var clock: ServerClock
  var tally = Tally()

  var connections: [Connection?] = []  // by descriptor
  var clientCount = 0
  /// Connections since the start.
  var connected = 0
  var loads: [ClientAddress: AddressLoad] = [:]  // by address
  var lastSerial: UInt64 = 0
  /// Connections with new output; with input kept back; that shall close.
  var dirty: [Connection] = []
  var delayed: [Connection] = []
  var closing: [Connection] = []
  /// Connections with output that waits for entries to be on the disk, in the order of the entries.
  var held: [(barrier: Int, connection: Connection)] = []
  /// Wrong passwords whose refusal waits.
  private var refusals: [(due: Duration, result: PasswordThread.Result)] = []
  /// What bots reported while nothing could be written.
  private var heldReports: [BotPool.Report] = []
  /// The lines of entries on their way to the writer.
  var lines = TextBuffer()
  /// The one buffer that every read goes through.
  var scratch = [UInt8](repeating: 0, count: 64 * 1024)
  /// When to accept again after the descriptors ran out.
  var acceptPause: Duration?
  var nextSweep: Duration = .zero
  var ending = Ending.none
  var mustStop = false

  private let origin = SuspendingClock.now
  /// How long the server has run.
  var uptime: Duration { origin.duration(to: .now) }

  /// Opens the journal and the port; clients can connect from then on and are served by `run`.
  ///
  /// A house bot whose name is another's in the journal gets the next number: see `houseBots`.
  ///
  /// - Throws: `ServerError`: a port that is taken, a journal that is damaged, in use or does not
  ///   fit, two bots of one name, a bot for an unknown game.
  public init(_ configuration: ServerConfiguration, games: GameDirectory) throws(ServerError) {
    self.configuration = configuration
    try Self.check(configuration.bots, games)
    let seed = configuration.seed ?? UInt64.random(in: .min ... .max)
    clock = ServerClock(at: .zero)
    wakeUp = try WakeUp()
    var lobby = Lobby(
      games, bots: configuration.bots.map(\.bot), settings: configuration.lobby,
      keepsJournal: configuration.journalPath != nil, seed: seed)
    writer = try Self.open(configuration, &lobby, waking: wakeUp)
    lobby.bans = Self.readBans(configuration)
    self.lobby = lobby
    listener = try Listener(address: configuration.address, port: configuration.port)
    port = listener.port
    poller = try Poller()
    stopper = ServerStopper(wakeUp)
    door = ConnectionDoor(waking: wakeUp)
    metrics = ServerMetrics(waking: wakeUp)
    passwords = PasswordThread(waking: wakeUp)
    errands = Errands(configuration, waking: wakeUp)
    pool = BotPool(
      configuration.bots, threads: configuration.threadsPerBot,
      games: configuration.lobby.tablesPerBot, seed: seed, waking: wakeUp)
    try poller.add(listener.descriptor)
    try poller.add(wakeUp.descriptor)
    if let signals = configuration.signals { try poller.add(signals.descriptor) }
  }

  /// Reads the journal into a lobby and opens that, ready to write on.
  private static func open(
    _ configuration: ServerConfiguration, _ lobby: inout Lobby, waking wakeUp: WakeUp
  ) throws(ServerError) -> JournalWriter? {
    guard let path = configuration.journalPath else {
      for note in lobby.finishReplay(at: .zero) { configuration.log(note) }
      return nil
    }
    var journal = try Journal.open(
      path, limit: configuration.segmentLimit, report: configuration.log
    ) { entry throws(ReplayError) in
      try lobby.replay(entry)
    }
    for note in lobby.finishReplay(at: .zero) { configuration.log(note) }
    if journal.entryCount > 0 {
      configuration.log(
        "journal: \(journal.entryCount) entries read, \(lobby.tableCount) games in progress")
    }
    try journal.append(replayed: lobby.finishedGames.take())
    var durable = 0
    if journal.mustRenew {
      // The entries of the start itself are in the snapshot.
      try journal.renew { body in lobby.snapshot(body) }
      lobby.journal = []
      durable = lobby.recorded
    }
    return JournalWriter(
      journal, durable: durable, limit: configuration.segmentLimit, waking: wakeUp)
  }

  /// The house bots, by the names that they have here.
  public var houseBots: [HouseBot] { lobby.bots }

  /// Looks at the time.
  ///
  /// - Parameter waited: for how long at most nothing was to be done before this; nil for ever.
  func look(after waited: Duration? = .zero) {
    clock.look(at: uptime, after: waited)
  }

  /// Serves until `stopper` or a signal says stop; then says goodbye to the clients and returns.
  ///
  /// - Throws: `ServerError` when not all of the journal could be written: nothing unwritten has been
  ///   acknowledged.
  public func run() throws(ServerError) {
    var ready: [Poller.Readiness] = []
    settle()
    while !wakeUp.shouldStop && !mustStop && !isOver {
      // What is read below may have come at any time since the last turn began, unless the loop had
      // to wait for it.
      let earliest = clock.now
      look()
      let (begin, wait) = (clock.now, timeout)
      try poller.wait(timeout: wait, into: &ready)
      look(after: wait)
      let now = clock.now - begin < .milliseconds(1) ? earliest : clock.now
      heedDisk()
      let signals = configuration.signals?.descriptor
      for readiness in ready {
        switch readiness.descriptor {
        case listener.descriptor: try accept()
        case wakeUp.descriptor:
          wakeUp.drain()
          metrics.answer(with: metricsText)
          for arrival in door.takeAll() { admit(arrival.descriptor, from: arrival.address) }
        case signals: heedSignals()
        default: serve(readiness, at: now)
        }
      }
      serveDelayed()
      takeReports()
      // Nobody's time is up whose move may wait in a socket.
      if ready.count < Poller.eventLimit { lobby.advance(to: now) }
      if clock.now >= nextSweep { sweep() }
      if let pause = acceptPause, clock.now >= pause {
        acceptPause = nil
        try poller.change(listener.descriptor, read: true, write: false)
      }
      settle()
    }
    door.close()
    let isWritten = writer?.stop() ?? true
    release()
    sayGoodbye()
    guard isWritten else { throw writer?.reason ?? ServerError("cannot write the journal") }
  }

  private func heedSignals() {
    switch configuration.signals?.read() {
    case .stop: beginEnding()
    case .hangUp where !StopSignals.outputHasReader: beginEnding()
    case .hangUp: reload()
    case nil: break
    }
  }

  /// Takes what other threads found out.
  private func takeReports() {
    heldReports += pool.takeReports()
    if !lobby.isSuspended {
      for report in heldReports { take(report) }
      heldReports.removeAll(keepingCapacity: true)
    }
    takeErrands()
    for result in passwords.takeResults() {
      guard case .wrong = result.verdict else {
        answer(result)
        continue
      }
      refusals.append((clock.now + result.check.delay, result))
    }
    guard !refusals.isEmpty else { return }
    for refusal in refusals where refusal.due <= clock.now { answer(refusal.result) }
    refusals.removeAll { $0.due <= clock.now }
  }

  private func take(_ report: BotPool.Report) {
    switch report {
    case .began(let turn): lobby.beginThinking(on: turn, at: clock.now)
    case .answered(let answer): lobby.answer(answer, at: clock.now)
    }
  }

  /// How long nothing need be done unless something comes.
  private var timeout: Duration? {
    guard delayed.isEmpty else { return .zero }
    guard !clock.isStanding else { return .milliseconds(100) }
    var due = clientCount > 0 ? nextSweep : nil
    for moment in [lobby.nextDeadline, acceptPause, refusals.map(\.due).min(), endOfServing] {
      if let moment { due = min(due ?? moment, moment) }
    }
    guard let due else { return nil }
    // While clocks run the loop looks at the time often, so that a stall shows.
    let wait = max(.zero, due - clock.now)
    return lobby.hasRunningClocks ? min(wait, ServerClock.quantum) : wait
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
}
