import ArenaCore
import Match

/// A game with every position of it, to be replayed without knowing the rules.
struct ReplayedGame: Sendable, Codable {
  let game: String
  let options: String
  let first: String
  let second: String
  /// How many moves were set before the players began.
  let opening: Int
  let moves: [String]
  let shape: BoardShape
  /// `[moves + 1]`: the cells before the first move, and after each.
  let cells: [String]
  /// `[moves]`: who played each.
  let seats: [String]
  /// How it ended; all of these nil of a game that was not finished.
  let winner: String?
  let margin: Double?
  let cause: String?
  let reason: String?
  /// `[moves + 1]`: what the analysis says of each position; nil without one.
  var analysis: [PageAnalysis]?

  /// - Parameter isFinished: whether the record says how the game ended.
  /// - Throws: `RecordError` where the record does not fit the rules.
  init(_ record: GameRecord, in directory: GameDirectory, isFinished: Bool = true) throws {
    var session = try directory.session(record.game, Options.values(of: record.options))
    shape = BoardShape(of: session)
    var cells = [shape.cells(of: session.diagram)]
    var seats: [String] = []
    for move in record.moves {
      seats.append(session.turn?.name ?? "over")
      try session.play(notation: move)
      cells.append(shape.cells(of: session.diagram))
    }
    self.cells = cells
    self.seats = seats
    game = record.game
    options = record.options
    first = record.first
    second = record.second
    opening = record.opening
    moves = record.moves
    winner = isFinished ? record.winner : nil
    margin = isFinished ? record.margin : nil
    cause = isFinished ? record.cause.rawValue : nil
    reason = isFinished ? record.reason : nil
  }
}
