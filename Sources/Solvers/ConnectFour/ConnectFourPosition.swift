/// A Connect Four position as two bitboards, for the solver.
///
/// Bit `column * (rows + 1) + row`; the top bit of each column is a guard that is always 0. Holds
/// running games only: the seat that moved last has no four.
///
/// Source: Tromp's and Pons' bitboards.
public struct ConnectFourPosition: Sendable, Hashable {
  public let columns: Int
  public let rows: Int
  /// Discs of the seat to move.
  private(set) var mover: UInt64 = 0
  /// Discs of both seats.
  private(set) var occupied: UInt64 = 0
  /// Discs played.
  public private(set) var moves = 0

  // The lowest cell of each column, and all cells.
  let bottom: UInt64
  let board: UInt64

  /// Whether boards of this size fit the solver's words: up to 7 x 7 and 8 x 6.
  public static func isSupported(columns: Int, rows: Int) -> Bool {
    (1...16).contains(columns) && rows > 0 && columns * (rows + 1) <= 56
  }

  /// The empty board.
  ///
  /// - Precondition: `columns` is at most 16 and `columns * (rows + 1)` at most 56.
  public init(columns: Int = 7, rows: Int = 6) {
    precondition(
      Self.isSupported(columns: columns, rows: rows),
      "the solver takes boards of columns * (rows + 1) <= 56, not \(columns) x \(rows)")
    self.columns = columns
    self.rows = rows
    bottom = (0..<columns).reduce(0) { $0 | 1 << UInt64($1 * (rows + 1)) }
    board = bottom &* ((1 << UInt64(rows)) - 1)
  }

  /// The position after some moves from the empty board; nil where a column is full or unknown, or a
  /// move makes four.
  public init?(columns: Int = 7, rows: Int = 6, playing moves: some Sequence<Int>) {
    self.init(columns: columns, rows: rows)
    for column in moves {
      guard canPlay(column), !wins(column) else { return nil }
      play(column)
    }
  }

  /// The position that a seat to move observes, `[2, rows, columns]`: its own discs, its opponent's,
  /// row 0 the bottom. Nil where that is no running game.
  public init?(columns: Int, rows: Int, observation: [Float]) {
    let cells = columns * rows
    guard observation.count == 2 * cells else { return nil }
    self.init(columns: columns, rows: rows)
    for column in 0..<columns {
      for row in 0..<rows {
        let bit: UInt64 = 1 << UInt64(column * (rows + 1) + row)
        if observation[row * columns + column] > 0 { mover |= bit }
        if observation[cells + row * columns + column] > 0 { occupied |= bit }
      }
    }
    guard mover & occupied == 0 else { return nil }
    occupied |= mover
    moves = occupied.nonzeroBitCount
    guard hasNoGaps, mover.nonzeroBitCount == moves / 2, moves < cells,
      !hasFour(mover), !hasFour(occupied ^ mover)
    else { return nil }
  }

  private var hasNoGaps: Bool {
    (0..<columns).allSatisfy { column in
      let discs = occupied >> UInt64(column * (rows + 1)) & ((1 << UInt64(rows)) - 1)
      return discs & (discs + 1) == 0
    }
  }

  // MARK: Moves

  /// The cells that a disc would fall on, one for each column that is not full.
  var playable: UInt64 { (occupied &+ bottom) & board }

  func cell(of column: Int) -> UInt64 {
    playable & (((1 << UInt64(rows)) - 1) << UInt64(column * (rows + 1)))
  }

  public func canPlay(_ column: Int) -> Bool {
    column >= 0 && column < columns && cell(of: column) != 0
  }

  /// Whether a disc in this column makes four for the seat to move.
  public func wins(_ column: Int) -> Bool { winningCells & cell(of: column) != 0 }

  /// - Precondition: the column is open and does not make four.
  public mutating func play(_ column: Int) {
    precondition(canPlay(column), "column \(column) is not open")
    play(cell: cell(of: column))
  }

  mutating func play(cell: UInt64) {
    mover ^= occupied
    occupied |= cell
    moves += 1
  }

  /// Whether every cell is taken.
  public var isFull: Bool { occupied == board }

  /// A number for each position of its board size, below 2^56.
  var key: UInt64 { mover &+ occupied }

  // MARK: Threats

  /// Empty cells that make four for the seat to move, playable or not.
  var winningCells: UInt64 { openThrees(of: mover) }

  /// Empty cells that make four for the opponent.
  var opponentWinningCells: UInt64 { openThrees(of: occupied ^ mover) }

  /// Cells to play that do not lose to the very next move; none where every move does.
  ///
  /// - Precondition: the seat to move cannot win at once.
  var cellsThatDoNotLose: UInt64 {
    var cells = playable
    let threats = opponentWinningCells
    let forced = cells & threats
    if forced != 0 {
      // Two threats at once cannot both be met.
      guard forced & (forced &- 1) == 0 else { return 0 }
      cells = forced
    }
    // Not below a cell where the opponent would win.
    return cells & ~(threats >> 1)
  }

  /// How many cells would win for the seat to move after a disc on `cell`.
  func threats(after cell: UInt64) -> Int { openThrees(of: mover | cell).nonzeroBitCount }

  private func openThrees(of discs: UInt64) -> UInt64 {
    // Vertical: above three.
    var cells = discs &<< 1 & discs &<< 2 & discs &<< 3
    let height = UInt64(rows + 1)
    for step in [height, height - 1, height + 1] {
      let pairUp = discs &<< step & discs &<< (2 &* step)
      cells |= pairUp & discs &<< (3 &* step)
      cells |= pairUp & discs &>> step
      let pairDown = discs &>> step & discs &>> (2 &* step)
      cells |= pairDown & discs &<< step
      cells |= pairDown & discs &>> (3 &* step)
    }
    return cells & (board ^ occupied)
  }

  private func hasFour(_ discs: UInt64) -> Bool {
    let height = UInt64(rows + 1)
    for step in [1, height, height - 1, height + 1] {
      let pairs = discs & discs &>> step
      if pairs & pairs &>> (2 &* step) != 0 { return true }
    }
    return false
  }
}
