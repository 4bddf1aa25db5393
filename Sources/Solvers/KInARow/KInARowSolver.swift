/// Solves m,n,k-games exactly: a row of `length` or more wins (Gomoku's freestyle rule).
///
/// Moves are the cells, `row * columns + column`. A solver remembers the positions of one board, the
/// latest that it was asked about.
///
/// Asks in null windows whether one seat wins soon enough, with a table of positions, forced replies
/// and forks found without search, and moves tried in order of the open rows they are in. Boards of
/// four in a row take it seconds at most up to 6 x 6, with five in a row up to 6 x 5.
///
/// Source: Erdős and Selfridge 1973, On a combinatorial game, for when rows cannot be filled; Pons'
/// scores as in `ConnectFourSolver`.
public struct KInARowSolver: Sendable {
  /// What perfect play leads to.
  public struct Solution: Sendable, Hashable {
    /// 1, 0 or -1 for the seat to move.
    public let value: Int
    /// Moves to the end of the game when the winner hurries and the loser delays; to a full board in
    /// a draw.
    public let distance: Int
  }

  /// Positions visited since the beginning.
  public internal(set) var nodes = 0
  /// The most positions visited for one question; a solver that has gone through them answers nil.
  public var nodeLimit: Int

  var table: KInARowTable
  var symmetries: KInARowSymmetries?
  /// How many nodes end the question under way.
  var lastNode = Int.max
  var gaveUp = false
  private var board: KInARowBoard?

  /// - Parameter tableBits: the table holds 2^tableBits positions of 16 bytes.
  public init(tableBits: Int = 20, nodeLimit: Int = .max) {
    table = KInARowTable(bits: tableBits)
    self.nodeLimit = nodeLimit
  }

  /// The result of perfect play for the seat to move; nil past the limit.
  ///
  /// Asks for ever later wins and losses: most that there are come soon, and are found at once in a
  /// search that looks no further.
  public mutating func solve(_ position: KInARowPosition) -> Solution? {
    ask(position) { $0.solution(of: position) }
  }

  /// Whether the seat to move can force a win within so many moves, its opponent's included; nil
  /// past the limit.
  public mutating func wins(_ position: KInARowPosition, within moves: Int) -> Bool? {
    ask(position) { $0.canWin(position, within: moves).isSure }
  }

  /// The moves that keep the result of perfect play, ascending; nil past the limit.
  ///
  /// - Parameter slack: how many moves later than the soonest a win may come, and how many sooner
  ///   than the latest a loss: 0 asks for the best moves; nil for all, which takes far longer.
  public mutating func bestMoves(in position: KInARowPosition, slack: Int? = nil) -> [Int]? {
    ask(position) { solver in
      let board = position.board
      let solution = solver.solution(of: position)
      return (0..<board.size).filter { cell in
        guard position.canPlay(cell), !solver.gaveUp else { return false }
        if position.wins(cell) { return true }
        let next = position.playing(board.bit(of: cell))
        switch (solution.value, slack) {
        case (1, let slack?):
          return solver.canLose(next, within: solution.distance - 1 + slack).isSure
        case (1, nil): return solver.losesEventually(next)
        case (-1, let slack?):
          return !solver.canWin(next, within: solution.distance - 2 - slack).isSure
        case (-1, nil): return true
        default: return !solver.winsEventually(next)
        }
      }
    }
  }

  private mutating func ask<Answer>(
    _ position: KInARowPosition, _ question: (inout Self) -> Answer
  ) -> Answer? {
    if board != position.board {
      if board != nil { table.clear() }
      board = position.board
      symmetries = KInARowSymmetries(of: position.board)
    }
    let (end, overflows) = nodes.addingReportingOverflow(nodeLimit)
    lastNode = overflows ? .max : end
    gaveUp = false
    let answer = question(&self)
    return gaveUp ? nil : answer
  }

  // MARK: Ever later

  /// Whether something happens within some moves, and if not, whether it may happen later.
  private struct Prospect {
    var isSure: Bool
    var isPossible: Bool
  }

  private mutating func solution(of position: KInARowPosition) -> Solution {
    let left = position.board.size - position.moves
    var (win, loss) = (Prospect(isSure: false, isPossible: true), canLose(position, within: 0))
    for moves in stride(from: 1, through: left, by: 2) where !gaveUp {
      if win.isPossible { win = canWin(position, within: moves) }
      if win.isSure { return Solution(value: 1, distance: moves) }
      if loss.isPossible { loss = canLose(position, within: moves + 1) }
      if loss.isSure { return Solution(value: -1, distance: moves + 1) }
      if !win.isPossible && !loss.isPossible { break }
    }
    return Solution(value: 0, distance: left)
  }

  private mutating func winsEventually(_ position: KInARowPosition) -> Bool {
    for moves in stride(from: 1, through: position.board.size - position.moves, by: 2) {
      let win = canWin(position, within: moves)
      if win.isSure || !win.isPossible || gaveUp { return win.isSure }
    }
    return false
  }

  private mutating func losesEventually(_ position: KInARowPosition) -> Bool {
    for moves in stride(from: 2, through: position.board.size - position.moves, by: 2) {
      let loss = canLose(position, within: moves)
      if loss.isSure || !loss.isPossible || gaveUp { return loss.isSure }
    }
    return false
  }

  private mutating func canWin(_ position: KInARowPosition, within moves: Int) -> Prospect {
    guard moves > 0 else { return Prospect(isSure: false, isPossible: true) }
    let left = position.board.size - position.moves
    let alpha = left - min(moves, left)
    let bound = bound(position, above: alpha)
    return Prospect(isSure: bound > alpha, isPossible: bound > 0)
  }

  private mutating func canLose(_ position: KInARowPosition, within moves: Int) -> Prospect {
    guard moves > 0 else { return Prospect(isSure: false, isPossible: true) }
    let left = position.board.size - position.moves
    let alpha = min(moves, left) - left - 1
    let bound = bound(position, above: alpha)
    return Prospect(isSure: bound <= alpha, isPossible: bound < 0)
  }

  /// A bound on a position's score as `search` finds it.
  private mutating func bound(_ position: KInARowPosition, above alpha: Int) -> Int {
    if position.isFull { return 0 }
    if position.winningCells != 0 { return position.board.size - position.moves }
    return search(position, above: alpha)
  }
}
