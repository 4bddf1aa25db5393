import ArenaCore

/// Solves games of stones that stay where they are put, `length` in a row to win: m,n,k-games,
/// Gomoku's freestyle. Actions are the cells.
public struct RowGameSolver<Game: BoardGame>: GameSolver {
  private let board: RowBoard
  private var solver: RowSolver

  /// - Parameter board: of the game's size.
  public init(_ board: RowBoard, _ solver: RowSolver = RowSolver()) {
    self.board = board
    self.solver = solver
  }

  public mutating func bestActions(in position: Game, hurrying: Bool) -> [Int]? {
    guard let seat = position.turn,
      let stones = RowPosition(board, observation: position.observation(as: seat))
    else { preconditionFailure("this is no running game on \(board.columns) x \(board.rows)") }
    return solver.bestMoves(in: stones, hurrying: hurrying)
  }
}
