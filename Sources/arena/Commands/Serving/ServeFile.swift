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
    let entries = FlagFile(try InputText.read(path)).entries
    for entry in entries {
      do throws(UsageError) {
        guard !["config", "print-config"].contains(entry.name) else {
          throw UsageError("\(entry.name) belongs to the call")
        }
        _ = try Arguments([entry.word], for: ServeCommand.self)
      } catch { throw UsageError("\(path), line \(entry.line): \(error)") }
    }
    // A flag that is given twice is so only among the others.
    do throws(UsageError) {
      return try Arguments(entries.map(\.word), for: ServeCommand.self)
    } catch { throw UsageError("\(path): \(error)") }
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
