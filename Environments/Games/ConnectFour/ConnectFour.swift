public import ArenaCore

/// Connect Four on any board that fits 128 bits.
///
/// - Rules: the seats in turn drop a disc into a column that is not full; four discs of one seat in
///   a row, horizontally, vertically or diagonally, win.
/// - Actions: `0 ..< columns`, the columns from the left; written `1`, `2`, ... as Pons does.
/// - Observation: `[2, rows, columns]`: 1 where the seat has a disc | where its opponent has one.
///   Row 0 is the bottom.
/// - Rewards: 1 for the winning move, else 0.
/// - End: four in a row, or a draw when the board is full.
/// - Source: Allis 1988, A Knowledge-based Approach of Connect-Four.
public struct ConnectFour: BoardGame {
  public static let name = "connect-four"

  public struct Settings: OptionGroup {
    public var columns = 7
    public var rows = 6

    public init() {}

    public static let fields: [OptionField<Self>] =
      OptionField.sides(\.columns, 1...20, \.rows, 1...20)
  }

  public let columns: Int
  public let rows: Int
  public private(set) var turn: Seat? = .first
  private var winner: Seat?
  // Only one of the two boards is in use. The branch costs nothing next to a move, and the usual
  // board keeps the speed of single words.
  private let isWide: Bool
  private var narrow: DropBoard<UInt64>
  private var wide: DropBoard<UInt128>

  public init(_ settings: Settings) throws(OptionError) {
    columns = settings.columns
    rows = settings.rows
    let bits = columns * (rows + 1)
    guard bits <= 128 else {
      throw .conflict("columns * (rows + 1) must be at most 128, not \(bits)")
    }
    isWide = bits > 64
    narrow = isWide ? DropBoard(columns: 1, rows: 1) : DropBoard(columns: columns, rows: rows)
    wide = isWide ? DropBoard(columns: columns, rows: rows) : DropBoard(columns: 1, rows: 1)
  }

  public mutating func reset(using random: inout RandomSource) {
    narrow.clear()
    wide.clear()
    turn = .first
    winner = nil
  }

  public var actionCount: Int { columns }
  public var maxGameLength: Int { columns * rows }

  public func isLegal(_ action: Int) -> Bool {
    turn != nil && action >= 0 && action < columns && isOpen(action)
  }

  @inline(__always)
  private func isOpen(_ column: Int) -> Bool {
    isWide ? wide.isOpen(column) : narrow.isOpen(column)
  }

  public func appendLegalActions(to actions: inout [Int]) {
    guard turn != nil else { return }
    for column in 0..<columns where isOpen(column) { actions.append(column) }
  }

  public mutating func play(_ action: Int) {
    precondition(isLegal(action), "column \(action) is not legal")
    finish(isWide ? wide.drop(action) : narrow.drop(action))
  }

  @inline(__always)
  private mutating func finish(_ drop: Drop) {
    switch drop {
    case .goesOn: turn = turn == .first ? .second : .first
    case .fills: turn = nil
    case .connects:
      winner = turn
      turn = nil
    }
  }

  public mutating func playRandomAction(using random: inout RandomSource) -> Int {
    precondition(turn != nil, "the game is over")
    let (column, drop) =
      isWide ? wide.dropAtRandom(using: &random) : narrow.dropAtRandom(using: &random)
    finish(drop)
    return column
  }

  public mutating func playOut(using random: inout RandomSource) -> Double {
    if let mover = turn {
      let (last, byMover) = isWide ? wide.playOut(using: &random) : narrow.playOut(using: &random)
      turn = byMover ? mover : mover.opponent
      finish(last)
    }
    return winner == nil ? 0 : winner == .first ? 1 : -1
  }

  public var outcome: Outcome? {
    guard turn == nil else { return nil }
    return Outcome(winner: winner, reason: winner == nil ? "board full" : "four in a row")
  }

  public func notation(of action: Int) -> String { String(action + 1) }

  public func action(from notation: String) -> Int? {
    guard let column = ASCII.number(notation.utf8), (1...columns).contains(column) else {
      return nil
    }
    return column - 1
  }
}

extension ConnectFour {
  /// Who has a disc in a cell.
  private func owner(column: Int, row: Int) -> Seat? {
    isWide ? wide.owner(column: column, row: row) : narrow.owner(column: column, row: row)
  }

  public var observationShape: ObservationShape {
    .planes(channels: 2, rows: rows, columns: columns)
  }

  public func observe(as seat: Seat, into features: inout MutableSpan<Float>) {
    let cells = rows * columns
    for row in 0..<rows {
      for column in 0..<columns {
        let owner = owner(column: column, row: row)
        features[row * columns + column] = owner == seat ? 1 : 0
        features[cells + row * columns + column] = owner == seat.opponent ? 1 : 0
      }
    }
  }

  public var diagram: String {
    var lines = (0..<rows).reversed().map { row in
      (0..<columns).map { column in
        switch owner(column: column, row: row) {
        case .first: "x"
        case .second: "o"
        case nil: "."
        }
      }.joined(separator: " ")
    }
    lines.append((1...columns).map { String($0 % 10) }.joined(separator: " "))
    return lines.joined(separator: "\n")
  }
}

extension ConnectFour: Keyed {
  public var key: UInt64 { isWide ? wide.key : narrow.key }
}

extension ConnectFour: Heuristic {
  /// The cells that would complete four for each seat, and the discs near the middle.
  public func estimate(for seat: Seat) -> Double {
    let mover = isWide ? wide.estimate : narrow.estimate
    return seat == turn ? mover : -mover
  }
}

extension ConnectFour: Symmetric {
  /// The identity and the reflection of the columns.
  public var symmetries: [Symmetry] {
    let mirrored = (0..<rows * columns).map { cell in
      cell / columns * columns + columns - 1 - cell % columns
    }
    return [
      Symmetry(actions: Array(0..<columns), cells: Array(0..<rows * columns)),
      Symmetry(actions: (0..<columns).reversed(), cells: mirrored),
    ]
  }
}
