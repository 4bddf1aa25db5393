import ArenaCore

extension OptionField {
  /// The three options of a rectangular board: `size`, `columns` and `rows`.
  static func sides(
    _ columns: WritableKeyPath<Owner, Int> & Sendable, _ columnRange: ClosedRange<Int>,
    _ rows: WritableKeyPath<Owner, Int> & Sendable, _ rowRange: ClosedRange<Int>
  ) -> [Self] {
    let sides = [
      OptionField("columns", columns, columnRange, "columns of the board"),
      OptionField("rows", rows, rowRange, "rows of the board"),
    ]
    let size = OptionField(
      "size", shorthandFor: sides, columnRange.clamped(to: rowRange),
      "sets columns and rows where those are not given",
      default: { max($0[keyPath: columns], $0[keyPath: rows]) })
    return [size] + sides
  }

  /// The one option of a square board.
  static func size(
    _ size: WritableKeyPath<Owner, Int> & Sendable, _ range: ClosedRange<Int>
  ) -> Self {
    OptionField("size", size, range, "columns and rows of the board")
  }
}
