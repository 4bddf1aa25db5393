import ArenaCore

/// Connect Four on any board up to 64 bits.
///
/// - Rules: players in turn drop a disc into a column that is not full; four discs of one colour in
///   a row, horizontally, vertically or diagonally, win.
/// - Actions: `0 ..< columns`, the columns from the left; written `1`, `2`, ... as Pons does.
/// - Observation: `[2, rows, columns]`, 1 where the seat has a disc | where its opponent has one;
///   row 0 is the bottom.
/// - Rewards: 1 for the winning move, 0 else.
/// - End: four in a row, or a draw when the board is full.
/// - Source: Allis 1988; bitboard layout by Tromp and Pons (column-major with a guard bit).
public struct ConnectFour: BoardGame {
  public static let name = "connect-four"
  public static let options = [
    OptionSpec("columns", .integer(1...16), standard: "7", "columns of the board"),
    OptionSpec("rows", .integer(1...16), standard: "6", "rows of the board"),
  ]

  public let columns: Int
  public let rows: Int
  // Bit `column * (rows + 1) + row`; the top bit of each column is a guard, always 0.
  private var mover: UInt64 = 0
  private var occupied: UInt64 = 0
  public private(set) var turn: Seat? = .first
  private var winner: Seat?

  public init(_ options: Options) throws(OptionError) {
    columns = options.integer("columns")
    rows = options.integer("rows")
    guard columns * (rows + 1) <= 64 else {
      throw .conflict("columns * (rows + 1) must be at most 64, not \(columns * (rows + 1))")
    }
  }

  public mutating func reset(using random: inout RandomSource) {
    mover = 0
    occupied = 0
    turn = .first
    winner = nil
  }

  public var actionCount: Int { columns }
  public var horizon: Int { columns * rows }

  private func top(_ column: Int) -> UInt64 { 1 &<< UInt64(column &* (rows + 1) &+ rows - 1) }
  private func bottom(_ column: Int) -> UInt64 { 1 &<< UInt64(column &* (rows + 1)) }

  public func isLegal(_ action: Int) -> Bool {
    turn != nil && action >= 0 && action < columns && occupied & top(action) == 0
  }

  public func appendLegalActions(to actions: inout [Int]) {
    guard turn != nil else { return }
    for column in 0..<columns where occupied & top(column) == 0 { actions.append(column) }
  }

  public mutating func play(_ action: Int) {
    precondition(isLegal(action), "column \(action) is not legal")
    place(action)
  }

  private mutating func place(_ column: Int) {
    let seat = turn!
    let disc = (occupied &+ bottom(column)) & ~occupied & (columnMask(column))
    occupied |= disc
    let discs = mover | disc
    mover = occupied ^ discs  // the opponent's discs: it moves next
    if hasFour(discs) {
      winner = seat
      turn = nil
    } else {
      turn = occupied == full ? nil : seat.opponent
    }
  }

  public mutating func playRandomAction(using random: inout RandomSource) -> Int {
    // Redrawing a full column is uniform over the legal ones and cheaper than listing them.
    while true {
      let column = random.below(columns)
      if occupied & top(column) == 0 {
        place(column)
        return column
      }
    }
  }

  private func columnMask(_ column: Int) -> UInt64 {
    ((1 &<< UInt64(rows)) &- 1) &<< UInt64(column &* (rows + 1))
  }

  private var full: UInt64 {
    (0..<columns).reduce(0) { $0 | columnMask($1) }
  }

  private func hasFour(_ discs: UInt64) -> Bool {
    let stride = UInt64(rows + 1)
    for shift in [1, stride, stride - 1, stride + 1] {
      let pairs = discs & discs &>> shift
      if pairs & pairs &>> (2 * shift) != 0 { return true }
    }
    return false
  }

  public var outcome: Outcome? {
    guard turn == nil else { return nil }
    return Outcome(winner: winner, reason: winner == nil ? "board full" : "four in a row")
  }

  private func discs(of seat: Seat) -> UInt64 {
    // `mover` belongs to the seat after the last one that played, also when the game is over.
    let plies = occupied.nonzeroBitCount
    let moving: Seat = plies % 2 == 0 ? .first : .second
    return seat == moving ? mover : occupied ^ mover
  }

  public var observationShape: ObservationShape {
    .planes(channels: 2, rows: rows, columns: columns)
  }

  public func observe(as seat: Seat, into features: inout MutableSpan<Float>) {
    let own = discs(of: seat)
    let other = occupied ^ own
    let cells = rows * columns
    for row in 0..<rows {
      for column in 0..<columns {
        let bit: UInt64 = 1 &<< UInt64(column * (rows + 1) + row)
        features[row * columns + column] = own & bit == 0 ? 0 : 1
        features[cells + row * columns + column] = other & bit == 0 ? 0 : 1
      }
    }
  }

  public func notation(of action: Int) -> String { String(action + 1) }

  public func action(from notation: String) -> Int? {
    guard let column = Int(notation), (1...columns).contains(column) else { return nil }
    return column - 1
  }

  public var diagram: String {
    let first = discs(of: .first)
    var lines = (0..<rows).reversed().map { row in
      (0..<columns).map { column in
        let bit: UInt64 = 1 &<< UInt64(column * (rows + 1) + row)
        return occupied & bit == 0 ? "." : first & bit != 0 ? "x" : "o"
      }.joined(separator: " ")
    }
    lines.append((1...columns).map { String($0 % 10) }.joined(separator: " "))
    return lines.joined(separator: "\n")
  }
}
