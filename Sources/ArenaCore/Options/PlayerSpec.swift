/// How a player is named wherever one is wanted: `NAME[:key=value,...]`, such as `random`,
/// `uct:simulations=1000` or `alphazero:run=runs/first,simulations=64`.
///
/// A value that begins with `'` or `"` runs to the next such quote, and whatever is between is the
/// value. In any other value a backslash before a comma, a backslash or a quote stands for that
/// character, and everywhere else for itself.
public struct PlayerSpec: Sendable, CustomStringConvertible {
  /// The agent's name in the catalog.
  public let agent: String
  /// The options given, unchecked.
  public let options: [String: String]
  /// The spec as it was written, or as one would write it: read again it is the same spec.
  public let description: String

  /// A spec from its parts, whose values may hold any character but the end of a line.
  public init(agent: String, options: [String: String]) {
    self.agent = agent
    self.options = options
    let pairs = options.sorted { $0.key < $1.key }.map { "\($0.key)=\(Self.quoted($0.value))" }
    description = pairs.isEmpty ? agent : "\(agent):\(pairs.joined(separator: ","))"
  }

  /// - Throws: `RequestError.badSpec` for anything but such a text.
  public init(_ text: String) throws(RequestError) {
    description = text
    let name = text.unicodeScalars.prefix { $0 != ":" }
    agent = String(name)
    guard !agent.isEmpty, !text.contains(where: \.isNewline) else { throw .badSpec(text) }
    guard name.endIndex < text.endIndex else {
      options = [:]
      return
    }
    var reader = SpecReader(text: text, rest: text.unicodeScalars[name.endIndex...].dropFirst())
    options = try reader.readOptions()
  }

  /// A value as it must be written in a spec.
  public static func quoted(_ value: String) -> String {
    let scalars = value.unicodeScalars
    let mustBeQuoted =
      scalars.contains { $0 == "," || $0 == "\\" } || scalars.first.map(isQuote) == true
    guard mustBeQuoted else { return value }
    if !scalars.contains("'") { return "'\(value)'" }
    if !scalars.contains("\"") { return "\"\(value)\"" }
    var escaped = String.UnicodeScalarView()
    for scalar in scalars {
      if scalar == "," || scalar == "\\" || isQuote(scalar) { escaped.append("\\") }
      escaped.append(scalar)
    }
    return String(escaped)
  }

  fileprivate static func isQuote(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "'" || scalar == "\""
  }
}

/// Specs are equal that name one player, however they are written.
extension PlayerSpec: Hashable {
  public static func == (a: Self, b: Self) -> Bool { a.agent == b.agent && a.options == b.options }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(agent)
    hasher.combine(options)
  }
}

/// Reads the options of a spec, scalar by scalar: a comma with an accent on it is a comma too.
private struct SpecReader {
  /// The whole spec, for errors.
  let text: String
  var rest: Substring.UnicodeScalarView

  private func refusal(_ reason: String) -> RequestError { .badSpec(text, reason: reason) }

  mutating func readOptions() throws(RequestError) -> [String: String] {
    var options: [String: String] = [:]
    while true {
      let key = rest.prefix { $0 != "=" && $0 != "," }
      guard !key.isEmpty, key.endIndex < rest.endIndex, rest[key.endIndex] == "=" else {
        throw refusal("'\(String(rest.prefix { $0 != "," }))' is not key=value")
      }
      rest = rest[rest.index(after: key.endIndex)...]
      let value = try readValue(of: String(key))
      guard options.updateValue(value, forKey: String(key)) == nil else {
        throw refusal("it gives \(String(key)) twice")
      }
      guard rest.popFirst() != nil else { return options }
    }
  }

  /// Reads up to the comma behind the value.
  private mutating func readValue(of key: String) throws(RequestError) -> String {
    if let quote = rest.first, PlayerSpec.isQuote(quote) {
      rest.removeFirst()
      let value = rest.prefix { $0 != quote }
      guard value.endIndex < rest.endIndex else {
        throw refusal("the quote of \(key) does not end")
      }
      rest = rest[rest.index(after: value.endIndex)...]
      guard rest.first == nil || rest.first == "," else {
        throw refusal(
          "after the closing quote of \(key) comes a comma or nothing; to begin a value with a quote, "
            + "put a backslash before it")
      }
      return String(value)
    }
    var value = String.UnicodeScalarView()
    while let scalar = rest.first, scalar != "," {
      rest.removeFirst()
      if scalar == "\\", let next = rest.first, [",", "\\", "'", "\""].contains(next) {
        rest.removeFirst()
        value.append(next)
      } else {
        value.append(scalar)
      }
    }
    return String(value)
  }
}
