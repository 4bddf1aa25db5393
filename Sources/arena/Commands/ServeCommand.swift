import ArenaCore
import Catalog
import Lobby
import Match
import Server

enum ServeCommand: Command {
  static let name = "serve"
  static let summary = "serves matches over TCP: people, engines and house bots"
  static let usage = "[--port N] [--bot BOT ...] [--journal FILE] ..."
  static let flags =
    [
      Flag("port", "N", default: "7777", "the port; 0 takes a free one and tells it"),
      Flag(
        "address", "A", default: "127.0.0.1", "the address to listen on; 0.0.0.0 for every network"),
      Flag(
        "bot", "BOT", repeats: true,
        "a house bot, such as connect-four=uct:simulations=500; may be repeated"),
      Flag(
        "clock", "CLOCK", default: "60", "of games that name none: none, SECONDS or SECONDS+SECONDS"
      ),
      Flag(
        "journal", "FILE",
        "keeps games and ratings here over restarts and crashes; a folder may be given"),
      Flag("thinkers", "N", default: "1", "threads on which a bot thinks, unless it is a program"),
    ] + ServerLimits.flags
  static let details = """
    BOT is [NAME@]GAME[,OPTION=VALUE...]=SPEC. Without options a bot plays every board of its game
    that it can; one with a network plays the board of its run:
      arena serve --bot gomoku=uct --bot anna@go-lite,size=7=alphazero:run=runs/go7

    The protocol is lines of text, documented in Sources/Wire/PROTOCOL.md. A person plays with
      nc localhost 7777
    and types help. Ctrl-C stops the server.
    """

  static func run(_ arguments: Arguments) throws {
    _ = try arguments.take()
    // Before anything else: a signal may come at any time.
    let signals = try StopSignals()
    var configuration = ServerConfiguration()
    configuration.address = try arguments.text("address")!
    configuration.port = UInt16(try arguments.integer("port", in: 0...65_535)!)
    configuration.journalPath = try arguments.text("journal")
    configuration.threadsPerBot = try arguments.integer("thinkers", in: 1...256)!
    try ServerLimits.set(&configuration, from: arguments)
    let clock = try arguments.text("clock")!
    guard let control = TimeControl(clock) else {
      throw UsageError(
        "--clock cannot be '\(clock)': it must be none, SECONDS or SECONDS+SECONDS, like 10 or 300+2"
      )
    }
    configuration.lobby.clock = control
    configuration.bots = try HouseBots.make(arguments.all("bot"))
    configuration.signals = signals
    let log = LogWriter()
    configuration.log = { log.say($0) }
    defer { log.finish() }
    let server = try Server(configuration, games: Catalog.directory)
    log.say("listening on \(configuration.address) port \(server.port)")
    for bot in server.houseBots {
      let options = bot.options.map { " \($0.key)=\($0.value)" }.sorted().joined()
      log.say("house bot \(bot.name) plays \(bot.game)\(options)")
    }
    try server.run()
    log.say("stopped")
  }
}
