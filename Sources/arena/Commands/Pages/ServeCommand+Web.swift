import ArenaCore
import Catalog
import Lobby
import Match
import Server
import Storage
import Web
import Wire

/// The pages beside the match server.
extension ServeCommand {
  static let webFlags = [
    Flag("http", "PORT", "serves pages to browsers on this port: play, watch, ladders, runs"),
    Flag(
      "http-name", "NAME", repeats: true,
      "a name by which browsers may call this machine; may be repeated"),
    Flag("runs", "FOLDER", "the training runs and tournaments that the pages show"),
  ]

  /// The port of the pages; nil where they were not asked for.
  static func webPort(_ arguments: Arguments) throws -> Int? {
    let port = try arguments.integer("http", in: 0...65_535)
    if port == nil {
      try arguments.refuse("http-name", "runs", because: "it belongs to --http PORT")
    }
    return port
  }

  /// Starts the pages; nil where they were not asked for.
  static func web(
    _ arguments: Arguments, beside server: Server, _ match: ServerConfiguration
  ) throws -> WebServer? {
    guard let port = try webPort(arguments) else { return nil }
    let (door, metrics) = (server.door, server.metrics)
    var configuration = WebConfiguration(games: Catalog.directory) { address in
      try door.open(from: ClientAddress(address) ?? ClientAddress(ipv4: 0x7f00_0001))
    }
    configuration.address = match.address
    configuration.port = UInt16(port)
    configuration.hosts = arguments.all("http-name")
    configuration.summaries = Dictionary(
      uniqueKeysWithValues: Catalog.games.map { ($0.name, $0.summary) })
    configuration.bots = server.houseBots.map {
      WebBot(name: $0.name, game: $0.game, options: $0.options)
    }
    configuration.runsPath = try arguments.text("runs")
    configuration.gamesPath = match.gamesPath
    configuration.metrics = { metrics.text() }
    let analyses = PageAnalyses()
    configuration.analyse = { try analyses.analysis(of: $0, $1, after: $2) }
    if let path = configuration.runsPath, !StoredFile.isFolder(path) {
      throw UsageError("--runs cannot be \(OneLine.quoting(path)): there is no such folder")
    }
    return try WebServer(configuration)
  }
}
