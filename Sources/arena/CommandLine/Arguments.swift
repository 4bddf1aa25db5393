import Foundation

/// The words after a command, checked against its flags.
struct Arguments {
  private let command: any Command.Type
  private var values: [String: [String]] = [:]
  /// The words that belong to no flag, in order.
  private(set) var words: [String] = []

  /// - Throws: `UsageError` for a flag the command does not have or one without its value.
  init(_ given: some Sequence<String>, for command: any Command.Type) throws(UsageError) {
    self.command = command
    var rest = given.makeIterator()
    while let word = rest.next() {
      guard word.hasPrefix("--") else {
        words.append(word)
        continue
      }
      let parts = word.dropFirst(2).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let flag = command.flags.first(where: { $0.name == parts[0] }) else {
        let allowed = command.flags.map { "--\($0.name)" }.joined(separator: ", ")
        throw UsageError(
          "unknown flag \(word): arena \(command.name) takes \(allowed.isEmpty ? "none" : allowed)")
      }
      if flag.value == nil {
        guard parts.count == 1 else { throw UsageError("--\(flag.name) takes no value") }
        values[flag.name, default: []].append("true")
      } else if parts.count == 2 {
        values[flag.name, default: []].append(String(parts[1]))
      } else if let value = rest.next() {
        values[flag.name, default: []].append(value)
      } else {
        throw UsageError("--\(flag.name) needs a value: \(flag.heading)")
      }
    }
  }

  /// Takes exactly these words, each named for the error: `try arguments.take("GAME")[0]`.
  func take(_ names: String...) throws(UsageError) -> [String] {
    if words.count < names.count {
      throw UsageError("\(names[words.count]) is missing: arena \(command.name) \(command.usage)")
    }
    if words.count > names.count {
      throw UsageError(
        "'\(words[names.count])' is too much: arena \(command.name) \(command.usage)")
    }
    return words
  }

  func has(_ name: String) -> Bool { values[name] != nil }

  /// Every value of a flag that may be repeated.
  func all(_ name: String) -> [String] { values[name] ?? [] }

  /// The value of a flag, or its standard one; nil where it has neither.
  func text(_ name: String) throws(UsageError) -> String? {
    let given = all(name)
    guard given.count <= 1 else { throw UsageError("--\(name) is given \(given.count) times") }
    return given.first ?? command.flags.first { $0.name == name }?.standard
  }

  func integer(_ name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
    guard let text = try text(name) else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw UsageError(
        "--\(name) cannot be '\(text)': it must be an integer from \(range.lowerBound) to "
          + "\(range.upperBound)")
    }
    return number
  }

  func number(_ name: String, in range: ClosedRange<Double>) throws(UsageError) -> Double? {
    guard let text = try text(name) else { return nil }
    guard let number = Double(text), range.contains(number) else {
      throw UsageError(
        "--\(name) cannot be '\(text)': it must be a number from \(range.lowerBound) to "
          + "\(range.upperBound)")
    }
    return number
  }

  /// The values of a repeatable `--name key=value`.
  func pairs(_ name: String) throws(UsageError) -> [String: String] {
    var pairs: [String: String] = [:]
    for pair in all(name) {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw UsageError("--\(name) cannot be '\(pair)': it must be key=value")
      }
      guard pairs.updateValue(String(parts[1]), forKey: String(parts[0])) == nil else {
        throw UsageError("--\(name) gives \(parts[0]) twice")
      }
    }
    return pairs
  }

  /// The values of `--set key=value`, with `--size N` as short for `--set size=N`.
  func settings() throws(UsageError) -> [String: String] {
    var settings = try pairs("set")
    if let size = try text("size") { settings["size"] = size }
    return settings
  }

  /// The number of threads to work with: `--threads`, or all cores.
  func threads() throws(UsageError) -> Int {
    try integer("threads", in: 1...1024) ?? ProcessInfo.processInfo.activeProcessorCount
  }
}

extension Flag {
  /// The flags by which a command takes a game's options.
  static let settings = [
    Flag("size", "N", "the size of the board: short for --set size=N"),
    Flag("set", "KEY=VALUE", "an option of the game; may be repeated"),
  ]
}
