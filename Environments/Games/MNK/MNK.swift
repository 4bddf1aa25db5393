public import ArenaCore

/// The m,n,k-game: `length` in a row on a board of `columns` by `rows`; tic-tac-toe is 3,3,3.
///
/// For boards beyond 128 bits see `Gomoku`, which goes up to 20 by 20.
///
/// - Rules: the seats in turn put a stone on an empty cell; `length` or more stones of one seat in a
///   row, horizontally, vertically or diagonally, win.
/// - Actions: `row * columns + column`, row 0 the bottom one; written as letter and number, "a1" in
///   the lower left corner.
/// - Observation: `[2, rows, columns]`: 1 where the seat has a stone | where its opponent has one.
/// - Rewards: 1 for the winning move, else 0.
/// - End: `length` in a row, or a draw when the board is full.
/// - Source: van den Herik, Uiterwijk and van Rijswijck 2002, Games solved: now and in the future.
public struct MNK: BoardGame {
  public static let name = "mnk"
  public struct Settings: OptionGroup {
    var columns = 3
    var rows = 3
    var length = 3

    public init() {}

    public static let fields: [OptionField<Self>] =
      OptionField.sides(\.columns, 1...20, \.rows, 1...20)
      + [OptionField("length", \.length, 1...20, "how many in a row win")]
  }

  public let columns: Int
  public let rows: Int
  public let length: Int
  public private(set) var turn: Seat? = .first
  private var winner: Seat?
  // Bit `row * (columns + 1) + column`; the last bit of each row is a guard that is always 0, so
  // that no run of bits crosses from one row into the next.
  private(set) var stones: InlineArray<2, UInt128> = [0, 0]
  let board: UInt128

  public init(_ settings: Settings) throws(OptionError) {
    columns = settings.columns
    rows = settings.rows
    length = settings.length
    let bits = (columns + 1) * rows
    guard bits <= 128 else {
      throw .conflict("(columns + 1) * rows must be at most 128, not \(bits)")
    }
    let row = (UInt128(1) << UInt128(columns)) - 1
    var board: UInt128 = 0
    for index in 0..<rows { board |= row << UInt128(index * (columns + 1)) }
    self.board = board
  }

  public mutating func reset(using random: inout RandomSource) {
    stones = [0, 0]
    turn = .first
    winner = nil
  }

  public var actionCount: Int { columns * rows }
  public var maxGameLength: Int { columns * rows }

  private var empty: UInt128 { board & ~(stones[0] | stones[1]) }

  private func bit(of action: Int) -> UInt128 {
    let row = action / columns
    return 1 &<< UInt128(truncatingIfNeeded: row &* (columns &+ 1) &+ action &- row &* columns)
  }

  public func isLegal(_ action: Int) -> Bool {
    turn != nil && action >= 0 && action < actionCount && empty & bit(of: action) != 0
  }

  public func appendLegalActions(to actions: inout [Int]) {
    guard turn != nil else { return }
    empty.forEachBit { actions.append($0 - $0 / (columns + 1)) }
  }

  public mutating func play(_ action: Int) {
    precondition(isLegal(action), "cell \(action) is not legal")
    place(bit(of: action))
  }

  @inline(__always)
  private mutating func place(_ bit: UInt128) {
    let index = turn == .first ? 0 : 1
    let own = stones[index] | bit
    stones[index] = own
    if hasRun(own) {
      winner = turn
      turn = nil
    } else {
      turn = empty == 0 ? nil : index == 0 ? .second : .first
    }
  }

  @inline(__always)
  func hasRun(_ own: UInt128) -> Bool {
    if length <= columns && own.runs(of: length, step: 1) != 0 { return true }
    guard length <= rows else { return false }
    let vertical = own.runs(of: length, step: columns &+ 1)
    let falling = own.runs(of: length, step: columns)
    let rising = own.runs(of: length, step: columns &+ 2)
    return vertical | falling | rising != 0
  }

  public mutating func playRandomAction(using random: inout RandomSource) -> Int {
    precondition(turn != nil, "the game is over")
    // Redrawing bits that are no empty cell is uniform over those that are.
    let bits = (columns &+ 1) &* rows
    while true {
      let index = random.below(bits)
      let bit: UInt128 = 1 &<< UInt128(truncatingIfNeeded: index)
      if empty & bit != 0 {
        place(bit)
        return index &- index / (columns &+ 1)
      }
    }
  }

  public mutating func playOut(using random: inout RandomSource) -> Double {
    while turn != nil { _ = playRandomAction(using: &random) }
    return winner == nil ? 0 : winner == .first ? 1 : -1
  }

  public var outcome: Outcome? {
    guard turn == nil else { return nil }
    return Outcome(winner: winner, reason: winner == nil ? "board full" : "\(length) in a row")
  }

  private var coordinates: Coordinates { Coordinates(columns: columns, rows: rows) }

  public func notation(of action: Int) -> String { coordinates.name(of: action) }

  public func action(from notation: String) -> Int? { coordinates.cell(named: notation) }

  public var diagram: String {
    coordinates.diagram { cell in
      stones[0] & bit(of: cell) != 0 ? "x" : stones[1] & bit(of: cell) != 0 ? "o" : "."
    }
  }

  public var observationShape: ObservationShape {
    .planes(channels: 2, rows: rows, columns: columns)
  }

  public func observe(as seat: Seat, into features: inout MutableSpan<Float>) {
    let (own, other) = (stones[seat.rawValue], stones[seat.opponent.rawValue])
    for cell in 0..<actionCount {
      let bit = bit(of: cell)
      features[cell] = own & bit == 0 ? 0 : 1
      features[actionCount + cell] = other & bit == 0 ? 0 : 1
    }
  }
}

extension MNK: Keyed {
  public var key: UInt64 {
    mixed(stones[0].low, stones[0].high, stones[1].low, stones[1].high)
  }
}

extension MNK: Heuristic {
  /// The rows each seat can still win with, each weighing four times as much per stone in it; the
  /// seat to move counts as a stone ahead.
  public func estimate(for seat: Seat) -> Double {
    let own = weight(of: seat) * (seat == turn ? 2 : 1)
    let other = weight(of: seat.opponent) * (seat == turn ? 1 : 2)
    return (own - other) / max(own + other, 1)
  }

  private func weight(of seat: Seat) -> Double {
    let own = stones[seat.rawValue]
    let free = board & ~stones[seat.opponent.rawValue]
    var sum = 0.0
    for step in [1, columns, columns + 1, columns + 2] {
      guard length <= (step == 1 ? columns : rows) else { continue }
      // The cells of a row that starts at bit 0.
      let row = (0..<length).reduce(UInt128(0)) { $0 | 1 << UInt128($1 * step) }
      free.runs(of: length, step: step).forEachBit { start in
        let count = (own >> UInt128(start) & row).nonzeroBitCount
        sum += Double(1 << min(2 * count, 40))
      }
    }
    return sum
  }
}

extension MNK: Symmetric {
  public var symmetries: [Symmetry] { BoardSymmetries.ofPlacement(columns: columns, rows: rows) }
}
