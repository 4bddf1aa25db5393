import ArenaCore
public import Match

/// The terms of a game that the server has understood: the game exists and takes the options.
public struct GameTerms: Sendable, Hashable {
  public var game: String
  /// As `name=value,name=value`, in the one spelling that `Options` gives them; empty for the
  /// default game.
  public var options: String
  public var clock: TimeControl
  public var rules: GameRules

  public init(game: String, options: String, clock: TimeControl, rules: GameRules = GameRules()) {
    self.game = game
    self.options = options
    self.clock = clock
    self.rules = rules
  }

  /// The game and its options as they are printed: `GAME OPTIONS`, `-` for no options.
  public static func text(_ game: String, _ options: String) -> String {
    "\(game) \(options.isEmpty ? "-" : options)"
  }

  /// The terms as seeks, challenges and tables print them: `GAME OPTIONS CLOCK`, and from the second
  /// version of the protocol on `RULES`.
  public func text(in version: ProtocolVersion) -> String {
    let text = "\(Self.text(game, options)) \(clock.description)"
    return version == .first ? text : "\(text) \(rules.text)"
  }

  /// The terms in three words for a journal: where there are rules they stand behind the clock and a
  /// semicolon.
  public var journalText: String {
    text(in: .first) + (rules == GameRules() ? "" : ";\(rules.text)")
  }

  /// Reads what `journalText` writes; nil for other text.
  public init?(journalText text: String) {
    let words = text.words()
    guard words.count == 3 else { return nil }
    let halves = words[2].pieces(at: UInt8(ascii: ";"), maxSplits: 1)
    guard let clock = TimeControl(halves[0]),
      let rules = halves.count == 2 ? GameRules(halves[1]) : GameRules()
    else { return nil }
    self.init(
      game: words[0], options: words[1] == "-" ? "" : words[1], clock: clock, rules: rules)
  }
}
