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

  /// - Throws: an error whose description is one clear line for standard error; the program then
  ///   exits with status 2.
  static func run(_ arguments: Arguments) throws
}

extension Command {
  static var details: String { "" }

  static var help: String {
    var lines = [summary, "", "usage: arena \(name) \(usage)"]
    if !flags.isEmpty {
      let width = flags.map(\.heading.count).max()!
      lines.append("")
      lines += flags.map { flag in
        let padding = String(repeating: " ", count: width - flag.heading.count)
        let standard = flag.standard.map { " (standard: \($0))" } ?? ""
        return "  \(flag.heading)\(padding)  \(flag.summary)\(standard)"
      }
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
  let standard: String?

  /// A flag with a value.
  init(_ name: String, _ value: String, standard: String? = nil, _ summary: String) {
    self.name = name
    self.value = value
    self.standard = standard
    self.summary = summary
  }

  /// A flag without a value.
  init(_ name: String, _ summary: String) {
    self.name = name
    value = nil
    standard = nil
    self.summary = summary
  }

  var heading: String { "--\(name)" + (value.map { " \($0)" } ?? "") }
}

/// A mistake in how the program was called, in one line.
struct UsageError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// Prints a line at once, also where standard output is a file or a pipe.
func say(_ line: String) {
  print(line)
  fflush(nil)
}
