import ArenaCore

extension OptionSpec {
  /// The three options of a rectangular board: `size`, `columns` and `rows`.
  ///
  /// - Parameters:
  ///   - standard: the standard sides.
  static func sides(
    columns: ClosedRange<Int>, rows: ClosedRange<Int>, standard: (columns: Int, rows: Int)
  ) -> [OptionSpec] {
    let both = max(columns.lowerBound, rows.lowerBound)...min(columns.upperBound, rows.upperBound)
    return [
      OptionSpec(
        "size", .integer(both), standard: String(max(standard.columns, standard.rows)),
        "sets columns and rows where those are not given", shorthandFor: ["columns", "rows"]),
      OptionSpec(
        "columns", .integer(columns), standard: String(standard.columns), "columns of the board"),
      OptionSpec("rows", .integer(rows), standard: String(standard.rows), "rows of the board"),
    ]
  }

  /// The one option of a square board.
  static func size(_ range: ClosedRange<Int>, standard: Int) -> OptionSpec {
    OptionSpec("size", .integer(range), standard: String(standard), "columns and rows of the board")
  }
}
