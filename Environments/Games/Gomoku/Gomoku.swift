public import ArenaCore

/// Gomoku on square boards of 5 to 20, freestyle, standard or renju, with the swap2 opening if
/// wanted.
///
/// - Rules: black and white in turn put a stone on an empty cell; `length` in a row win, where the
///   option `rule` says what counts:
///   - `freestyle`: `length` or more;
///   - `standard`: exactly `length`;
///   - `renju`: exactly five for black, five or more for white, and black may not make an overline,
///     two fours or two threes except with a five: see `LineBoard.judgeRenju`.
/// - Opening: the first seat is black; or, with `opening=swap2`, it puts two black stones and a
///   white one, whereupon the second seat plays white with its first stone, or takes black
///   ("swap"), or puts a white and a black stone more ("two") and leaves the choice of colour to the
///   first seat, which plays white with its first stone, or takes black ("swap").
/// - Actions: `row * size + column`, row 0 the bottom one, written as letter and number; with swap2
///   also `size * size` for "swap" and the next for "two".
/// - Observation: see `Gomoku.observe`.
/// - Rewards: 1 for the winning move, else 0.
/// - End: a winning row, or a draw when the board is full or, in renju, when every empty cell is
///   forbidden to black, who is to move.
/// - Source: Allis 1994, Searching for Solutions in Games and AI; RIF, The International Rules of
///   Renju; swap2 as in the Gomoku world championships since 2009.
public struct Gomoku: BoardGame {
  enum Rule: String, CaseIterable { case freestyle, standard, renju }
  enum Opening: String, CaseIterable { case none, swap2 }

  /// Where the game is in the swap2 opening; without it always `.normal`.
  enum Stage: UInt8 {
    /// The first seat puts black, white, black.
    case opening
    /// The second seat puts a stone as white, swaps or asks for two more.
    case secondChooses
    /// The second seat puts white, black.
    case twoMore
    /// The first seat puts a stone as white or swaps.
    case firstChooses
    case normal
  }

  public static let name = "gomoku"
  public static let family = MNK.name

  public struct Settings: OptionGroup {
    var size = 15
    var length = 5
    var rule = Rule.freestyle
    var opening = Opening.none
    var showsThreats = false

    public init() {}

    public static let fields: [OptionField<Self>] = [
      .size(\.size, 5...LineBoard.largest),
      OptionField("length", \.length, 4...10, "how many in a row win"),
      OptionField("rule", \.rule, "what counts as a winning row"),
      OptionField("opening", \.opening, "how the game begins"),
      OptionField("threats", \.showsThreats, "whether observations show threats"),
    ]
  }

  public let size: Int
  public let length: Int
  let rule: Rule
  let showsThreats: Bool
  let usesSwap2: Bool
  var board: LineBoard
  public internal(set) var turn: Seat? = .first
  private(set) var stage: Stage
  /// The seat that plays black; while colours are open, as if the choosing seat were to be white.
  private(set) var black = Seat.first
  /// The colour of the next stone, 0 for black.
  var colour = 0
  /// The cell of the last stone; -1 before the first.
  var lastCell = -1
  var winner: Seat?
  var candidates: CellBag

  public init(_ settings: Settings) throws(OptionError) {
    size = settings.size
    length = settings.length
    rule = settings.rule
    showsThreats = settings.showsThreats
    usesSwap2 = settings.opening == .swap2
    guard length <= size else {
      throw .conflict("length \(length) does not fit a board of size \(size)")
    }
    guard rule != .renju || length == 5 else {
      throw .conflict("renju is five in a row, so length cannot be \(length)")
    }
    board = LineBoard(size: size)
    candidates = CellBag(columns: size, rows: size)
    stage = usesSwap2 ? .opening : .normal
  }

  public mutating func reset(using random: inout RandomSource) {
    board = LineBoard(size: size)
    candidates = CellBag(columns: size, rows: size)
    turn = .first
    stage = usesSwap2 ? .opening : .normal
    black = .first
    colour = 0
    lastCell = -1
    winner = nil
  }

  /// Whether this is the m,n,k-game of its size and length: freestyle, begun on an empty board.
  public var isRowGame: Bool { rule == .freestyle && !usesSwap2 }

