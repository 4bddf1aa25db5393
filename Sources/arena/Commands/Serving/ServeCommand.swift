import ArenaCore
import Catalog
import Lobby
import Match
import Server
import Training
import Web
import Wire

enum ServeCommand: Command {
  static let name = "serve"
  static let summary = "serves matches over TCP: people, engines and house bots"
  static let usage = "[--port N] [--bot BOT ...] [--journal FILE] [--config FILE] ..."
  static let flags =
    [
      Flag("port", "N", default: "7777", "the port; 0 takes a free one and tells it"),
      Flag(
        "address", "A", default: "127.0.0.1",
        "the address to listen on; 0.0.0.0 for every network, :: for IPv6 too"),
      Flag(
        "bot", "BOT", repeats: true,
        "a house bot, such as connect-four=uct:simulations=500; may be repeated"),
      Flag(
        "clock", "CLOCK", default: "60", "of games that name none: none, SECONDS or SECONDS+SECONDS"
      ),
      Flag(
        "journal", "FILE",
        "keeps games and ratings here over restarts and crashes; a folder may be given"),
      Flag(
        "thinkers", "N", default: "1",
        "threads on which a bot thinks, or all bots of a network together, unless it is a program"),
      Flag("admin", "FILE", "holds the token with which a client may say admin"),
      Flag("log-format", "FORMAT", default: "text", "text, or json: an object a line"),
      Flag("config", "FILE", "flags, one a line: NAME VALUE; those of the call come before them"),
      Flag("print-config", "prints all flags as --config reads them, and ends"),
    ] + webFlags + ServerLimits.flags
  static let details = """
    BOT is [NAME@]GAME[,OPTION=VALUE...]=SPEC. Without options a bot plays every board of its game
    that it can; one with a network plays the board of its run. levels=4 in SPEC makes four bots of
    one network, with a few simulations up to all of them. All games of a network are searched
    together, and with checkpoint=best or last new games get the run's newest network:
      arena serve --bot gomoku=uct --bot anna@go-lite,size=7=alphazero:run=runs/go7,levels=4

    The protocol is lines of text, documented in Sources/Wire/PROTOCOL.md. A person plays with
      nc localhost 7777
    and types help. Ctrl-C or SIGTERM tells everybody, waits --grace seconds for games to end and
    stops; twice stops at once. SIGHUP reads the limits of --config anew.

    Passwords travel in the clear. To serve others, leave the address as it is and put a proxy with
    TLS before it, for example stunnel (accept = 7778, connect = 127.0.0.1:7777, cert = FILE) or
    nginx's stream module, and raise the limits of an address: all clients then have the proxy's.
    """

  static func run(_ arguments: Arguments) throws {
    _ = try arguments.take()
    // Before anything else: a signal may come at any time.
    let signals = try StopSignals()
    let given = arguments.flagWords
    let arguments = try ServeFile.complete(arguments)
    var configuration = try configuration(from: arguments)
    _ = try webPort(arguments)
    guard !arguments.has("print-config") else { return print(ServeFile.text(of: arguments)) }
    let formats = LogWriter.Format.allCases.map { ($0.rawValue, $0) }
    let log = LogWriter(
      format: try arguments.choice("log-format", among: Dictionary(uniqueKeysWithValues: formats)))
    configuration.log = { log.say($0) }
    defer { log.finish() }
    let networks = HouseNetworks(
      threads: configuration.threadsPerBot, report: { log.say("house bots: \($0)") })
    let house = try HouseBots.make(arguments.all("bot"), sharing: networks)
    configuration.bots = house.bots
    configuration.analysts = house.analysts + Catalog.games.map(\.serverAnalyst)
    configuration.countEvaluations = { networks.evaluations.value }
    configuration.tasks = TaskDirectory(Catalog.tasks.map(\.directoryEntry))
    configuration.signals = signals
    if arguments.has("config") {
      configuration.reload = {
        let arguments = try Arguments(given, for: ServeCommand.self)
        return try Self.configuration(from: ServeFile.complete(arguments))
      }
    }
    let server = try Server(configuration, games: Catalog.directory)
    log.say("listening on \(configuration.address) port \(server.port)")
    if !ServeFile.isLoopback(configuration.address) {
      log.say(
        "passwords travel in the clear on \(configuration.address): arena serve --help says how to "
          + "put TLS before it")
    }
    for bot in server.houseBots {
      let options = bot.options.map { " \($0.key)=\($0.value)" }.sorted().joined()
      log.say("house bot \(bot.name) plays \(bot.game)\(options)")
    }
    let web = try web(arguments, beside: server, configuration)
    if let web { log.say("pages at http://\(configuration.address):\(web.port)/") }
    defer { web?.stop() }
    try server.run()
    log.say("stopped")
  }

  /// Everything that flags say but for the bots.
  private static func configuration(from arguments: Arguments) throws -> ServerConfiguration {
    var configuration = ServerConfiguration()
    configuration.address = try arguments.text("address")!
    configuration.port = UInt16(try arguments.integer("port", in: 0...65_535)!)
    configuration.journalPath = try arguments.text("journal")
    configuration.threadsPerBot = try arguments.integer("thinkers", in: 1...256)!
    try ServerLimits.set(&configuration, from: arguments)
    let clock = try arguments.text("clock")!
    guard let control = TimeControl(clock) else {
      throw UsageError("--clock cannot be '\(clock)': it must be \(TimeControl.forms)")
    }
    configuration.lobby.clock = control
    if let path = try arguments.text("admin") {
      configuration.lobby.adminToken = try ServeFile.token(in: path)
    }
    return configuration
  }
}
