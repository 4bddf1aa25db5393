public import ArenaCore
import Synchronization

/// The games that a server or a command offers: names, options and how to start one.
///
/// The one registry above fills it; nothing below knows the games.
public struct GameDirectory: Sendable {
  /// One game on offer.
  public struct Entry: Sendable {
    /// The name on the wire: lower case, words joined by hyphens, no spaces.
    public let name: String
    public let options: [OptionSpec]
    private let start: @Sendable (Options) throws(OptionError) -> any GameSession
    private let text: @Sendable (GameRecord, Options) throws(OptionError) -> String?

    /// The entry of a game type; `name` and `defaults` make a variant of it ("tic-tac-toe").
    ///
    /// - Parameter sgf: the game's number in the Smart Game Format; nil where its games have none.
    public init<Game: BoardGame>(
      _ type: Game.Type, name: String = Game.name, defaults: Game.Settings = Game.Settings(),
      sgf: SGFCollection.Kind? = nil
    ) {
      let starts = StartPositions()
      self.name = name
      options = defaults.specs
      text = { record, options throws(OptionError) in
        guard let sgf else { return nil }
        return SGFCollection([record], of: try Game(defaults.applying(options)), kind: sgf)?.text
      }
      start = { options throws(OptionError) in
        let text = options.description
        if let session = starts[text] { return session }
        let session = Session(
          try Game(defaults.applying(options)), name: name, optionsText: text)
        starts[text] = session
        return session
      }
    }

    /// A finished game in the Smart Game Format; nil for a game that has no place there.
    public func sgf(of record: GameRecord) -> String? {
      do throws(OptionError) {
        let options = try Options(Options.values(of: record.options), for: options)
        return try text(record, options)
      } catch { return nil }
    }

    /// A new game.
    ///
    /// - Throws: `OptionError` for options it does not have, values out of range, conflicts.
    public func session(_ given: [String: String] = [:]) throws(OptionError) -> any GameSession {
      try start(Options(given, for: options))
    }
  }

  /// The games in the order in which they are listed.
  public let entries: [Entry]

  public init(_ entries: [Entry]) { self.entries = entries }

  /// The game named `name`; nil when it is not on offer.
  public subscript(name: String) -> Entry? { entries.first { $0.name == name } }

  /// A new game from names and options given as text.
  ///
  /// - Throws: `DirectoryError` for an unknown game or options that the game refuses.
  public func session(
    _ name: String, _ given: [String: String] = [:]
  ) throws(DirectoryError) -> any GameSession {
    guard let entry = self[name] else {
      throw .unknownGame(name, known: entries.map(\.name))
    }
    do { return try entry.session(given) } catch { throw .options(error) }
  }
}

/// Sessions that were started lately, by their options: copies share what they have in common.
private final class StartPositions: Sendable {
  private static let limit = 16
  private let sessions = Mutex<[String: any GameSession]>([:])

  subscript(options: String) -> (any GameSession)? {
    get { sessions.withLock { $0[options] } }
    set {
      sessions.withLock { sessions in
        if sessions.count >= Self.limit { sessions = [:] }
        sessions[options] = newValue
      }
    }
  }
}

/// Why a game could not be started, in one line for the user.
public enum DirectoryError: CallError, Hashable, CustomStringConvertible {
  case unknownGame(String, known: [String])
  case options(OptionError)

  public var description: String {
    switch self {
    case .unknownGame(let name, let known):
      "unknown game \(OneLine.quoting(name)): "
        + NearestWord.advice(for: name, among: known, introducing: "known are")
    case .options(let error): error.description
    }
  }
}
