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
  /// What it does, in one line for people.
  public let summary: String
  private let read: @Sendable (inout CommandArguments) throws(WireError) -> Arguments

  /// - Parameters:
  ///   - usage: begins with the command's word.
  ///   - read: takes the arguments; what it leaves of them is refused.
  init(
    _ usage: String, aliases: [String] = [], _ summary: String,
    read: @escaping @Sendable (inout CommandArguments) throws(WireError) -> Arguments
  ) {
    word = String(usage.prefix { $0 != " " })
    self.aliases = aliases
    self.usage = usage
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
  init(_ usage: String, aliases: [String] = [], _ summary: String) {
    self.init(usage, aliases: aliases, summary) { _ in }
  }
}
