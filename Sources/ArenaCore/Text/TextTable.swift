/// Columns of text, aligned.
public enum TextTable {
  /// The rows as lines without trailing spaces, each column as wide as its widest cell.
  ///
  /// - Parameters:
  ///   - rows: of equally many cells each; the first may be a heading.
  ///   - left: the columns that are aligned to the left; numbers, the others, to the right.
  public static func lines(_ rows: [[String]], left: Set<Int>) -> [String] {
    guard let heading = rows.first else { return [] }
    let widths = heading.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      var line = row.enumerated().map { column, text in
        let padding = String(repeating: " ", count: widths[column] - text.count)
        return left.contains(column) ? text + padding : padding + text
      }.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
