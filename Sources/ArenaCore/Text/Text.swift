/// Figures for people.
public enum Text {
  /// The lines of a table: columns two spaces apart, those in `left` aligned to the left and the
  /// others, figures for example, to the right.
  public static func table(_ rows: [[String]], left: Set<Int>) -> [String] {
    let columns = rows.first?.indices ?? 0..<0
    let widths = columns.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      var line = row.enumerated().map { column, text in
        let padding = String(repeating: " ", count: widths[column] - text.count)
        return left.contains(column) ? text + padding : padding + text
      }.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// All hexadecimal digits of a number, leading zeros too.
  public static func hexadecimal<Number: FixedWidthInteger & UnsignedInteger>(
    _ number: Number
  ) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: Number.bitWidth / 4 - digits.count) + digits
  }

  /// A share of one, as percent with one decimal: "7.5 %".
  public static func percent(_ share: Double) -> String { fixed(100 * share, decimals: 1) + " %" }

  /// `1234567` as `1,234,567`.
  public static func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return number < 0 ? "-" + text : text
  }

  /// Seconds as `m:ss`, or `h:mm:ss` from an hour on.
  public static func clock(_ seconds: Double) -> String {
    // A century is the end of any clock; what is no number is its beginning.
    let whole = Int(min(max(0, seconds), 3.2e9).rounded())
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return whole < 3600
      ? "\(whole / 60):\(two(whole % 60))"
      : "\(whole / 3600):\(two(whole / 60 % 60)):\(two(whole % 60))"
  }

  /// About four significant digits: `0.6931`, `12.35`, `475.0`.
  public static func figure(_ value: Double) -> String {
    guard value.isFinite else { return "\(value)" }
    let decimals =
      switch abs(value) {
      case ..<10: 3
      case ..<100: 2
      case ..<10_000: 1
      default: 0
      }
    return fixed(value, decimals: decimals)
  }

  /// Rounded to a fixed number of decimals: `fixed(-0.5, decimals: 2)` is `-0.50`. What has too many
  /// digits for that, or is no number, is printed as Swift does: `1e+300`, `inf`, `nan`.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    var scale = 1
    for _ in 0..<decimals { scale *= 10 }
    let rounded = (abs(value) * Double(scale)).rounded()
    guard rounded < 1e18 else { return "\(value)" }
    let units = Int(rounded)
    let sign = value < 0 && units > 0 ? "-" : ""
    guard decimals > 0 else { return "\(sign)\(units)" }
    let rest = String(units % scale)
    return "\(sign)\(units / scale).\(String(repeating: "0", count: decimals - rest.count))\(rest)"
  }

  /// The same with its sign, and never minus zero: `+12.3`, `-0.5`, `+0.0`.
  public static func signed(_ value: Double, decimals: Int) -> String {
    let text = fixed(value, decimals: decimals)
    return text.hasPrefix("-") ? text : "+" + text
  }
}
