import ArenaCore

extension OptionSpec {
  /// The three options of a rectangular board: `size`, `columns` and `rows`.
  ///
  /// - Parameters:
  ///   - sides: those by default.
  static func sides(
    columns: ClosedRange<Int>, rows: ClosedRange<Int>, default sides: (columns: Int, rows: Int)
  ) -> [OptionSpec] {
    let both = max(columns.lowerBound, rows.lowerBound)...min(columns.upperBound, rows.upperBound)
    return [
      OptionSpec(
        "size", .integer(both), default: String(max(sides.columns, sides.rows)),
        "sets columns and rows where those are not given", shorthandFor: ["columns", "rows"]),
      OptionSpec(
        "columns", .integer(columns), default: String(sides.columns), "columns of the board"),
      OptionSpec("rows", .integer(rows), default: String(sides.rows), "rows of the board"),
    ]
  }

  /// The one option of a square board.
  static func size(_ range: ClosedRange<Int>, default size: Int) -> OptionSpec {
    OptionSpec("size", .integer(range), default: String(size), "columns and rows of the board")
  }
}
