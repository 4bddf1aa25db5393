public import ArenaCore

/// Breakthrough on boards of up to 128 cells.
///
/// - Rules: each seat starts with its first two rows full. A piece moves one row ahead, straight or
///   diagonally, onto an empty cell; diagonally also onto an enemy, which it takes. The first seat
///   starts at the bottom and moves up.
/// - Actions: `6 * from + way` with `from = row * columns + column`, row 0 the bottom one; ways 0, 1
///   and 2 go up a row to the left, straight and to the right, as the first seat sees the board, and
///   3, 4 and 5 go down a row likewise. Written as both cells, "a2b3"; ways off the board have no
///   name. The first seat only ever goes up and the second down.
/// - Observation: `[3, rows, columns]`: 1 where the seat has a piece | where its opponent has one |
///   everywhere if the seat is the first, which moves up.
/// - Rewards: 1 for the winning move, else 0.
/// - End: a piece on the last row, or the last enemy taken, wins. Someone can always move, so there
///   are no draws.
/// - Source: Troyka 2000, winner of the 8x8 Game Design Competition.
public struct Breakthrough: BoardGame {
  public static let name = "breakthrough"

  public struct Settings: OptionGroup {
    var columns = 8
    var rows = 8

    public init() {}

    public static let fields: [OptionField<Self>] =
      OptionField.sides(\.columns, 2...20, \.rows, 4...20)
  }

  public let columns: Int
  public let rows: Int
  private var toMove = Seat.first
  private var isOver = false
  // Only one of the two boards is in use: see `ConnectFour`.
  private let isWide: Bool
  private var narrow: AdvanceBoard<UInt64>
  private var wide: AdvanceBoard<UInt128>

  public init(_ settings: Settings) throws(OptionError) {
    columns = settings.columns
    rows = settings.rows
    let cells = columns * rows
    guard cells <= 128 else {
      throw .conflict("columns * rows must be at most 128, not \(cells)")
    }
    isWide = cells > 64
    narrow = isWide ? AdvanceBoard(columns: 2, rows: 4) : AdvanceBoard(columns: columns, rows: rows)
    wide = isWide ? AdvanceBoard(columns: columns, rows: rows) : AdvanceBoard(columns: 2, rows: 4)
  }

  public mutating func reset(using random: inout RandomSource) {
    narrow = AdvanceBoard(columns: narrow.columns, rows: narrow.rows)
    wide = AdvanceBoard(columns: wide.columns, rows: wide.rows)
    toMove = .first
    isOver = false
  }

  public var turn: Seat? { isOver ? nil : toMove }
  var cells: Int { columns * rows }
  public var actionCount: Int { 6 * cells }
  /// Every action takes one of 4 `columns` pieces a row ahead, and the game ends with the first one
  /// to advance `rows - 1` rows.
  public var maxGameLength: Int { 4 * columns * (rows - 1) }

  /// The parts of an action; nil if it goes the other seat's way.
  private func parts(_ action: Int, of seat: Seat) -> (from: Int, side: Int)? {
    let way = action % 6
    guard (way < 3) == (seat == .first) else { return nil }
    return (action / 6, way % 3 - 1)
  }

  private func action(_ from: Int, _ side: Int, of seat: Seat) -> Int {
    6 * from + side + (seat == .first ? 1 : 4)
  }

  public func isLegal(_ action: Int) -> Bool {
    guard !isOver, action >= 0, action < actionCount, let (from, side) = parts(action, of: toMove)
    else { return false }
    return mayMove(from, side)
  }

  private func mayMove(_ from: Int, _ side: Int) -> Bool {
    isWide ? wide.mayMove(toMove, from: from, side) : narrow.mayMove(toMove, from: from, side)
  }

  public func appendLegalActions(to actions: inout [Int]) {
    guard !isOver else { return }
    for from in 0..<cells where owner(from) == toMove {
      for side in -1...1 where mayMove(from, side) {
        actions.append(action(from, side, of: toMove))
      }
    }
  }

  public mutating func play(_ action: Int) {
    precondition(isLegal(action), "action \(action) is not legal")
    guard let (from, side) = parts(action, of: toMove) else { return }
    finish(
      isWide
        ? wide.move(toMove, from: from, to: from + wide.distance(toMove, side))
        : narrow.move(toMove, from: from, to: from + narrow.distance(toMove, side)))
  }

