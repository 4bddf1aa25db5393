/// Makes text from outside fit for one line of an answer.
public enum OneLine {
  /// `text` in single quotes, cut to 40 characters, with control characters shown as `?`.
  public static func quoting(_ text: some StringProtocol) -> String {
    var result = "'"
    var count = 0
    for scalar in text.unicodeScalars {
      guard count < 40 else {
        result += "..."
        break
      }
      count += 1
      result.unicodeScalars.append(isControl(scalar) ? "?" : scalar)
    }
    return result + "'"
  }

  /// Whether `text` has a character that is no text: a control character, ASCII's or another, an
  /// end of a line or a paragraph, or one that turns the direction of writing. A tab is fine.
  public static func hasControls(_ text: some StringProtocol) -> Bool {
    if text.utf8.contains(where: { $0 < 0x20 && $0 != UInt8(ascii: "\t") || $0 == 0x7f }) {
      return true
    }
    // Most text is ASCII and done.
    guard text.utf8.contains(where: { $0 >= 0x80 }) else { return false }
    return text.unicodeScalars.contains { scalar in
      guard !scalar.isASCII else { return false }
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: return true
      default: return scalar.properties.isBidiControl
      }
    }
  }

  /// `text` with what `hasControls` finds shown as `?`: names out of files must not command a terminal.
  public static func cleaned(_ text: String) -> String {
    guard hasControls(text) else { return text }
    let scalars = text.unicodeScalars.map { scalar in
      hasControls(String(scalar)) ? "?" : scalar
    }
    return String(String.UnicodeScalarView(scalars))
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: true
    default: false
    }
  }
}
