import ArenaCore
import Foundation

/// The words after a command, checked against its flags.
struct Arguments {
  private let command: any Command.Type
  private var values: [String: [String]] = [:]
  /// The words that belong to no flag, in order.
  private(set) var words: [String] = []
  /// The others, as they were given.
  private(set) var flagWords: [String] = []

  /// - Throws: `UsageError` for a flag the command does not have, one without its value, or one that
  ///   is given twice though it may not be.
  init(_ given: some Sequence<String>, for command: any Command.Type) throws(UsageError) {
    self.command = command
    var rest = given.makeIterator()
    while let word = rest.next() {
      guard word.hasPrefix("-"), word != "-" else {
        words.append(word)
        continue
      }
      flagWords.append(word)
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let flag = Self.flag(parts[0], of: command) else {
        throw Self.unknown(parts[0], of: command)
      }
      guard flag.repeats || values[flag.name] == nil else {
        throw UsageError("--\(flag.name) is given twice")
      }
      guard flag.value != nil else {
        guard parts.count == 1 else { throw UsageError("--\(flag.name) takes no value") }
        values[flag.name] = ["true"]
        continue
      }
      let value = parts.count == 2 ? String(parts[1]) : rest.next()
      // Another flag in its place shows that the value was forgotten.
      guard let value, parts.count == 2 || Self.flag(value[...], of: command) == nil else {
        throw UsageError("--\(flag.name) needs a value: \(flag.heading)")
      }
      guard !value.isEmpty else {
        throw UsageError("--\(flag.name) cannot be empty: \(flag.heading)")
      }
      if parts.count == 1 { flagWords.append(value) }
      values[flag.name, default: []].append(value)
    }
  }

  private static func flag(_ word: Substring, of command: any Command.Type) -> Flag? {
    command.flags.first { "--\($0.name)" == word }
  }

  private static func unknown(_ word: Substring, of command: any Command.Type) -> UsageError {
    let name = String(word.drop { $0 == "-" })
    let names = command.flags.map(\.name)
    let nearest = NearestWord.among(names, to: name).map { "--\($0)" }
    let question = nearest.isEmpty ? "" : " did you mean \(nearest.joined(separator: " or "))?"
    let list = names.isEmpty ? "no flags" : names.map { "--\($0)" }.joined(separator: ", ")
    let advice =
      list.count > 400
      ? "arena \(command.name) --help lists its flags" : "arena \(command.name) takes \(list)"
    return UsageError("unknown flag \(word):\(question) \(advice)")
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
    if let index = words.firstIndex(of: "") {
      throw UsageError("\(names[index]) cannot be empty: arena \(command.name) \(command.usage)")
    }
    return words
  }

  /// Refuses flags that mean nothing in this call.
  func refuse(_ names: String..., because reason: String) throws(UsageError) {
    if let name = names.first(where: has) { throw UsageError("--\(name) is too much: \(reason)") }
  }

  func has(_ name: String) -> Bool { values[name] != nil }

  /// The same call with the flags of another one where it has none of its own.
  func completed(by other: Arguments) -> Arguments {
    var result = self
    result.values.merge(other.values) { own, _ in own }
    return result
  }

  /// Every value of a flag that may be repeated.
  func all(_ name: String) -> [String] { values[name] ?? [] }

  /// The value of a flag, or its default one; nil where it has neither.
  func text(_ name: String) throws(UsageError) -> String? {
    values[name]?.first ?? command.flags.first { $0.name == name }?.defaultText
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

  /// The value that a flag with a default names among these.
  func choice<Value>(_ name: String, among values: [String: Value]) throws(UsageError) -> Value {
    let text = try text(name) ?? ""
    guard let value = values[text] else {
      throw UsageError(
        "--\(name) cannot be '\(text)': "
          + NearestWord.advice(for: text, among: values.keys.sorted(), introducing: "it is one of"))
    }
    return value
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
    guard let size = try text("size") else { return settings }
    guard settings.updateValue(size, forKey: "size") == nil else {
      throw UsageError("size is given twice: --size N is short for --set size=N")
    }
    return settings
  }

  /// The value of `--seed`, or 1 in a command without it.
  func seed() throws(UsageError) -> UInt64 {
    UInt64(try integer("seed", in: 0...Int.max) ?? 1)
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
    Flag("set", "KEY=VALUE", repeats: true, "an option of the game; may be repeated"),
  ]
}
