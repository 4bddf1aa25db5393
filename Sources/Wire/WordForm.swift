public import ArenaCore

/// Forms that single words must have, as PROTOCOL.md lists them under "Words".
public enum WordForm {
  /// A number: 1 to 15 digits, so that no sum of some overflows and neither `+7` nor a digit of
  /// another alphabet is one. Nil for other text.
  public static func number(_ text: String) -> Int? {
    guard (1...15).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    return Int(text)
  }

  /// Whether `text` can be a player's name: letters, digits, `_`, `-` and `.`, at most 32, beginning
  /// with a letter or a digit.
  public static func isName(_ text: String) -> Bool {
    let bytes = text.utf8
    guard (1...32).contains(bytes.count), let first = bytes.first, isLetterOrDigit(first) else {
      return false
    }
    return bytes.allSatisfy(isNameByte)
  }

  /// Whether `text` can stand before a request to mark its answer: `#` and 1 to 15 letters, digits,
  /// `_`, `-` and `.`.
  public static func isTag(_ text: String) -> Bool {
    let bytes = text.utf8
    return (2...16).contains(bytes.count) && bytes.first == UInt8(ascii: "#")
      && bytes.dropFirst().allSatisfy(isNameByte)
  }

  /// The word with ASCII's capitals made small.
  public static func lowercased(_ word: String) -> String {
    guard word.utf8.contains(where: { (65...90).contains($0) }) else { return word }
    return String(
      decoding: word.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }, as: UTF8.self)
  }

  /// A finished game in points of the first seat and the second: `1-0`, `0-1`, `0.5-0.5`.
  public static func score(of outcome: Outcome) -> String {
    switch outcome.winner {
    case .first: "1-0"
    case .second: "0-1"
    case nil: "0.5-0.5"
    }
  }

  /// The winner's margin in the game's own points, `-` where it has none.
  public static func margin(of outcome: Outcome) -> String {
    guard let margin = outcome.margin else { return "-" }
    return Int(exactly: margin).map { String($0) } ?? String(margin)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    isLetterOrDigit(byte)
      || [UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: ".")].contains(byte)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
