/// The words of a line behind the command's own, taken from left to right.
struct CommandArguments {
  /// The form of what is read, for refusals.
  var usage: String
  private var words: ArraySlice<String>

  init(_ words: ArraySlice<String>, usage: String) {
    self.words = words
    self.usage = usage
  }

  /// How many are left.
  var count: Int { words.count }

  /// The next word.
  mutating func word() throws(WireError) -> String {
    guard let word = words.popFirst() else { throw malformed }
    return word
  }

  /// The next word; nil when none is left.
  mutating func optionalWord() -> String? { words.popFirst() }

  /// The next word, which must be a number.
  mutating func number() throws(WireError) -> Int {
    guard let number = WordForm.number(try word()) else { throw malformed }
    return number
  }

  /// The next word, which must be a number; nil when none is left.
  mutating func optionalNumber() throws(WireError) -> Int? {
    words.isEmpty ? nil : try number()
  }

  /// The next word as one of a few, in any letter case.
  ///
  /// - Parameter name: what the usage calls it.
  mutating func choice(_ choices: [String], as name: String) throws(WireError) -> String {
    let word = words.popFirst().map { WordForm.lowercased($0) }
    guard let word, choices.contains(word) else {
      throw WireError(
        .badArguments, "usage: \(usage), where \(name) is \(choices.joined(separator: " or "))")
    }
    return word
  }

  /// The name of a player.
  mutating func name() throws(WireError) -> String {
    let name = try word()
    guard WordForm.isName(name) else { throw malformed }
    return name
  }

  /// All that are left.
  mutating func rest() -> ArraySlice<String> {
    defer { words = [] }
    return words
  }

  func requireEnd() throws(WireError) {
    guard words.isEmpty else { throw malformed }
  }

  /// What a client reads that called the command in another form.
  var malformed: WireError { WireError(.badArguments, "usage: \(usage)") }
}
