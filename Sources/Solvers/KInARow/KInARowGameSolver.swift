public import ArenaCore

/// Solves games of stones that stay where they are put, `length` or more in a row to win: the
/// m,n,k-games, Gomoku's freestyle. Actions are the cells, `row * columns + column`.
public struct KInARowGameSolver<Game: BoardGame>: GameSolver {
  private let board: KInARowBoard
  private var solver: KInARowSolver

  /// How much later than the soonest a win may come where there is no hurry: to tell whether a move
  /// wins at all can take a thousand times as long.
  private static var leisure: Int { 4 }

  /// The most nodes to solve a game in.
  public static var nodesOfStart: Int { 5_000_000 }

  /// Solves the game from a position on; nil where that takes more than `nodesOfStart`. Positions
  /// below it may take any number.
  public init?(_ board: KInARowBoard, from position: Game) {
    self.board = board
    solver = KInARowSolver(nodeLimit: Self.nodesOfStart)
    guard solver.solve(stones(of: position)) != nil else { return nil }
    solver.nodeLimit = .max
  }

  public mutating func bestActions(in position: Game, hurrying: Bool) -> [Int]? {
    solver.bestMoves(in: stones(of: position), slack: hurrying ? 0 : Self.leisure)
  }

  public mutating func results(
    ofActionsIn position: Game
  ) -> [(action: Int, result: Int)]? {
    let stones = stones(of: position)
    var results: [(action: Int, result: Int)] = []
    for cell in 0..<board.size where stones.canPlay(cell) {
      if stones.wins(cell) {
        results.append((cell, 1))
        continue
      }
      guard let reply = solver.solve(stones.playing(board.bit(of: cell))) else { return nil }
      results.append((cell, -reply.value))
    }
    return results
  }

  private func stones(of position: Game) -> KInARowPosition {
    guard let seat = position.turn,
      let stones = KInARowPosition(board, observation: position.observation(as: seat))
    else { preconditionFailure("this is no running game on \(board.columns) x \(board.rows)") }
    return stones
  }
}
