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
    return bytes.allSatisfy {
      isLetterOrDigit($0) || [UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: ".")].contains($0)
    }
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
