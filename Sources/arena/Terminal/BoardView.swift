import ArenaCore
import Match

/// A position as a person sees it: the board with its marks, and what each place means as a move.
struct BoardView {
  private let painter: BoardPainter
  private let board: DrawnBoard
  private var marks = BoardPainter.Marks()

  init(_ session: any GameSession, on screen: Screen) {
    painter = BoardPainter(screen: screen)
    board = DrawnBoard(session.diagram)
    var before = session
    guard (try? before.undo()) != nil else { return }
    marks.last = board.arrival(since: DrawnBoard(before.diagram))
    if let outcome = session.outcome, let last = marks.last {
      marks.won = board.winningRow(through: last, reason: outcome.reason)
    }
  }

  func lines(cursor: DrawnBoard.Place? = nil) -> [String] {
    var marks = marks
    marks.cursor = cursor
    return painter.lines(board, marks)
  }

  /// The move that puts a piece on each place; of several that do, all, between slashes.
  func targets(in session: any GameSession) -> [DrawnBoard.Place: String] {
    var targets: [DrawnBoard.Place: String] = [:]
    for move in session.legalMoves {
      var after = session
      guard (try? after.play(notation: move)) != nil,
        let place = DrawnBoard(after.diagram).arrival(since: board)
      else { continue }
      targets[place] = targets[place].map { "\($0)/\(move)" } ?? move
    }
    return targets
  }
}
