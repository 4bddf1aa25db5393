/// Solves Connect Four positions exactly.
///
/// A score counts how early the game is decided (Pons): positive when the seat to move wins, by one
/// more than the number of its own discs left over when it wins at the last moment; 0 for a draw;
/// negative when it loses. With 42 cells a win with the next disc, the n-th of its own, scores 22 - n.
///
/// Negamax in null windows with a transposition table, moves that lose at once left out, and moves
/// tried in order of threats made. Middle games take milliseconds; openings can take minutes.
///
/// Source: Pons, Solving Connect 4: how to build a perfect AI; Allis 1988 for the rules of thumb.
public struct ConnectFourSolver: Sendable {
  /// Positions visited since the beginning.
  public private(set) var nodes = 0

  // key << 8 | bound code, 0 for none; the key identifies the position within one board size.
  private var table: [UInt64]
  private let shift: UInt64
  private var columns = 0
  private var rows = 0
  // Columns from the middle outward.
  private var order: [UInt64] = []  // [columns], masks

  /// - Parameter tableBits: the table holds 2^tableBits positions of 8 bytes.
  public init(tableBits: Int = 22) {
    precondition((8...32).contains(tableBits), "a table of 2^\(tableBits) entries is out of range")
    table = [UInt64](repeating: 0, count: 1 << tableBits)
    shift = UInt64(64 - tableBits)
  }

  /// The exact score of a position for its seat to move.
  public mutating func score(of position: ConnectFourPosition) -> Int {
    search(position, from: lowest(position), to: highest(position))
  }

  /// The result of perfect play for the seat to move, 1, 0 or -1: much cheaper than the score.
  public mutating func result(of position: ConnectFourPosition) -> Int {
    search(position, from: -1, to: 1).signum()
  }

  /// Whether perfect play ends the game within so many moves, when the winner hurries and the loser
  /// delays: much cheaper than the score, the more so the fewer they are.
  public mutating func ends(_ position: ConnectFourPosition, within moves: Int) -> Bool {
    let result = result(of: position)
    if result == 0 { return position.columns * position.rows - position.moves <= moves }
    if result > 0 {
      guard moves >= 1 else { return false }
      let score = highest(position) - (moves - 1) / 2
      return score <= 1 || search(position, from: score - 1, to: score) >= score
    }
    guard moves >= 2 else { return false }
    let score = lowest(position) + (moves - 2) / 2
    return score >= -1 || search(position, from: score, to: score + 1) <= score
  }

  /// The score of each column for the seat to move, were it played, `[columns]`; nil for full ones.
  public mutating func scores(ofMovesIn position: ConnectFourPosition) -> [Int?] {
    evaluateMoves(in: position) { $0.score(of: $1) }
  }

  /// The result of each column for the seat to move, were it played, `[columns]`; nil for full ones.
  public mutating func results(ofMovesIn position: ConnectFourPosition) -> [Int?] {
    evaluateMoves(in: position) { $0.result(of: $1) }.map { $0?.signum() }
  }

  private mutating func evaluateMoves(
    in position: ConnectFourPosition, by evaluate: (inout Self, ConnectFourPosition) -> Int
  ) -> [Int?] {
    (0..<position.columns).map { column in
      guard position.canPlay(column) else { return nil }
      if position.wins(column) { return winScore(position) }
      var next = position
      next.play(column)
      return -evaluate(&self, next)
    }
  }

  // MARK: Bounds

  private func winScore(_ position: ConnectFourPosition) -> Int {
    (position.columns * position.rows + 1 - position.moves) / 2
  }

  private func lowest(_ position: ConnectFourPosition) -> Int {
    -(position.columns * position.rows - position.moves) / 2
  }

  private func highest(_ position: ConnectFourPosition) -> Int { winScore(position) }

  // MARK: Search

  /// Narrows the score down to a value in `low ... high`, or a bound beyond it, by null windows.
  private mutating func search(
    _ position: ConnectFourPosition, from low: Int, to high: Int
  ) -> Int {
    prepare(columns: position.columns, rows: position.rows)
    if position.isFull { return 0 }
    if position.winningCells & position.playable != 0 { return winScore(position) }
    var low = low
    var high = high
    while low < high {
      var middle = low + (high - low) / 2
      // Decides first between win, draw and loss, where most windows fail soonest.
      if middle <= 0 && low / 2 < middle {
        middle = low / 2
      } else if middle >= 0 && high / 2 > middle {
        middle = high / 2
      }
      let value = negamax(position, alpha: middle, beta: middle + 1)
      if value <= middle { high = value } else { low = value }
    }
    return low
  }

  /// - Precondition: the seat to move cannot win at once.
  private mutating func negamax(_ position: ConnectFourPosition, alpha: Int, beta: Int) -> Int {
    nodes += 1
    let cells = position.cellsThatDoNotLose
    let size = columns * rows
    if cells == 0 { return -(size - position.moves) / 2 }
    // Nobody can win any more: the last two moves lose nothing.
    if position.moves >= size - 2 { return 0 }

    var alpha = alpha
    var beta = beta
    // The opponent cannot win with its next disc.
    let floor = -(size - 2 - position.moves) / 2
    if alpha < floor {
      alpha = floor
      if alpha >= beta { return alpha }
    }
    // Neither can this seat.
    var ceiling = (size - 1 - position.moves) / 2
    let key = position.key
    let slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> shift)
    let entry = table[slot]
    if entry >> 8 == key && entry != 0 {
      let code = Int(entry & 0xff)
      if code < 128 {
        ceiling = min(ceiling, code - 64)
      } else {
        let known = code - 192
        if alpha < known {
          alpha = known
          if alpha >= beta { return alpha }
        }
      }
    }
    if beta > ceiling {
      beta = ceiling
      if alpha >= beta { return beta }
    }

    // Insertion sort by threats, the middle columns first among equals.
    var moves = InlineArray<16, UInt64>(repeating: 0)
    var ranks = InlineArray<16, Int>(repeating: 0)
    var count = 0
    for index in stride(from: columns - 1, through: 0, by: -1) {
      let cell = cells & order[index]
      if cell == 0 { continue }
      let rank = position.threats(after: cell)
      var place = count
      while place > 0 && ranks[place - 1] > rank {
        moves[place] = moves[place - 1]
        ranks[place] = ranks[place - 1]
        place -= 1
      }
      moves[place] = cell
      ranks[place] = rank
      count += 1
    }
    while count > 0 {
      count -= 1
      var next = position
      next.play(cell: moves[count])
      let value = -negamax(next, alpha: -beta, beta: -alpha)
      if value >= beta {
        table[slot] = key << 8 | UInt64(value + 192)
        return value
      }
      alpha = max(alpha, value)
    }
    table[slot] = key << 8 | UInt64(alpha + 64)
    return alpha
  }

  private mutating func prepare(columns: Int, rows: Int) {
    guard columns != self.columns || rows != self.rows else { return }
    self.columns = columns
    self.rows = rows
    for index in table.indices { table[index] = 0 }
    let middleOut = (0..<columns).sorted {
      abs(2 * $0 + 1 - columns) < abs(2 * $1 + 1 - columns)
    }
    order = middleOut.map { ((1 << UInt64(rows)) - 1) << UInt64($0 * (rows + 1)) }
  }
}
