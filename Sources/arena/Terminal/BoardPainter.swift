/// Draws a board for a person: pieces in the colours of their seats, the last move, what won, and
/// where the cursor is.
struct BoardPainter {
  let screen: Screen

  /// What is special about some places.
  struct Marks {
    var last: DrawnBoard.Place?
    var won: Set<DrawnBoard.Place> = []
    var cursor: DrawnBoard.Place?
  }

  /// The lines of the diagram in colour; with parentheses around what is marked where there is none.
  func lines(_ board: DrawnBoard, _ marks: Marks) -> [String] {
    var cells: [[Int: DrawnBoard.Place]] = board.lines.map { _ in [:] }
    for place in board.places {
      let cell = board.rows[place.row][place.column]
      cells[cell.line][cell.offset] = place
    }
    // A narrow terminal shows the board without the gaps between cells.
    let isNarrow = board.lines.contains { $0.count + 1 > screen.width }
    return zip(board.lines, cells).map { line, places in
      let text =
        screen.hasColour ? coloured(line, places, board, marks) : plain(line, places, marks)
      return isNarrow ? narrowed(text, hasCells: !places.isEmpty) : text.joined()
    }
  }

  /// Each character of a line as it is shown.
  private func coloured(
    _ line: [Character], _ places: [Int: DrawnBoard.Place], _ board: DrawnBoard, _ marks: Marks
  ) -> [String] {
    line.enumerated().map { offset, character in
      guard let place = places[offset] else {
        return character == " " ? " " : screen.paint(String(character), .faint)
      }
      return piece(board[place] ?? ".", at: place, marks)
    }
  }

  private func plain(
    _ line: [Character], _ places: [Int: DrawnBoard.Place], _ marks: Marks
  ) -> [String] {
    // Room on both sides, for the marks of cells at the edges.
    var shown = [" "] + line.map { String($0) } + [" "]
    for (offset, place) in places where isMarked(place, marks) {
      shown[offset] = marks.cursor == place ? "[" : "("
      shown[offset + 2] = marks.cursor == place ? "]" : ")"
    }
    if shown.last == " " { shown.removeLast() }
    return shown
  }

  private func isMarked(_ place: DrawnBoard.Place, _ marks: Marks) -> Bool {
    marks.last == place || marks.won.contains(place) || marks.cursor == place
  }

  private func narrowed(_ text: [String], hasCells: Bool) -> String {
    let label = text.prefix { $0 == " " }
    return label.joined() + text.dropFirst(label.count).filter { $0 != " " }.joined()
  }

  private func piece(
    _ sign: Character, at place: DrawnBoard.Place, _ marks: Marks
  ) -> String {
    let shown: Character =
      switch sign {
      case "x" where screen.hasUnicode: "●"
      case "o" where screen.hasUnicode: "○"
      default: sign
      }
    let style: Screen.Style =
      if marks.cursor == place {
        .cursor
      } else if marks.won.contains(place) {
        .won
      } else if marks.last == place {
        .last
      } else {
        sign == "x" ? .first : sign == "o" ? .second : .faint
      }
    return screen.paint(String(shown), style)
  }
}
