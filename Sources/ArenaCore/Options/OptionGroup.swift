/// Settings made of options: those of a game, or of one part of an agent.
///
/// The properties' own values are the defaults; another value of the same type is another set of
/// defaults, such as those for one game.
public protocol OptionGroup: Sendable {
  static var fields: [OptionField<Self>] { get }

  /// The default settings.
  init()
}

extension OptionGroup {
  /// The options, with these settings as their defaults.
  public var specs: [OptionSpec] { Self.fields.map { $0.spec(default: self) } }

  /// What differs from the defaults of the type, by option name, as a user would write it.
  public var changedValues: [String: String] {
    let texts = zip(specs, Self().specs).filter { $0.defaultText != $1.defaultText }
    return Dictionary(uniqueKeysWithValues: texts.map { ($0.0.name, $0.0.defaultText) })
  }

  /// These settings with every option that belongs to them taken from `options`.
  ///
  /// - Throws: `OptionError` for a text that its property cannot be read from.
  public func applying(_ options: Options) throws(OptionError) -> Self {
    var group = self
    for field in Self.fields { try field.set(&group, from: options) }
    return group
  }

  /// These settings with the given options set.
  ///
  /// - Throws: `OptionError` for an option that is not among them or a value that it does not allow.
  public func applying(_ given: [String: String]) throws(OptionError) -> Self {
    try applying(Options(given, for: specs))
  }
}

/// The settings of what has none.
public struct NoOptions: OptionGroup {
  public static let fields: [OptionField<Self>] = []

  public init() {}
}

/// A type made from documented options.
public protocol Configurable {
  /// The options that it takes, with their default values.
  associatedtype Settings: OptionGroup

  /// - Throws: `OptionError.conflict` for values that do not go together.
  init(_ settings: Settings) throws(OptionError)
}

extension Configurable {
  /// The default configuration with some options set: `try ConnectFour(["columns": "5"])`.
  public init(_ given: [String: String] = [:]) throws(OptionError) {
    try self.init(Settings().applying(given))
  }
}

extension Array {
  /// Options of a part as options of the whole: `OptimiserOptions.fields.of(\.optimiser)`.
  public func of<Whole: Sendable, Part>(
    _ part: WritableKeyPath<Whole, Part> & Sendable
  ) -> [OptionField<Whole>] where Element == OptionField<Part> {
    map { $0.of(part) }
  }
}
