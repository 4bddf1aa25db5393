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
  public let standard: String
  /// One line of help.
  public let summary: String

  public init(_ name: String, _ kind: Kind, standard: String, _ summary: String) {
    self.name = name
    self.kind = kind
    self.standard = standard
    self.summary = summary
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
}

extension [OptionSpec] {
  /// The same options with other standard values for some, by name.
  ///
  /// - Precondition: each names an option here and is a value that it allows.
  public func replacingStandards(_ standards: [String: String]) -> [OptionSpec] {
    for name in standards.keys {
      precondition(contains { $0.name == name }, "there is no option \(name) to preset")
    }
    return map { spec in
      guard let standard = standards[spec.name] else { return spec }
      precondition(spec.accepts(standard), "\(spec.name) cannot be preset to \(standard)")
      return OptionSpec(spec.name, spec.kind, standard: standard, spec.summary)
    }
  }
}

/// Values for a list of option specs: given ones checked, the rest standard.
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
      throw .unknown(name, allowed: specs.map(\.name))
    }
    guard spec.accepts(value) else { throw .badValue(name, value, allowed: spec.allowed) }
    given[name] = value
  }

  /// Whether the user set this option.
  public func isGiven(_ name: String) -> Bool { given[name] != nil }

  /// The given options as `name=value`, sorted by name: equal options print alike.
  public var description: String {
    given.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
  }

  /// The given values by name.
  public var values: [String: String] { given }

  /// The values of all options by name, given or standard.
  public var allValues: [String: String] {
    Dictionary(uniqueKeysWithValues: specs.map { ($0.name, text($0.name)) })
  }

  /// - Precondition: these accessors ask for an option in `specs`, by its kind.
  public func text(_ name: String) -> String {
    guard let spec = specs.first(where: { $0.name == name }) else {
      preconditionFailure("no option named \(name)")
    }
    return given[name] ?? spec.standard
  }

  public func integer(_ name: String) -> Int { Int(text(name))! }
  public func number(_ name: String) -> Double { Double(text(name))! }
  public func flag(_ name: String) -> Bool { text(name) == "true" }
}

/// What was wrong with an option, in one line for the user.
public enum OptionError: CallError, Hashable, CustomStringConvertible {
  case unknown(String, allowed: [String])
  case badValue(String, String, allowed: String)
  /// Options that are each allowed but not together.
  case conflict(String)

  public var description: String {
    switch self {
    case .unknown(let name, let allowed):
      "unknown option '\(name)': "
        + NearestWord.advice(
          for: name, among: allowed, introducing: "allowed are", source: "arena list NAME")
    case .badValue(let name, let value, let allowed):
      "option \(name) cannot be '\(value)': it must be \(allowed)"
    case .conflict(let text): text
    }
  }
}

/// A type made from documented options.
public protocol Configurable {
  /// The options it takes, with their standard values.
  static var options: [OptionSpec] { get }

  /// - Throws: `OptionError.conflict` for values that do not go together.
  init(_ options: Options) throws(OptionError)
}

extension Configurable {
  /// The standard configuration with some options set: `try ConnectFour(["columns": "5"])`.
  public init(_ given: [String: String] = [:]) throws(OptionError) {
    try self.init(Options(given, for: Self.options))
  }
}
