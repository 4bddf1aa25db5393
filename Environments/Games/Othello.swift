import ArenaCore

/// Othello on boards of 4, 6 or 8.
///
/// - Rules: a disc must enclose a straight row of enemy discs between itself and another of its
///   seat; all that it encloses turn over. Who has no such move passes. The first seat is black and
///   the first two discs of each seat are in the middle, black's on the rising diagonal.
/// - Actions: `row * size + column`, row 0 the top one, written as letter and number with "a1" in
///   the upper left corner, and last the pass, "pass", legal exactly when nothing else is.
/// - Observation: `[4, size, size]`: 1 where the seat has a disc | where its opponent has one |
///   where the seat to move may put one | everywhere if the seat is the first.
/// - Rewards: 1 to the winner's last action, -1 to the loser's, 0 else.
/// - End: when neither seat has a move. More discs win; the margin is the plain difference.
/// - Source: World Othello Federation, Official rules; layout and notation of 8 by 8 as there.
public struct Othello: BoardGame {
  public static let name = "othello"
  public static let options = [
    OptionSpec("size", .choice(["4", "6", "8"]), standard: "8", "columns and rows of the board")
  ]

  public let size: Int
  // Bit `row * 8 + column` whatever the size: cells off a smaller board never hold a disc, and so
  // end every row.
  private let board: UInt64
  private var mover: UInt64
  private var other: UInt64
  private var moves: UInt64  // of the seat to move
  // The owner of `mover`, also when the game is over.
  private var toMove = Seat.first
  private var isOver = false

  public init(_ options: Options) throws(OptionError) {
    size = options.integer("size")
    let row: UInt64 = (1 << UInt64(size)) - 1
    board = (0..<size).reduce(0) { $0 | row << UInt64(8 * $1) }
    (mover, other) = Self.start(size)
    moves = 0
    moves = Self.moves(mover, other, on: board)
  }

  private static func start(_ size: Int) -> (black: UInt64, white: UInt64) {
    let low = size / 2 - 1
    func bit(_ row: Int, _ column: Int) -> UInt64 { 1 << UInt64(8 * row + column) }
    return (bit(low, low + 1) | bit(low + 1, low), bit(low, low) | bit(low + 1, low + 1))
  }

  public mutating func reset(using random: inout RandomSource) {
    (mover, other) = Self.start(size)
    moves = Self.moves(mover, other, on: board)
    toMove = .first
    isOver = false
  }

  public var turn: Seat? { isOver ? nil : toMove }

  var cells: Int { size * size }
  var pass: Int { cells }
  public var actionCount: Int { cells + 1 }
  /// Every cell is filled once at most, and no pass follows another.
  public var horizon: Int { 2 * (cells - 4) }

  private func bit(of action: Int) -> Int { action / size * 8 + action % size }
  private func action(ofBit bit: Int) -> Int { bit / 8 * size + bit % 8 }

  public func isLegal(_ action: Int) -> Bool {
    guard turn != nil, action >= 0, action <= pass else { return false }
    return action == pass ? moves == 0 : moves >> UInt64(bit(of: action)) & 1 != 0
  }

  public func appendLegalActions(to actions: inout [Int]) {
    guard turn != nil else { return }
    moves.forEachBit { actions.append(action(ofBit: $0)) }
    if moves == 0 { actions.append(pass) }
  }

  public mutating func play(_ action: Int) {
    precondition(isLegal(action), "action \(action) is not legal")
    if action == pass { playPass() } else { place(1 << UInt64(bit(of: action))) }
  }

  @inline(__always)
  private mutating func place(_ disc: UInt64) {
    let turned = Self.enclosed(by: disc, mover, other)
    let own = mover | disc | turned
    mover = other & ~turned
    other = own
    moves = Self.moves(mover, other, on: board)
    toMove = toMove.opponent
    // The opponent cannot move: the game goes on with its pass if this seat still can.
    if moves == 0 && Self.moves(other, mover, on: board) == 0 { isOver = true }
  }

  @inline(__always)
  private mutating func playPass() {
    swap(&mover, &other)
    moves = Self.moves(mover, other, on: board)
    toMove = toMove.opponent
  }

