/// The names of the cells of a board: a letter for the column and a number from 1 for the row.
///
/// Cells are numbered row by row, `row * columns + column`, and row 0 is the one written 1, be it at
/// the bottom of the diagram (Go, chess) or at its top (Othello, Hex).
struct Coordinates: Sendable, Hashable {
  /// Which end of the diagram row 0 is at.
  enum FirstRow: Sendable { case bottom, top }

  let columns: Int
  let rows: Int
  let firstRow: FirstRow
  /// Whether the letters leave out i, as Go players do.
  let skipsI: Bool

  init(columns: Int, rows: Int, firstRow: FirstRow = .bottom, skipsI: Bool = false) {
    precondition(columns <= 25 && columns > 0 && rows > 0, "no letters for \(columns) columns")
    self.columns = columns
    self.rows = rows
    self.firstRow = firstRow
    self.skipsI = skipsI
  }

  private static let i = UInt8(ascii: "i") - UInt8(ascii: "a")

  func letter(ofColumn column: Int) -> Character {
    let index = UInt8(column)
    let skip: UInt8 = skipsI && index >= Self.i ? 1 : 0
    return Character(Unicode.Scalar(UInt8(ascii: "a") + index + skip))
  }

  func name(of cell: Int) -> String {
    "\(letter(ofColumn: cell % columns))\(cell / columns + 1)"
  }

  /// The cell that `name` names, whatever its case; nil when it names none on this board.
  func cell(named name: some StringProtocol) -> Int? { cell(spelled: name.utf8) }

  /// The cell whose name is these bytes. Notation is ASCII: read by characters, an accent behind
  /// the letter would go unseen.
  func cell(spelled name: some Collection<UInt8>) -> Int? {
    guard let first = name.first else { return nil }
    let letter = first | 0x20
    guard (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter) else { return nil }
    var column = Int(letter - UInt8(ascii: "a"))
    if skipsI {
      if column == Int(Self.i) { return nil }
      if column > Int(Self.i) { column -= 1 }
    }
    guard let row = ASCII.number(name.dropFirst()), (1...rows).contains(row), column < columns
    else { return nil }
    return (row - 1) * columns + column
  }

  /// The board as text, with letters above and numbers beside it.
  ///
  /// - Parameters:
  ///   - slant: how many blanks each line is shifted further right than the one above.
  ///   - symbol: the character of a cell.
  func diagram(slant: Int = 0, _ symbol: (Int) -> Character) -> String {
    let width = String(rows).count
    func padded(_ text: String) -> String {
      String(repeating: " ", count: width - text.count) + text
    }
    let letters = (0..<columns).map { String(letter(ofColumn: $0)) }.joined(separator: " ")
    var lines = [padded("") + " " + letters]
    for line in 0..<rows {
      let row = firstRow == .top ? line : rows - 1 - line
      let cells = (0..<columns).map { String(symbol(row * columns + $0)) }.joined(separator: " ")
      let shift = String(repeating: " ", count: slant * line)
      lines.append(shift + padded(String(row + 1)) + " " + cells)
    }
    return lines.joined(separator: "\n")
  }
}
