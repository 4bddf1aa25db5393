public import Match
import Wire

/// A player that lives on the server and takes every challenge to a board that it plays.
public struct HouseBot: Sendable {
  /// Its name among the players; the lobby gives it another where this one is taken.
  public internal(set) var name: String
  public let game: String
  /// The options of the one board that it plays, where it plays only one.
  public let options: [String: String]

  /// Whether it plays a session, given at its start; nil for a bot of one board.
  private let accepts: (@Sendable (any GameSession) -> Bool)?
  /// The options of its one board as sessions print them.
  private var optionsText = ""

  /// A bot for one board.
  ///
  /// - Parameter options: those of its game; without them the default board.
  public init(name: String, game: String, options: [String: String] = [:]) {
    self.name = name
    self.game = game
    self.options = options
    accepts = nil
  }

  /// A bot for every board of its game that `accepts` takes.
  ///
  /// - Parameter accepts: asked for each offer, so it must be quick.
  public init(
    name: String, game: String, accepting accepts: @escaping @Sendable (any GameSession) -> Bool
  ) {
    self.name = name
    self.game = game
    options = [:]
    self.accepts = accepts
  }

  /// The same bot, which now knows how sessions of its board print their options.
  ///
  /// - Throws: `DirectoryError` for an unknown game or options that the game refuses.
  public func settled(in directory: GameDirectory) throws(DirectoryError) -> HouseBot {
    var bot = self
    bot.optionsText = try directory.session(game, options).optionsText
    return bot
  }

  /// Whether it plays a game that begins like this.
  ///
  /// - Precondition: it was settled in the directory that the session is from.
  func plays(_ session: any GameSession) -> Bool {
    guard session.gameName == game else { return false }
    return accepts.map { $0(session) } ?? (session.optionsText == optionsText)
  }

  /// What it plays, as `GAME OPTIONS` in a journal: `any` for a bot of every board.
  var terms: String { accepts == nil ? GameTerms.text(game, optionsText) : "\(game) any" }

  /// What it plays, for people whose session it does not play.
  func boardText(for session: any GameSession) -> String {
    if accepts != nil {
      return session.gameName == game ? "\(game), but not on this board" : "\(game) only"
    }
    return optionsText.isEmpty ? "\(game) without options only" : "\(game) \(optionsText) only"
  }
}