  public mutating func playRandomAction(using random: inout RandomSource) -> Int {
    precondition(turn != nil, "the game is over")
    guard let bit = playRandomDisc(using: &random) else { return pass }
    return action(ofBit: bit)
  }

  /// Plays as `playRandomAction` and returns the bit, nil for a pass.
  @inline(__always)
  private mutating func playRandomDisc(using random: inout RandomSource) -> Int? {
    if moves == 0 {
      playPass()
      return nil
    }
    let bit = moves.indexOfBit(ranked: random.below(moves.nonzeroBitCount))
    place(1 &<< UInt64(truncatingIfNeeded: bit))
    return bit
  }

  public mutating func rollOut(using random: inout RandomSource) -> Double {
    var game = self
    var source = random
    while !game.isOver { _ = game.playRandomDisc(using: &source) }
    random = source
    self = game
    return Double(discMargin.signum())
  }

  /// The discs of a seat.
  private func discs(of seat: Seat) -> UInt64 {
    seat == toMove ? mover : other
  }

  /// The first seat's discs minus the second's.
  private var discMargin: Int {
    discs(of: .first).nonzeroBitCount - discs(of: .second).nonzeroBitCount
  }

  public var outcome: Outcome? {
    guard turn == nil else { return nil }
    let margin = discMargin
    return Outcome(
      winner: margin > 0 ? .first : margin < 0 ? .second : nil, margin: Double(abs(margin)),
      reason: "no moves left")
  }
}

extension Othello {
  /// The cells that a seat with discs `own` against `other` may play.
  @inline(__always)
  private static func moves(_ own: UInt64, _ other: UInt64, on board: UInt64) -> UInt64 {
    let inner = other & innerColumns
    let ends =
      (rise(own, through: inner, 1) | fall(own, through: inner, 1))
      | (rise(own, through: other, 8) | fall(own, through: other, 8))
      | (rise(own, through: inner, 7) | fall(own, through: inner, 7))
      | (rise(own, through: inner, 9) | fall(own, through: inner, 9))
    return ends & board & ~(own | other)
  }

  /// The discs of `other` that a new disc encloses.
  @inline(__always)
  private static func enclosed(
    by disc: UInt64, _ own: UInt64, _ other: UInt64
  ) -> UInt64 {
    let inner = other & innerColumns
    return (riseTo(own, from: disc, through: inner, 1) | fallTo(own, from: disc, through: inner, 1))
      | (riseTo(own, from: disc, through: other, 8) | fallTo(own, from: disc, through: other, 8))
      | (riseTo(own, from: disc, through: inner, 7) | fallTo(own, from: disc, through: inner, 7))
      | (riseTo(own, from: disc, through: inner, 9) | fallTo(own, from: disc, through: inner, 9))
  }

  /// All but the first and the last column: a row of discs that goes through them never wraps.
  private static var innerColumns: UInt64 { 0x7e7e_7e7e_7e7e_7e7e }

  /// The discs of `through` in unbroken rows beside `from`, towards higher bits in steps of `step`:
  /// up to six, found in three doublings.
  @inline(__always)
  private static func rowAbove(_ from: UInt64, _ through: UInt64, _ step: UInt64) -> UInt64 {
    var row = through & from &<< step
    var open = through
    row |= open & row &<< step
    open &= open &<< step
    row |= open & row &<< (2 &* step)
    row |= open & row &<< (2 &* step)
    return row
  }

  @inline(__always)
  private static func rowBelow(_ from: UInt64, _ through: UInt64, _ step: UInt64) -> UInt64 {
    var row = through & from &>> step
    var open = through
    row |= open & row &>> step
    open &= open &>> step
    row |= open & row &>> (2 &* step)
    row |= open & row &>> (2 &* step)
    return row
  }

  @inline(__always)
  private static func rise(_ own: UInt64, through: UInt64, _ step: UInt64) -> UInt64 {
    rowAbove(own, through, step) &<< step
  }

