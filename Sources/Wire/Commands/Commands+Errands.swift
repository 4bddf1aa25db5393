import ArenaCore

/// Commands whose answer takes others than the lobby: searches and control tasks.
extension Commands {
  public static let analyse = CommandDescriptor(
    "analyse [TABLE-or-GAME [OPTION=VALUE ...] [MOVE ...]]", aliases: ["analyze"],
    lines: [
      "analysis VALUE SIMULATIONS RESULT PLIES MOVE ...", "candidate MOVE VISITS PRIOR VALUE",
    ],
    "what a search thinks of a position: value, best moves, line"
  ) { words throws(WireError) in try AnalysisTarget(&words) }

  public static let task = CommandDescriptor(
    "task [NAME [OPTION=VALUE ...] [seed=N] [count=N] [form=FORM]]",
    lines: ["task NAME OBSERVATIONS ACTIONS", "observed COPY FLOAT ..."],
    "the control tasks, or begin one, in as many copies as you like"
  ) { words throws(WireError) in try words.count == 0 ? nil : TaskRequest(&words) }

  public static let step = CommandDescriptor(
    "step ACTION ...", lines: ["stepped COPY REWARD END FLOAT ..."],
    "act in your task, with an action for each copy"
  ) { words in words.rest().joined(separator: " ") }
}

/// The position that somebody wants analysed.
public enum AnalysisTarget: Sendable, Hashable {
  /// That of a table; nil for one's only game.
  case table(Int?)
  /// That after some moves of a game.
  case position(game: String, options: [String: String], moves: [String])

  init(_ words: inout CommandArguments) throws(WireError) {
    guard let first = words.optionalWord() else {
      self = .table(nil)
      return
    }
    if let table = WordForm.number(first), words.count == 0 {
      self = .table(table)
      return
    }
    var options: [String: String] = [:]
    // The last word of a long line may hold several.
    var moves = words.rest().flatMap { $0.words() }[...]
    while let word = moves.first, word.utf8.contains(UInt8(ascii: "=")) {
      for pair in word.pieces(at: UInt8(ascii: ",")) {
        let halves = pair.pieces(at: UInt8(ascii: "="), maxSplits: 1)
        guard halves.count == 2, !halves[0].isEmpty else { throw words.malformed }
        guard options.updateValue(halves[1], forKey: halves[0]) == nil else {
          throw WireError(.badOption, "option \(OneLine.quoting(halves[0])) is given twice")
        }
      }
      moves = moves.dropFirst()
    }
    self = .position(game: first, options: options, moves: Array(moves))
  }
}

/// A control task that somebody wants to act in.
public struct TaskRequest: Sendable, Hashable {
  /// How numbers are written.
  public enum Form: String, Sendable, Hashable, CaseIterable {
    /// In decimal, a line for each copy.
    case text
    /// As little-endian 32-bit floats in base64, all copies in one line.
    case base64
  }

  public let name: String
  public private(set) var options: [String: String] = [:]
  public private(set) var seed: UInt64 = 0
  public private(set) var count = 1
  public private(set) var form = Form.text

  init(_ words: inout CommandArguments) throws(WireError) {
    name = try words.word()
    var given: Set<String> = []
    for word in words.rest() {
      for pair in word.pieces(at: UInt8(ascii: ",")) {
        let halves = pair.pieces(at: UInt8(ascii: "="), maxSplits: 1)
        guard halves.count == 2, !halves[0].isEmpty else { throw words.malformed }
        guard given.insert(halves[0]).inserted else {
          throw WireError(.badOption, "option \(OneLine.quoting(halves[0])) is given twice")
        }
        try set(halves[0], to: halves[1])
      }
    }
  }

  private mutating func set(_ name: String, to value: String) throws(WireError) {
    switch name {
    case "seed":
      guard let number = WordForm.number(value) else {
        throw WireError(.badOption, "a seed is a number of up to 15 digits")
      }
      seed = UInt64(number)
    case "count":
      guard let number = WordForm.number(value), number > 0 else {
        throw WireError(.badOption, "a count is a number above 0")
      }
      count = number
    case "form":
      guard let form = Form(rawValue: value) else {
        throw WireError(.badOption, "a form is text or base64")
      }
      self.form = form
    default: options[name] = value
    }
  }
}