  var cells: Int { size * size }
  var swap: Int { cells }
  var two: Int { cells + 1 }
  public var actionCount: Int { usesSwap2 ? cells + 2 : cells }
  public var maxGameLength: Int { usesSwap2 ? cells + 2 : cells }

  var maySwap: Bool { stage == .secondChooses || stage == .firstChooses }
  var mayAskForTwo: Bool { stage == .secondChooses }

  public func isLegal(_ action: Int) -> Bool {
    guard turn != nil, action >= 0, action < actionCount else { return false }
    var copy = self
    return copy.permits(action)
  }

  public func appendLegalActions(to actions: inout [Int]) {
    guard turn != nil else { return }
    var copy = self
    for row in 0..<size {
      copy.board.emptyColumns(ofRow: row).forEachBit { column in
        if copy.mayPlace(row, column) { actions.append(row * size + column) }
      }
    }
    if maySwap { actions.append(swap) }
    if mayAskForTwo { actions.append(two) }
  }

  mutating func permits(_ action: Int) -> Bool {
    guard turn != nil, action >= 0, action < actionCount else { return false }
    if action == swap { return maySwap }
    if action == two { return mayAskForTwo }
    let (row, column) = (action / size, action % size)
    return board.isEmpty(row, column) && mayPlace(row, column)
  }

  /// Whether the rule lets the next stone be on this empty cell.
  @inline(__always)
  mutating func mayPlace(_ row: Int, _ column: Int) -> Bool {
    rule != .renju || colour != 0 || board.judgeRenju(row, column) != .forbidden
  }

  public mutating func play(_ action: Int) {
    precondition(permits(action), "action \(action) is not legal")
    if action >= cells { choose(action) } else { place(action / size, action % size) }
  }

  /// Takes black, or asks for two more stones.
  private mutating func choose(_ action: Int) {
    guard let seat = turn else { return }
    if action == two {
      // The first seat will choose, as if it were to be white.
      stage = .twoMore
      black = .second
    } else {
      stage = .normal
      black = seat
      turn = seat.opponent
    }
  }

  @inline(__always)
  mutating func place(_ row: Int, _ column: Int) {
    let wins = board.place(
      row, column, colour: colour, length: length,
      exactly: rule == .standard || rule == .renju && colour == 0)
    lastCell = row &* size &+ column
    if wins {
      winner = colour == 0 ? black : black.opponent
      turn = nil
    } else if board.stoneCount == size &* size {
      turn = nil
    } else if stage == .normal {
      colour ^= 1
      turn = turn == .first ? .second : .first
      if rule == .renju && colour == 0 && !blackCanMove() { turn = nil }
    } else {
      advanceOpening()
    }
  }

  private mutating func advanceOpening() {
    colour ^= 1
    switch (stage, board.stoneCount) {
    case (.opening, 3):
      stage = .secondChooses
      turn = .second
    case (.twoMore, 5):
      stage = .firstChooses
      turn = .first
    case (.secondChooses, _), (.firstChooses, _):
      stage = .normal
      turn = turn?.opponent
    default: break
    }
  }

  private mutating func blackCanMove() -> Bool {
    for row in 0..<size {
      var columns = board.emptyColumns(ofRow: row)
      while columns != 0 {
        if board.judgeRenju(row, columns.trailingZeroBitCount) != .forbidden { return true }
        columns &= columns - 1
      }
    }
    return false
  }

  public var outcome: Outcome? {
    guard turn == nil else { return nil }
    let reason =
      winner != nil
      ? "\(length) in a row" : board.stoneCount == cells ? "board full" : "no legal move"
    return Outcome(winner: winner, reason: reason)
  }
}

extension Gomoku: Keyed {
  public var key: UInt64 {
    let state = UInt64(stage.rawValue) | UInt64(colour) << 8 | UInt64(black.rawValue) << 9
    return mixed(board.key, state, UInt64(lastCell + 1))
  }
}

extension Gomoku: Symmetric {
  public var symmetries: [Symmetry] {
    BoardSymmetries.ofPlacement(columns: size, rows: size, extra: actionCount - cells)
  }
}