  @inline(__always)
  private static func fall(_ own: UInt64, through: UInt64, _ step: UInt64) -> UInt64 {
    rowBelow(own, through, step) &>> step
  }

  @inline(__always)
  private static func riseTo(
    _ own: UInt64, from disc: UInt64, through: UInt64, _ step: UInt64
  ) -> UInt64 {
    let row = rowAbove(disc, through, step)
    return row &<< step & own == 0 ? 0 : row
  }

  @inline(__always)
  private static func fallTo(
    _ own: UInt64, from disc: UInt64, through: UInt64, _ step: UInt64
  ) -> UInt64 {
    let row = rowBelow(disc, through, step)
    return row &>> step & own == 0 ? 0 : row
  }
}

extension Othello {
  public var observationShape: ObservationShape {
    .planes(channels: 4, rows: size, columns: size)
  }

  public func observe(as seat: Seat, into features: inout MutableSpan<Float>) {
    let own = discs(of: seat)
    let opposing = discs(of: seat.opponent)
    for cell in 0..<cells {
      let bit: UInt64 = 1 << UInt64(bit(of: cell))
      features[cell] = own & bit == 0 ? 0 : 1
      features[cells + cell] = opposing & bit == 0 ? 0 : 1
      features[2 * cells + cell] = moves & bit == 0 ? 0 : 1
      features[3 * cells + cell] = seat == .first ? 1 : 0
    }
  }

  private var coordinates: Coordinates {
    Coordinates(columns: size, rows: size, firstRow: .top)
  }

  public func notation(of action: Int) -> String {
    action == pass ? "pass" : coordinates.name(of: action)
  }

  public func action(from notation: String) -> Int? {
    notation.lowercased() == "pass" ? pass : coordinates.cell(named: notation)
  }

  public var diagram: String {
    let (black, white) = (discs(of: .first), discs(of: .second))
    return coordinates.diagram { cell in
      let bit: UInt64 = 1 << UInt64(bit(of: cell))
      return black & bit != 0 ? "x" : white & bit != 0 ? "o" : "."
    }
  }
}

extension Othello: Keyed {
  public var key: UInt64 { mixed(mover, other, UInt64(toMove.rawValue)) }
}

extension Othello: Scored {
  public func ownership(for seat: Seat, into cells: inout MutableSpan<Float>) {
    let own = discs(of: seat)
    let opposing = discs(of: seat.opponent)
    for cell in 0..<self.cells {
      let bit: UInt64 = 1 << UInt64(bit(of: cell))
      cells[cell] = own & bit != 0 ? 1 : opposing & bit != 0 ? -1 : 0
    }
  }

  public func margin(for seat: Seat) -> Double {
    Double(seat == .first ? discMargin : -discMargin)
  }
}

extension Othello: Heuristic {
  /// Corners first, then the number of moves, then discs.
  public func estimate(for seat: Seat) -> Double {
    let own = discs(of: seat)
    let opposing = discs(of: seat.opponent)
    let last = UInt64(size - 1)
    let corners: UInt64 = 1 | 1 << last | 1 << (8 * last) | 1 << (9 * last)
    let cornerLead = (own & corners).nonzeroBitCount - (opposing & corners).nonzeroBitCount
    let mobilityLead =
      Self.moves(own, opposing, on: board).nonzeroBitCount
      - Self.moves(opposing, own, on: board).nonzeroBitCount
    let discLead = own.nonzeroBitCount - opposing.nonzeroBitCount
    let sum = 0.5 * Double(cornerLead) + 0.08 * Double(mobilityLead) + 0.01 * Double(discLead)
    return sum / (1 + abs(sum))
  }
}

extension Othello: Symmetric {
  /// Those of the square that leave the first four discs as they are: the identity, the half turn
  /// and the reflections in both diagonals.
  public var symmetries: [Symmetry] {
    let all = BoardSymmetries.ofPlacement(columns: size, rows: size, extra: 1)
    let low = size / 2 - 1
    let black = [low * size + low + 1, (low + 1) * size + low]
    return all.filter { symmetry in black.allSatisfy { black.contains(symmetry.cells[$0]) } }
  }
}
