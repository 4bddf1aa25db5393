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

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: true
    default: false
    }
  }
}
