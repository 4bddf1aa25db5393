import ArenaCore
public import Match

/// The terms of a game that somebody proposes.
public struct Proposal: Sendable, Hashable {
  /// Where the proposer wants to sit.
  public enum SeatWish: String, Sendable, Hashable {
    case first, second, any
  }

  public let game: String
  public private(set) var options: [String: String] = [:]
  /// Nil asks for the server's usual clock.
  public private(set) var clock: TimeControl?
  public private(set) var seat = SeatWish.any
  public private(set) var rules = GameRules()
  /// Whether house bots shall not answer.
  public private(set) var peopleOnly = false

  /// What may be said beside the game's options.
  public static let termNames = ["clock", "seat", "people"] + GameRules.names

  /// Whether it says more than the game and its options.
  var hasTerms: Bool {
    clock != nil || seat != .any || rules != GameRules() || peopleOnly
  }

  /// Reads the game and the words after it: options, `clock=`, `seat=`, rules and `people`, in
  /// any order.
  init(_ words: inout CommandArguments) throws(WireError) {
    game = try words.word()
    var given: Set<String> = []
    for term in words.rest() {
      // Several options may be joined by commas, as `tables` and `seeks` print them.
      for pair in term == "people" ? [term] : term.pieces(at: UInt8(ascii: ",")) {
        let halves = pair.pieces(at: UInt8(ascii: "="), maxSplits: 1)
        guard halves.count == 2 && !halves[0].isEmpty || term == "people" else {
          throw words.malformed
        }
        guard given.insert(halves[0]).inserted else {
          let isOption = !Self.termNames.contains(halves[0])
          throw WireError(
            isOption ? .badOption : .badArguments,
            "\(isOption ? "option " : "")\(OneLine.quoting(halves[0])) is given twice")
        }
        if term == "people" { peopleOnly = true } else { try set(halves[0], to: halves[1]) }
      }
    }
  }

  private mutating func set(_ name: String, to value: String) throws(WireError) {
    switch name {
    case "clock":
      guard let control = TimeControl(value) else {
        throw WireError(
          .badClock,
          "\(OneLine.quoting(value)) is no clock: it must be \(TimeControl.forms)")
      }
      clock = control
    case "seat":
      guard let wish = SeatWish(rawValue: value) else {
        throw WireError(.badArguments, "a seat is first, second or any")
      }
      seat = wish
    case "people": throw WireError(.badArguments, "people is said without a value")
    case let rule where GameRules.names.contains(rule):
      if let allowed = rules.set(rule, to: value) { throw WireError(.badArguments, allowed) }
    default: options[name] = value
    }
  }
}
