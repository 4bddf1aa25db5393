import ArenaCore

/// The rotations and reflections of a rectangle.
enum BoardSymmetries {
  /// The cell maps of every symmetry, the identity first: eight for a square, four otherwise.
  static func cells(columns: Int, rows: Int) -> [[Int]] {
    var maps: [[Int]] = []
    for transposes in columns == rows ? [false, true] : [false] {
      for (flipsRow, flipsColumn) in [(false, false), (false, true), (true, false), (true, true)] {
        maps.append(
          (0..<rows * columns).map { cell in
            var (row, column) = (cell / columns, cell % columns)
            if transposes { (row, column) = (column, row) }
            if flipsRow { row = rows - 1 - row }
            if flipsColumn { column = columns - 1 - column }
            return row * columns + column
          })
      }
    }
    return maps
  }

  /// The symmetries of a game whose first actions are the cells, followed by `extra` actions that
  /// every symmetry leaves alone (a pass, a swap).
  static func ofPlacement(columns: Int, rows: Int, extra: Int = 0) -> [Symmetry] {
    cells(columns: columns, rows: rows).map { map in
      Symmetry(actions: map + (0..<extra).map { map.count + $0 }, cells: map)
    }
  }
}
