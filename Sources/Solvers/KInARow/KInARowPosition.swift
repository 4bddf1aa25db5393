/// A position of an m,n,k-game as two bitboards, for the solver.
///
/// Holds running games only: no seat has a row, and a cell is empty.
public struct KInARowPosition: Sendable, Hashable {
  public let board: KInARowBoard
  /// Stones of the seat to move.
  private(set) var mover: UInt64 = 0
  /// Stones of its opponent.
  private(set) var other: UInt64 = 0
  /// Stones played.
  public private(set) var moves = 0

  /// The empty board.
  public init(_ board: KInARowBoard) { self.board = board }

  /// The position that a seat to move observes: the first two planes of `[2 or more, rows, columns]`
  /// are its own stones and its opponent's. Nil where that is no running game.
  public init?(_ board: KInARowBoard, observation: [Float]) {
    guard observation.count >= 2 * board.size else { return nil }
    self.init(board)
    for cell in 0..<board.size {
      if observation[cell] > 0 { mover |= board.bit(of: cell) }
      if observation[board.size + cell] > 0 { other |= board.bit(of: cell) }
    }
    moves = occupied.nonzeroBitCount
    guard mover & other == 0, mover.nonzeroBitCount == moves / 2, moves < board.size,
      !board.hasRow(mover), !board.hasRow(other)
    else { return nil }
  }

  var occupied: UInt64 { mover | other }

  var empty: UInt64 { board.cells & ~occupied }

  /// Whether a stone on cell `row * columns + column` is legal.
  public func canPlay(_ cell: Int) -> Bool {
    (0..<board.size).contains(cell) && empty & board.bit(of: cell) != 0
  }

  /// Whether it fills a row for the seat to move.
  public func wins(_ cell: Int) -> Bool { winningCells & board.bit(of: cell) != 0 }

  /// Plays on cell `row * columns + column`.
  ///
  /// - Precondition: the cell is empty and fills no row.
  public mutating func play(_ cell: Int) {
    precondition(canPlay(cell) && !wins(cell), "cell \(cell) is taken or ends the game")
    self = playing(board.bit(of: cell))
  }

  /// The position after a stone on the cell of a bit.
  @inline(__always)
  func playing(_ bit: UInt64) -> Self {
    var next = self
    next.mover = other
    next.other = mover | bit
    next.moves &+= 1
    return next
  }

  /// Empty cells that fill a row for the seat to move.
  var winningCells: UInt64 { board.winningCells(of: mover, against: other) }

  /// Empty cells that fill a row for its opponent.
  var opponentWinningCells: UInt64 { board.winningCells(of: other, against: mover) }

  /// Whether every cell is taken.
  public var isFull: Bool { moves == board.size }
}
