/// One documented setting of a game, an agent or a training run.
public struct OptionSpec: Sendable, Hashable {
  /// What values the option takes.
  public enum Kind: Sendable, Hashable {
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    case choice([String])
    case flag
    /// Any text, a path for example.
    case text
  }

  public let name: String
  public let kind: Kind
  /// The value where none is given, in the form a user would write it.
  public let defaultText: String
  /// One line of help.
  public let summary: String
  /// What it was called before; nil where it never changed its name.
  public let formerName: String?
  /// The options for which its value also stands where those are not given.
  public let shorthandFor: [String]

  public init(
    _ name: String, _ kind: Kind, default text: String, _ summary: String, formerly: String? = nil,
    shorthandFor: [String] = []
  ) {
    self.name = name
    self.kind = kind
    defaultText = text
    self.summary = summary
    formerName = formerly
    self.shorthandFor = shorthandFor
  }

  /// The allowed values in words: "an integer from 2 to 19".
  public var allowed: String {
    switch kind {
    case .integer(let range): "an integer from \(range.lowerBound) to \(range.upperBound)"
    case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
    case .choice(let names): "one of \(names.joined(separator: ", "))"
    case .flag: "true or false"
    case .text: "text"
    }
  }

  func accepts(_ text: String) -> Bool {
    switch kind {
    case .integer(let range): Int(text).map(range.contains) ?? false
    case .number(let range): Double(text).map(range.contains) ?? false
    case .choice(let names): names.contains(text)
    case .flag: text == "true" || text == "false"
    case .text: true
    }
  }

  /// The one spelling of an accepted value: `+7` and `07` are `7`, `7.50` is `7.5`.
  func canonical(_ text: String) -> String {
    switch kind {
    case .integer: Int(text).map { String($0) } ?? text
    case .number:
      // Adding zero makes -0 the 0 that it equals; a whole number is written without a point.
      Double(text).map { value in Int(exactly: value).map { String($0) } ?? "\(value + 0)" } ?? text
    case .choice, .flag, .text: text
    }
  }
}

extension [OptionSpec] {
  /// The same options with other default values for some, by name.
  ///
  /// - Precondition: each names an option here and is a value that it allows.
  public func replacingDefaults(_ defaults: [String: String]) -> [OptionSpec] {
    for name in defaults.keys {
      precondition(contains { $0.name == name }, "there is no option \(name) to preset")
    }
    return map { spec in
      guard let text = defaults[spec.name] else { return spec }
      precondition(spec.accepts(text), "\(spec.name) cannot be preset to \(text)")
      return OptionSpec(
        spec.name, spec.kind, default: text, spec.summary, formerly: spec.formerName,
        shorthandFor: spec.shorthandFor)
    }
  }

  /// Options under their present names, where some were recorded under former ones.
  public func withPresentNames(_ recorded: [String: String]) -> [String: String] {
    let names = Dictionary(
      compactMap { spec in spec.formerName.map { ($0, spec.name) } },
      uniquingKeysWith: { first, _ in first })
    let known = Set(map(\.name))
    return Dictionary(
      recorded.map { name, value in
        (known.contains(name) ? name : names[name] ?? name, value)
      }, uniquingKeysWith: { first, _ in first })
  }
}

/// Values for a list of option specs: given ones checked, the rest by default.
public struct Options: Sendable, Hashable {
  public let specs: [OptionSpec]
  private var given: [String: String]

  /// - Throws: `OptionError` for a name that is not in `specs` or a value its spec does not allow.
  public init(_ given: [String: String] = [:], for specs: [OptionSpec]) throws(OptionError) {
    self.specs = specs
    self.given = [:]
    for (name, value) in given.sorted(by: { $0.key < $1.key }) { try set(name, to: value) }
  }

  public mutating func set(_ name: String, to value: String) throws(OptionError) {
    guard let spec = specs.first(where: { $0.name == name }) else {
      if let renamed = specs.first(where: { $0.formerName == name }) {
        throw .renamed(name, to: renamed.name)
      }
      throw .unknown(name, allowed: specs.map(\.name))
    }
    guard spec.accepts(value) else { throw .badValue(name, value, allowed: spec.allowed) }
    given[name] = value
  }

  /// What differs from the default values, as `name=value` sorted by name: options that mean the
  /// same print alike, however they were written.
  ///
  /// Values have one spelling, and a shorthand is written out as the options it stands for.
  public var description: String {
    specs.filter(\.shorthandFor.isEmpty).sorted { $0.name < $1.name }.compactMap { spec in
      let value = spec.canonical(text(spec.name))
      return value == spec.canonical(spec.defaultText) ? nil : "\(spec.name)=\(value)"
    }.joined(separator: ",")
  }

  /// The values that `description` wrote; `-` and nothing are none, what is no pair is left out.
  public static func values(of text: String) -> [String: String] {
    let pairs = text.pieces(at: UInt8(ascii: ","))
      .map { $0.pieces(at: UInt8(ascii: "="), maxSplits: 1) }.filter { $0.count == 2 }
    return Dictionary(pairs.map { ($0[0], $0[1]) }) { $1 }
  }

  /// The given values by name.
  public var values: [String: String] { given }

  /// The values of all options by name, given or default; a shorthand is written out as the options
  /// it stands for.
  public var allValues: [String: String] {
    let specs = specs.filter(\.shorthandFor.isEmpty)
    return Dictionary(uniqueKeysWithValues: specs.map { ($0.name, text($0.name)) })
  }

  /// The value of an option, given or default.
  ///
  /// - Precondition: it is in `specs`.
  func text(_ name: String) -> String {
    guard let spec = specs.first(where: { $0.name == name }) else {
      preconditionFailure("no option named \(name)")
    }
    if let value = given[name] { return value }
    let shorthand = specs.first { given[$0.name] != nil && $0.shorthandFor.contains(name) }
    return shorthand.flatMap { given[$0.name] } ?? spec.defaultText
  }
}

/// What was wrong with an option, in one line for the user.
public enum OptionError: CallError, Hashable, CustomStringConvertible {
  case unknown(String, allowed: [String])
  case renamed(String, to: String)
  case badValue(String, String, allowed: String)
  /// Options that are each allowed but not together.
  case conflict(String)

  public var description: String {
    switch self {
    case .unknown(let name, let allowed):
      "unknown option '\(name)': "
        + NearestWord.advice(
          for: name, among: allowed, introducing: "allowed are", source: "arena list NAME")
    case .renamed(let name, let new): "option \(name) is now called \(new)"
    case .badValue(let name, let value, let allowed):
      "option \(name) cannot be '\(value)': it must be \(allowed)"
    case .conflict(let text): text
    }
  }
}
