import ArenaCore

/// What two players agree on beside the rules of their game and its clock.
public struct GameRules: Sendable, Hashable {
  /// After so many moves the game is a draw.
  public var cap: Int?
  /// Whoever tries so many illegal moves loses.
  public var illegalLimit: Int?
  /// Whether the game ends when its result is proven, and not only when somebody claims it.
  public var endsProven = false

  public init() {}

  static let names = ["cap", "illegal", "proven"]

  /// Sets a rule from text.
  ///
  /// - Returns: what is allowed, where `value` is not; nil if it was set.
  mutating func set(_ name: String, to value: String) -> String? {
    switch name {
    case "cap":
      guard let number = WordForm.number(value), (1...100_000).contains(number) else {
        return "cap is a number of moves, 1 to 100000"
      }
      cap = number
    case "illegal":
      guard let number = WordForm.number(value), (1...1000).contains(number) else {
        return "illegal is a number of tries, 1 to 1000"
      }
      illegalLimit = number
    default:
      guard value == "on" || value == "off" else { return "proven is on or off" }
      endsProven = value == "on"
    }
    return nil
  }

  /// `cap=60,illegal=3,proven=on`: what differs from the default, `-` for nothing.
  public var text: String {
    let parts = [
      cap.map { "cap=\($0)" }, illegalLimit.map { "illegal=\($0)" }, endsProven ? "proven=on" : nil,
    ].compactMap(\.self)
    return parts.isEmpty ? "-" : parts.joined(separator: ",")
  }

  /// Reads what `text` writes; nil for other text.
  init?(_ text: String) {
    guard text != "-" else { return }
    for pair in text.pieces(at: UInt8(ascii: ",")) {
      let halves = pair.pieces(at: UInt8(ascii: "="), maxSplits: 1)
      guard halves.count == 2, Self.names.contains(halves[0]), set(halves[0], to: halves[1]) == nil
      else { return nil }
    }
  }
}
