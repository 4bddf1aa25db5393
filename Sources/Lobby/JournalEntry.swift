import ArenaCore
import Match
import Wire

/// One thing that must survive a crash of the server. Its text form is one line.
public enum JournalEntry: Sendable, Hashable {
  /// A name was taken for good.
  case account(name: String, passwordHash: String?)
  /// A name is a house bot's for good, which plays `terms`, `GAME OPTIONS`.
  case bot(name: String, terms: String)
  /// Numbers of offers up to this one may be in use.
  case offers(upTo: Int)
  /// A game began; `terms` as `GAME OPTIONS CLOCK`.
  case start(table: Int, terms: String, first: String, second: String)
  /// A move was played; `banks` is what remained of each seat's time, `[2]`.
  case move(table: Int, action: Int, banks: [Duration])
  /// A game ended.
  case end(table: Int, outcome: Outcome, cause: GameRecord.Cause)
  /// A game was broken off without a result.
  case abort(table: Int, reason: String)

  /// The line, without its end.
  public var text: String {
    switch self {
    case .account(let name, let hash): "account \(name) \(hash ?? "-")"
    case .bot(let name, let terms): "bot \(name) \(terms)"
    case .offers(let last): "offers \(last)"
    case .start(let table, let terms, let first, let second):
      "start \(table) \(terms) \(first) \(second)"
    case .move(let table, let action, let banks):
      "move \(table) \(action) \(banks[0].wholeMilliseconds) \(banks[1].wholeMilliseconds)"
    case .end(let table, let outcome, let cause):
      "end \(table) \(outcome.winner?.name ?? "draw") \(cause.rawValue) "
        + "\(outcome.margin.map { String($0) } ?? "-") \(outcome.reason)"
    case .abort(let table, let reason): "abort \(table) \(reason)"
    }
  }

  /// Reads a line; nil when it is none of these.
  public init?(text: String) {
    guard !OneLine.hasControls(text) else { return nil }
    let words = text.pieces(at: UInt8(ascii: " "))
    switch (words[0], words.count) {
    case ("account", 3):
      self = .account(name: words[1], passwordHash: words[2] == "-" ? nil : words[2])
    case ("bot", 4):
      self = .bot(name: words[1], terms: "\(words[2]) \(words[3])")
    case ("offers", 2):
      guard let last = WordForm.number(words[1]) else { return nil }
      self = .offers(upTo: last)
    case ("start", 7):
      guard let table = WordForm.number(words[1]) else { return nil }
      self = .start(
        table: table, terms: words[2...4].joined(separator: " "), first: words[5],
        second: words[6])
    case ("move", 5):
      let numbers = words[1...].compactMap(WordForm.number)
      guard numbers.count == 4 else { return nil }
      self = .move(
        table: numbers[0], action: numbers[1],
        banks: numbers[2...].map { .milliseconds($0) })
    case ("end", 6...):
      guard let table = WordForm.number(words[1]), let cause = GameRecord.Cause(rawValue: words[3])
      else { return nil }
      let winner = Seat.allCases.first { $0.name == words[2] }
      let margin = Double(words[4])
      guard winner != nil || words[2] == "draw", margin?.isFinite ?? (words[4] == "-") else {
        return nil
      }
      self = .end(
        table: table,
        outcome: Outcome(
          winner: winner, margin: margin, reason: words[5...].joined(separator: " ")),
        cause: cause)
    case ("abort", 3...):
      guard let table = WordForm.number(words[1]) else { return nil }
      self = .abort(table: table, reason: words[2...].joined(separator: " "))
    default: return nil
    }
  }
}
