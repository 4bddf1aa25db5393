import ArenaCore
import Match

/// One thing that must survive a crash of the server. Its text form is one line.
public enum JournalEntry: Sendable, Hashable {
  /// A name was taken for good.
  case account(name: String, passwordHash: String?)
  /// A game began; `terms` as `GAME OPTIONS CLOCK`.
  case start(table: Int, terms: String, first: String, second: String)
  /// A move was played; `banks` is what remained of each seat's time, `[2]`.
  case move(table: Int, action: Int, banks: [Duration])
  /// A game ended.
  case end(table: Int, outcome: Outcome, cause: GameRecord.Cause)

  /// The line, without its end.
  public var text: String {
    switch self {
    case .account(let name, let hash): "account \(name) \(hash ?? "-")"
    case .start(let table, let terms, let first, let second):
      "start \(table) \(terms) \(first) \(second)"
    case .move(let table, let action, let banks):
      "move \(table) \(action) \(banks[0].wholeMilliseconds) \(banks[1].wholeMilliseconds)"
    case .end(let table, let outcome, let cause):
      "end \(table) \(outcome.winner?.name ?? "draw") \(cause.rawValue) "
        + "\(outcome.margin.map { String($0) } ?? "-") \(outcome.reason)"
    }
  }

  /// Reads a line; nil when it is none of these.
  public init?(text: String) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard words.count >= 3 else { return nil }
    switch (words[0], words.count) {
    case ("account", 3):
      self = .account(name: words[1], passwordHash: words[2] == "-" ? nil : words[2])
    case ("start", 7):
      guard let table = Int(words[1]) else { return nil }
      self = .start(
        table: table, terms: words[2...4].joined(separator: " "), first: words[5],
        second: words[6])
    case ("move", 5):
      let numbers = words[1...].compactMap { Int($0) }
      guard numbers.count == 4 else { return nil }
      self = .move(
        table: numbers[0], action: numbers[1],
        banks: numbers[2...].map { .milliseconds($0) })
    case ("end", 6...):
      guard let table = Int(words[1]), let cause = GameRecord.Cause(rawValue: words[3]) else {
        return nil
      }
      let winner = Seat.allCases.first { $0.name == words[2] }
      guard winner != nil || words[2] == "draw" else { return nil }
      self = .end(
        table: table,
        outcome: Outcome(
          winner: winner, margin: Double(words[4]), reason: words[5...].joined(separator: " ")),
        cause: cause)
    default: return nil
    }
  }
}
