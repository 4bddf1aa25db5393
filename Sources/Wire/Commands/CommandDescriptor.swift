/// One command of the protocol: how it is written, what it does, and how its arguments are read.
///
/// All of them stand in `Commands`; the lobby says beside each what it does. PROTOCOL.md has a row
/// for each in its table of commands.
public struct CommandDescriptor<Arguments>: Sendable {
  /// The first word of a line.
  public let word: String
  /// Other first words that mean the same.
  public let aliases: [String]
  /// The form of the whole line: `watch TABLE`.
  public let usage: String
  /// The forms of the lines before the final answer.
  public let lines: [String]
  /// The first version of the protocol that has it.
  public let since: ProtocolVersion
  /// What it does, in one line for people.
  public let summary: String
  private let read: @Sendable (inout CommandArguments) throws(WireError) -> Arguments

  /// - Parameters:
  ///   - usage: begins with the command's word.
  ///   - read: takes the arguments; what it leaves of them is refused.
  init(
    _ usage: String, aliases: [String] = [], lines: [String] = [],
    since: ProtocolVersion = .first, _ summary: String,
    read: @escaping @Sendable (inout CommandArguments) throws(WireError) -> Arguments
  ) {
    word = String(usage.prefix { $0 != " " })
    self.aliases = aliases
    self.usage = usage
    self.lines = lines
    self.since = since
    self.summary = summary
    self.read = read
  }

  /// Reads the words of a line behind the command's own; they are checked for form, not for sense.
  ///
  /// - Throws: `WireError` with a code of its form: `bad-arguments`, `bad-option` or `bad-clock`.
  public func arguments(from words: ArraySlice<String>) throws(WireError) -> Arguments {
    var words = CommandArguments(words, usage: usage)
    let arguments = try read(&words)
    try words.requireEnd()
    return arguments
  }
}

extension CommandDescriptor<Void> {
  /// A command that is one word.
  init(
    _ usage: String, aliases: [String] = [], lines: [String] = [],
    since: ProtocolVersion = .first, _ summary: String
  ) {
    self.init(usage, aliases: aliases, lines: lines, since: since, summary) { _ in }
  }
}

extension CommandDescriptor<Int?> {
  /// A command about one of the player's games, which need not be named if it is the only one.
  init(
    table usage: String, aliases: [String] = [], lines: [String] = [],
    since: ProtocolVersion = .first, _ summary: String
  ) {
    self.init(usage, aliases: aliases, lines: lines, since: since, summary) {
      words throws(WireError) in try words.optionalNumber()
    }
  }
}

extension CommandDescriptor<Int> {
  /// A command about a table or an offer.
  init(
    number usage: String, aliases: [String] = [], lines: [String] = [],
    since: ProtocolVersion = .first, _ summary: String
  ) {
    self.init(usage, aliases: aliases, lines: lines, since: since, summary) {
      words throws(WireError) in try words.number()
    }
  }
}