  @inline(__always)
  private mutating func finish(_ wins: Bool) {
    if wins { isOver = true } else { toMove = toMove.opponent }
  }

  public mutating func playRandomAction(using random: inout RandomSource) -> Int {
    precondition(!isOver, "the game is over")
    let seat = toMove
    let move =
      isWide ? wide.moveAtRandom(seat, using: &random) : narrow.moveAtRandom(seat, using: &random)
    finish(move.wins)
    return action(move.from, move.side, of: seat)
  }

  public mutating func playOut(using random: inout RandomSource) -> Double {
    if !isOver {
      toMove =
        isWide
        ? wide.playOut(from: toMove, using: &random) : narrow.playOut(from: toMove, using: &random)
      isOver = true
    }
    return toMove == .first ? 1 : -1
  }

  public var outcome: Outcome? {
    guard isOver else { return nil }
    // The turn stays with the seat that won.
    let (pieces, _) = isWide ? wide.standing(toMove.opponent) : narrow.standing(toMove.opponent)
    return Outcome(winner: toMove, reason: pieces == 0 ? "no pieces left" : "last row reached")
  }

  private func owner(_ cell: Int) -> Seat? { isWide ? wide.owner(cell) : narrow.owner(cell) }
}

extension Breakthrough {
  public var observationShape: ObservationShape {
    .planes(channels: 3, rows: rows, columns: columns)
  }

  public func observe(as seat: Seat, into features: inout MutableSpan<Float>) {
    for cell in 0..<cells {
      let owner = owner(cell)
      features[cell] = owner == seat ? 1 : 0
      features[cells + cell] = owner == seat.opponent ? 1 : 0
      features[2 * cells + cell] = seat == .first ? 1 : 0
    }
  }

  private var coordinates: Coordinates { Coordinates(columns: columns, rows: rows) }

  public func notation(of action: Int) -> String {
    let (from, way) = (action / 6, action % 6)
    let row = from / columns + (way < 3 ? 1 : -1)
    let column = from % columns + way % 3 - 1
    guard (0..<rows).contains(row), (0..<columns).contains(column) else { return "" }
    return coordinates.name(of: from) + coordinates.name(of: row * columns + column)
  }

  public func action(from notation: String) -> Int? {
    let bytes = notation.utf8
    guard let split = bytes.dropFirst().firstIndex(where: { !ASCII.isDigit($0) }),
      let from = coordinates.cell(spelled: bytes[..<split]),
      let to = coordinates.cell(spelled: bytes[split...])
    else { return nil }
    let side = to % columns - from % columns
    let climb = to / columns - from / columns
    guard abs(side) <= 1, abs(climb) == 1 else { return nil }
    return action(from, side, of: climb > 0 ? .first : .second)
  }

  public var diagram: String {
    coordinates.diagram { cell in
      switch owner(cell) {
      case .first: "x"
      case .second: "o"
      case nil: "."
      }
    }
  }
}

extension Breakthrough: Keyed {
  public var key: UInt64 {
    mixed(isWide ? wide.key : narrow.key, UInt64(toMove.rawValue))
  }
}

extension Breakthrough: Heuristic {
  /// Pieces, and the race of the foremost ones.
  public func estimate(for seat: Seat) -> Double {
    let own = isWide ? wide.standing(seat) : narrow.standing(seat)
    let other = isWide ? wide.standing(seat.opponent) : narrow.standing(seat.opponent)
    let sum =
      0.2 * Double(own.pieces - other.pieces) + 0.1 * Double(other.remaining - own.remaining)
    return sum / (1 + abs(sum))
  }
}

extension Breakthrough: Symmetric {
  /// The identity and the reflection of the columns.
  public var symmetries: [Symmetry] {
    let mirrored = (0..<cells).map { $0 / columns * columns + columns - 1 - $0 % columns }
    return [
      Symmetry(actions: Array(0..<actionCount), cells: Array(0..<cells)),
      Symmetry(
        actions: (0..<actionCount).map { action in
          let (from, way) = (action / 6, action % 6)
          return 6 * mirrored[from] + way / 3 * 3 + 2 - way % 3
        }, cells: mirrored),
    ]
  }
}
