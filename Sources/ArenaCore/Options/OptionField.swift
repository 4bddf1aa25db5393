/// An option bound to the property that it sets.
///
/// Declared once, an option is parsed, checked against its range, listed with its default and its
/// summary, and recorded with a run; a misspelt property is a compile error.
public struct OptionField<Owner: Sendable>: Sendable {
  public let name: String
  let kind: OptionSpec.Kind
  let summary: String
  /// What the option was called before, so that its old name is refused with the new one.
  let formerName: String?
  /// The property's value, as a user would write it.
  private let read: @Sendable (Owner) -> String
  /// Sets the property from a text that `kind` accepts.
  private let write: @Sendable (inout Owner, String) throws(OptionError) -> Void

  private init(
    _ name: String, _ kind: OptionSpec.Kind, _ summary: String, formerly: String?,
    read: @escaping @Sendable (Owner) -> String,
    write: @escaping @Sendable (inout Owner, String) throws(OptionError) -> Void
  ) {
    self.name = name
    self.kind = kind
    self.summary = summary
    formerName = formerly
    self.read = read
    self.write = write
  }

  /// The option with the value in `owner` as its default.
  func spec(default owner: Owner) -> OptionSpec {
    OptionSpec(name, kind, default: read(owner), summary, formerly: formerName)
  }

  func set(_ owner: inout Owner, from options: Options) throws(OptionError) {
    try write(&owner, options.text(name))
  }

  /// The same option as one of a larger group, of which `Owner` is a part.
  public func of<Whole: Sendable>(
    _ part: WritableKeyPath<Whole, Owner> & Sendable
  ) -> OptionField<Whole> {
    OptionField<Whole>(
      name, kind, summary, formerly: formerName, read: { read($0[keyPath: part]) },
      write: { whole, text throws(OptionError) in try write(&whole[keyPath: part], text) })
  }
}

// MARK: Kinds of properties

extension OptionField {
  /// A property written as text of its own form, such as a list of layer sizes.
  public init<Value>(
    _ name: String, _ property: WritableKeyPath<Owner, Value> & Sendable, _ summary: String,
    formerly: String? = nil, parse: @escaping @Sendable (String) throws(OptionError) -> Value,
    print: @escaping @Sendable (Value) -> String
  ) {
    self.init(
      name, .text, summary, formerly: formerly, read: { print($0[keyPath: property]) },
      write: { owner, text throws(OptionError) in owner[keyPath: property] = try parse(text) })
  }

  /// Any text, a path for example.
  public init(
    _ name: String, _ property: WritableKeyPath<Owner, String> & Sendable, _ summary: String,
    formerly: String? = nil
  ) {
    self.init(
      name, .text, summary, formerly: formerly, read: { $0[keyPath: property] },
      write: { owner, text in owner[keyPath: property] = text })
  }

  /// A whole number.
  public init(
    _ name: String, _ property: WritableKeyPath<Owner, Int> & Sendable, _ range: ClosedRange<Int>,
    _ summary: String, formerly: String? = nil
  ) {
    self.init(
      name, .integer(range), summary, formerly: formerly, read: { "\($0[keyPath: property])" },
      write: { owner, text in owner[keyPath: property] = Int(text) ?? owner[keyPath: property] })
  }

  /// A number.
  public init<Number: BinaryFloatingPoint & Sendable>(
    _ name: String, _ property: WritableKeyPath<Owner, Number> & Sendable,
    _ range: ClosedRange<Double>, _ summary: String, formerly: String? = nil
  ) {
    self.init(
      name, .number(range), summary, formerly: formerly,
      read: { Self.text(Double("\($0[keyPath: property])") ?? 0) },
      write: { owner, text in
        owner[keyPath: property] = Double(text).map { Number($0) } ?? owner[keyPath: property]
      })
  }

  /// A number, or nothing where it is written as `off`.
  public init<Number: BinaryFloatingPoint & Sendable>(
    _ name: String, _ property: WritableKeyPath<Owner, Number?> & Sendable,
    _ range: ClosedRange<Double>, off: Double, _ summary: String, formerly: String? = nil
  ) {
    self.init(
      name, .number(range), summary, formerly: formerly,
      read: { owner in
        Self.text(owner[keyPath: property].flatMap { Double("\($0)") } ?? off)
      },
      write: { owner, text in
        owner[keyPath: property] = Double(text).flatMap { $0 == off ? nil : Number($0) }
      })
  }

  /// A choice that is on or off.
  public init(
    _ name: String, _ property: WritableKeyPath<Owner, Bool> & Sendable, _ summary: String,
    formerly: String? = nil
  ) {
    self.init(
      name, .flag, summary, formerly: formerly, read: { "\($0[keyPath: property])" },
      write: { owner, text in owner[keyPath: property] = text == "true" })
  }

  /// One of several names.
  public init<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, _ property: WritableKeyPath<Owner, Choice> & Sendable, _ summary: String,
    formerly: String? = nil
  ) {
    self.init(
      name, .choice(Choice.allCases.map(\.rawValue)), summary, formerly: formerly,
      read: { $0[keyPath: property].rawValue },
      write: { owner, text in
        owner[keyPath: property] = Choice(rawValue: text) ?? owner[keyPath: property]
      })
  }

  /// A number without a needless point: `1`, `0.98`.
  private static func text(_ number: Double) -> String {
    Int(exactly: number).map { "\($0)" } ?? "\(number)"
  }
}

/// Settings of one part of an agent, made of options with defaults.
///
/// The properties' own values are the defaults; another value of the same type is another set of
/// defaults, such as those for one game.
public protocol OptionGroup: Sendable {
  static var fields: [OptionField<Self>] { get }
}

extension OptionGroup {
  /// The options, with these settings as their defaults.
  public var specs: [OptionSpec] { Self.fields.map { $0.spec(default: self) } }

  /// What differs from the defaults of the type, by option name, as a user would write it.
  ///
  /// - Parameter defaults: those of the type, `Self()`.
  public func values(besides defaults: Self) -> [String: String] {
    let texts = zip(specs, defaults.specs).filter { $0.defaultText != $1.defaultText }
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
}

extension Array {
  /// Options of a part as options of the whole: `OptimiserOptions.fields.of(\.optimiser)`.
  public func of<Whole: Sendable, Part>(
    _ part: WritableKeyPath<Whole, Part> & Sendable
  ) -> [OptionField<Whole>] where Element == OptionField<Part> {
    map { $0.of(part) }
  }
}
