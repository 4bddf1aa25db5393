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
  /// The options for which its value also stands where those are not given.
  private let shorthandFor: [String]
  /// The property's value, as a user would write it.
  private let read: @Sendable (Owner) -> String
  /// Sets the property from a text that `kind` accepts.
  private let write: @Sendable (inout Owner, String) throws(OptionError) -> Void

  private init(
    _ name: String, _ kind: OptionSpec.Kind, _ summary: String, formerly: String? = nil,
    shorthandFor: [String] = [], read: @escaping @Sendable (Owner) -> String,
    write: @escaping @Sendable (inout Owner, String) throws(OptionError) -> Void
  ) {
    self.name = name
    self.kind = kind
    self.summary = summary
    formerName = formerly
    self.shorthandFor = shorthandFor
    self.read = read
    self.write = write
  }

  /// The option with the value in `owner` as its default.
  func spec(default owner: Owner) -> OptionSpec {
    OptionSpec(
      name, kind, default: read(owner), summary, formerly: formerName, shorthandFor: shorthandFor)
  }

  func set(_ owner: inout Owner, from options: Options) throws(OptionError) {
    try write(&owner, options.text(name))
  }

  /// The same option as one of a larger group, of which `Owner` is a part.
  public func of<Whole: Sendable>(
    _ part: WritableKeyPath<Whole, Owner> & Sendable
  ) -> OptionField<Whole> {
    OptionField<Whole>(
      name, kind, summary, formerly: formerName, shorthandFor: shorthandFor,
      read: { read($0[keyPath: part]) },
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

  /// One of several whole numbers.
  public init(
    _ name: String, _ property: WritableKeyPath<Owner, Int> & Sendable, among choices: [Int],
    _ summary: String
  ) {
    self.init(
      name, .choice(choices.map { "\($0)" }), summary, read: { "\($0[keyPath: property])" },
      write: { owner, text in owner[keyPath: property] = Int(text) ?? owner[keyPath: property] })
  }

  /// A whole number that stands for each of some other options, where that is not given.
  ///
  /// - Parameter text: what is listed as its default value.
  public init(
    _ name: String, shorthandFor others: [Self], _ range: ClosedRange<Int>, _ summary: String,
    default text: @escaping @Sendable (Owner) -> Int
  ) {
    self.init(
      name, .integer(range), summary, shorthandFor: others.map(\.name), read: { "\(text($0))" },
      write: { _, _ in })
  }

  /// A number without a needless point: `1`, `0.98`.
  private static func text(_ number: Double) -> String {
    Int(exactly: number).map { "\($0)" } ?? "\(number)"
  }
}
