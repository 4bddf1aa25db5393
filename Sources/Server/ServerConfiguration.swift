public import ArenaCore
public import Lobby
public import Match

/// How a server is set up. The defaults suit one machine and strangers on it.
public struct ServerConfiguration: Sendable {
  /// A numeric address to listen on; `0.0.0.0` for every network.
  public var address = "127.0.0.1"
  /// 0 takes a free port: `Server.port`.
  public var port: UInt16 = 0
  public var bots: [ServerBot] = []
  public var lobby = LobbySettings()
  /// Connections at a time, altogether and from one address.
  public var clientLimit = 10_000
  public var clientsPerAddress = 2_000
  /// A client that says nothing for so long is sent away; what is refused counts as nothing.
  public var idleLimit: Duration = .seconds(1800)
  /// The same of a client that has no name yet and watches nothing.
  public var loginLimit: Duration = .seconds(60)
  /// Bytes waiting for a client that does not read; beyond it is dropped.
  public var outputLimit = 256 * 1024
  /// Bytes waiting for all clients of one address; beyond it the one is dropped that adds to them.
  public var outputPerAddress = 32 * 1024 * 1024
  /// A client that takes none of its waiting bytes for so long is dropped.
  public var stallLimit: Duration = .seconds(60)
  /// Where games and ratings are kept over restarts; nil keeps nothing.
  public var journalPath: String?
  /// The file of finished games beside the journal.
  public var gamesPath: String? { journalPath.map { JournalPaths($0).games } }
  /// Bytes of the journal after which it begins anew behind a snapshot.
  public var segmentLimit = 8 << 20
  /// Threads on which each house bot thinks, if it thinks in this process.
  public var threadsPerBot = 1
  /// Who analyses positions; the first who knows the game does.
  public var analysts: [any SessionAnalyst] = []
  public var analysis = AnalysisLimits()
  /// How many positions the house bots' networks evaluated.
  public var countEvaluations: @Sendable () -> Int = { 0 }
  /// The control tasks on offer.
  public var tasks = TaskDirectory()
  /// Of seats and house bots; nil draws one.
  public var seed: UInt64?
  /// How long the server waits for games to end when a signal asks it to stop.
  public var grace = Duration.seconds(5)
  /// Reads the limits anew when a hang-up signal asks for it; nil where they came from no file.
  public var reload: (@Sendable () throws -> ServerConfiguration)?
  /// Signals that stop the server, if it shall heed them.
  public var signals: StopSignals?
  /// Receives what an operator should know, one line at a time, from the server's thread, which it
  /// must not hold up.
  public var log: @Sendable (String) -> Void = { _ in }

  public init() {}

  /// Takes over what may change while a server runs.
  mutating func takeLimits(of other: ServerConfiguration) {
    lobby = other.lobby
    analysis.queue = other.analysis.queue
    clientLimit = other.clientLimit
    clientsPerAddress = other.clientsPerAddress
    idleLimit = other.idleLimit
    loginLimit = other.loginLimit
    outputLimit = other.outputLimit
    outputPerAddress = other.outputPerAddress
    stallLimit = other.stallLimit
    grace = other.grace
  }
}

/// What one analysis may take.
public struct AnalysisLimits: Sendable, Hashable {
  public var simulations = 800
  public var time = Duration.seconds(1)
  /// Analyses that may wait.
  public var queue = 64

  public init() {}
}
