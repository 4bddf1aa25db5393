import ArenaCore
import Wire

/// The file of `arena serve --config`: a flag a line, `NAME VALUE`, and comments behind `#`.
enum ServeFile {
  /// The call with the flags of its file, if it names one.
  static func complete(_ arguments: Arguments) throws -> Arguments {
    guard let path = try arguments.text("config") else { return arguments }
    return arguments.completed(by: try read(path))
  }

  private static func read(_ path: String) throws -> Arguments {
    let lines = FlagFile(try InputText.read(path)).lines
    if let line = lines.first(where: { ["config", "print-config"].contains($0.name) }) {
      throw UsageError("\(path), line \(line.number): \(line.name) belongs to the call")
    }
    let words = lines.map { "--\($0.name)=\($0.value)" }
    do throws(UsageError) { return try Arguments(words, for: ServeCommand.self) } catch {
      throw UsageError("\(path): \(error)")
    }
  }

  /// All flags with their values, as `read` reads them.
  static func text(of arguments: Arguments) -> String {
    var lines: [String] = []
    for flag in ServeCommand.flags where !["config", "print-config"].contains(flag.name) {
      lines.append("# \(flag.summary)")
      let values =
        arguments.all(flag.name)
        + (arguments.has(flag.name) ? [] : [flag.defaultText])
        .compactMap(\.self)
      lines += values.map { "\(flag.name) \($0)" }
      if values.isEmpty { lines.append("# \(flag.name) \(flag.value ?? "")") }
    }
    return lines.joined(separator: "\n")
  }

  /// The operator's token: the one word of a file.
  static func token(in path: String) throws -> String {
    let words = try InputText.read(path).split(whereSeparator: \.isWhitespace)
    guard words.count == 1, words[0].count >= 8 else {
      throw CommandFailure("\(path) holds no token: one word of at least 8 characters")
    }
    return String(words[0])
  }

  /// Whether only this machine reaches an address.
  static func isLoopback(_ address: String) -> Bool {
    ClientAddress(address)?.description.hasPrefix("127.") ?? false
  }
}
