/// The board of any game, found in the diagram that the game draws of itself: rows of cells between
/// the coordinates.
///
/// A cell is a dot or the sign of a piece, `x` of the first seat and `o` of the second, with spaces
/// around it.
struct DrawnBoard {
  struct Cell: Hashable {
    /// Of the diagram.
    let line: Int
    /// Characters before it in the line.
    let offset: Int
    /// Its place among the cells of its row.
    let column: Int
    let sign: Character
  }

  let lines: [[Character]]
  /// Row by row.
  let rows: [[Cell]]

  private static let signs: Set<Character> = ["x", "o", "."]

  init(_ diagram: String) {
    lines = diagram.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
    rows = lines.enumerated().compactMap { number, line in
      let words = Self.words(of: line)
      // A label may stand before the cells; a line of labels alone is none of the board's.
      let isLabelled = words.count > 1 && !Self.isCell(words[0].text)
      let cells = isLabelled ? Array(words.dropFirst()) : words
      guard !cells.isEmpty, cells.allSatisfy({ Self.isCell($0.text) }),
        !isLabelled || words[0].text.allSatisfy(\.isNumber)
      else { return nil }
      return cells.enumerated().map { column, word in
        Cell(line: number, offset: word.offset, column: column, sign: word.text[0])
      }
    }
  }

  private static func isCell(_ text: ArraySlice<Character>) -> Bool {
    text.count == 1 && signs.contains(text[text.startIndex])
  }

  private static func isCell(_ text: [Character]) -> Bool {
    text.count == 1 && signs.contains(text[0])
  }

  private static func words(of line: [Character]) -> [(text: [Character], offset: Int)] {
    line.split(separator: " ").map { (Array($0), $0.startIndex) }
  }

  /// The place of a cell, row and column from the top left.
  struct Place: Hashable {
    var row: Int
    var column: Int
  }

  /// The sign at a place; nil off the board.
  subscript(place: Place) -> Character? {
    guard rows.indices.contains(place.row), rows[place.row].indices.contains(place.column) else {
      return nil
    }
    return rows[place.row][place.column].sign
  }

  var places: [Place] {
    rows.indices.flatMap { row in rows[row].indices.map { Place(row: row, column: $0) } }
  }

  /// Where a move put its piece: the cell that shows a piece now and did not show it before; the
  /// first that was empty, since what was taken was not.
  func arrival(since before: DrawnBoard) -> Place? {
    let changed = places.filter { self[$0] != before[$0] && self[$0] != "." }
    return changed.first { before[$0] == "." } ?? changed.first
  }

  /// The row of equal pieces through a place that won, at least three; none where the game was not
  /// about rows.
  func winningRow(through place: Place, reason: String) -> Set<Place> {
    guard reason.contains("in a row"), let sign = self[place], sign != "." else { return [] }
    var won: Set<Place> = []
    for (down, right) in [(0, 1), (1, 0), (1, 1), (1, -1)] {
      var line = [place]
      for side in [1, -1] {
        var next = Place(row: place.row + side * down, column: place.column + side * right)
        while self[next] == sign {
          line.append(next)
          next.row += side * down
          next.column += side * right
        }
      }
      // The shortest row that wins anywhere is of three; the longest through the last piece won.
      if line.count >= max(3, won.count) { won = Set(line) }
    }
    return won
  }
}
