import Match

/// How a game's board is drawn: read off the diagram that every game has, so that a new game is
/// drawn without a word about it here.
struct BoardShape: Sendable, Hashable, Codable {
  enum Kind: String, Sendable, Codable {
    /// Stones on the crossings of lines.
    case points
    /// Pieces on squares.
    case squares
    /// Stones on hexagons, each row half a cell further right.
    case hexagons
    /// Discs that are dropped into columns.
    case columns
    /// Text alone: a diagram that is no grid.
    case text
  }

  let kind: Kind
  let columns: Int
  let rows: Int
  /// What moves call the columns, from the left, and the rows, from the top.
  let columnNames: [String]
  let rowNames: [String]

  init(of session: any GameSession) {
    self.init(diagram: session.diagram, of: session.gameName)
  }

  init(diagram: String, of game: String) {
    let lines = diagram.split(separator: "\n", omittingEmptySubsequences: false)
    let words = lines.map { $0.split(separator: " ").map(String.init) }
    guard let top = words.first, let bottom = words.last, !top.isEmpty else {
      self.init(.text, [], [])
      return
    }
    if top.allSatisfy({ $0.count == 1 && $0.allSatisfy(\.isLetter) }) && words.count > 1,
      words.dropFirst().allSatisfy({ $0.count == top.count + 1 && Int($0[0]) != nil })
    {
      let indents = lines.dropFirst().map { $0.prefix { $0 == " " }.count + numberWidth($0) }
      let slants = zip(indents, indents.dropFirst()).allSatisfy { $0 < $1 } && indents.count > 1
      let kind: Kind =
        slants
        ? .hexagons : GameRecord.gamesOnCrossings.contains(game) ? .points : .squares
      self.init(kind, top, words.dropFirst().map { $0[0] })
    } else if words.count > 1, bottom.allSatisfy({ Int($0) != nil }),
      words.dropLast().allSatisfy({ $0.count == bottom.count })
    {
      self.init(
        .columns, bottom.indices.map { String($0 + 1) },
        (1..<words.count).reversed().map(String.init))
    } else {
      self.init(.text, [], [])
    }
    func numberWidth(_ line: Substring) -> Int {
      line.drop { $0 == " " }.prefix { $0.isNumber }.count
    }
  }

  private init(_ kind: Kind, _ columnNames: [String], _ rowNames: [String]) {
    self.kind = kind
    self.columnNames = columnNames
    self.rowNames = rowNames
    columns = columnNames.count
    rows = rowNames.count
  }

  /// `rows * columns` characters, from the top left, as the diagram has them; the diagram itself
  /// where it is no grid.
  func cells(of diagram: String) -> String {
    let lines = diagram.split(separator: "\n", omittingEmptySubsequences: false)
    guard kind != .text else { return diagram }
    let body =
      switch kind {
      case .text, .columns: lines.dropLast()
      case .points, .squares, .hexagons: lines.dropFirst()
      }
    var cells = ""
    for line in body {
      let symbols = line.split(separator: " ")
      for symbol in symbols.suffix(columns) { cells.append(symbol.first ?? ".") }
    }
    return cells
  }
}
