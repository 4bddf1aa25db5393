import ArenaCore
import Glibc

/// One command of the program.
protocol Command {
  static var name: String { get }
  /// One line for the list of commands.
  static var summary: String { get }
  /// What follows the name: `GAME --player SPEC ...`.
  static var usage: String { get }
  static var flags: [Flag] { get }
  /// More help, printed after the flags: examples, formats.
  static var details: String { get }

  /// Whether what it prints is its result, so that a line that cannot be written is an error.
  static var printsResult: Bool { get }

  /// - Throws: an error whose description is one clear line for standard error; `ExitStatus` says
  ///   with which status the program then exits.
  static func run(_ arguments: Arguments) throws
}

extension Command {
  static var details: String { "" }
  static var printsResult: Bool { false }

  static var help: String {
    var lines = [summary, "", "usage: arena \(name) \(usage)"]
    if !flags.isEmpty {
      let rows = flags.map { flag in
        let byDefault = flag.defaultText.map { " (default: \($0))" } ?? ""
        return ["  \(flag.heading)", flag.summary + byDefault]
      }
      lines += [""] + Text.table(rows, left: [0, 1])
    }
    if !details.isEmpty { lines += ["", details] }
    return lines.joined(separator: "\n")
  }
}

/// One `--name VALUE` of a command, or `--name` alone.
struct Flag {
  let name: String
  /// What the value is called in help; nil for a flag without a value.
  let value: String?
  let summary: String
  let defaultText: String?
  /// Whether it may be given more than once.
  let repeats: Bool

  /// A flag with a value.
  init(
    _ name: String, _ value: String, default text: String? = nil, repeats: Bool = false,
    _ summary: String
  ) {
    self.name = name
    self.value = value
    defaultText = text
    self.repeats = repeats
    self.summary = summary
  }

  /// A flag without a value.
  init(_ name: String, _ summary: String) {
    self.name = name
    value = nil
    defaultText = nil
    repeats = false
    self.summary = summary
  }

  var heading: String { "--\(name)" + (value.map { " \($0)" } ?? "") }
}

/// A mistake in how the program was called, in one line.
struct UsageError: CallError, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// The help about SPEC of the commands that take players.
let aboutSpecs = """
  SPEC is NAME[:key=value,...]; arena list GAME lists names and keys. A value with a comma goes in
  quotes, or a backslash goes before the comma; a backslash stands before a backslash too:
    alphazero:run='runs/a,b',checkpoint=last    alphazero:run=runs/a\\,b
  """

/// Prints a line at once, also where standard output is a file or a pipe.
func say(_ line: String) {
  print(line)
  fflush(nil)
}

enum Release {
  /// Raised when a call or a file of older versions is no longer understood.
  static let version = "1.0"
}
