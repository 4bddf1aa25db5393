public import Match

/// How the web part is set up.
public struct WebConfiguration: Sendable {
  /// A numeric address to listen on; `0.0.0.0` for every network.
  public var address = "127.0.0.1"
  /// 0 takes a free port: `WebServer.port`.
  public var port: UInt16 = 0
  /// Names by which browsers may call this machine, besides `localhost` and numeric addresses. A
  /// name that is not listed is refused: a stranger's name that points here would make his pages ours.
  public var hosts: [String] = []
  public var limits = HTTPLimits()
  public var games: GameDirectory
  /// One line about each game, by name.
  public var summaries: [String: String] = [:]
  public var bots: [WebBot] = []
  /// The folder with the runs and tournaments to show.
  public var runsPath: String?
  /// The match server's file of finished games.
  public var gamesPath: String?
  /// Opens a connection to the match server for a browser at a numeric address.
  public var connect: @Sendable (_ address: String) throws -> Int32
  /// What is known of a position; nil where nothing analyses.
  public var analyse: PageAnalyst?
  /// More lines for `/metrics`, in Prometheus' text format; may wait a while.
  public var metrics: @Sendable () -> String = { "" }

  public init(games: GameDirectory, connect: @escaping @Sendable (String) throws -> Int32) {
    self.games = games
    self.connect = connect
  }
}

/// A house bot, as the page of its game names it.
public struct WebBot: Sendable, Hashable, Encodable {
  public let name: String
  public let game: String
  /// The options of its one board; empty for the default one, or where it plays every board.
  public let options: [String: String]

  public init(name: String, game: String, options: [String: String]) {
    self.name = name
    self.game = game
    self.options = options
  }
}

/// Analyses the position behind some moves of a game.
public typealias PageAnalyst =
  @Sendable (_ game: String, _ options: [String: String], _ moves: [String]) throws ->
  PageAnalysis
