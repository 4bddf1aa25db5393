import Foundation

/// A file of flags without their dashes, one a line: `NAME VALUE` or `NAME = VALUE`; lines that begin
/// with `#` are comments.
struct FlagFile {
  struct Line {
    /// From 1 on.
    let number: Int
    let name: String
    /// Empty where there is none.
    let value: String
  }

  let lines: [Line]

  init(_ text: String) {
    let isEnd = { (character: Character) in character == "\n" || character == "\r\n" }
    lines = text.split(omittingEmptySubsequences: false, whereSeparator: isEnd).enumerated()
      .compactMap { index, line in
        let line = line.trimmingCharacters(in: .whitespaces)
        guard !line.isEmpty, !line.hasPrefix("#") else { return nil }
        let name = line.prefix { !$0.isWhitespace && $0 != "=" }
        var value = line.dropFirst(name.count).drop { $0.isWhitespace }
        if value.hasPrefix("=") { value = value.dropFirst().drop { $0.isWhitespace } }
        return Line(number: index + 1, name: String(name), value: String(value))
      }
  }
}
