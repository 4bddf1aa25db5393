public import ArenaCore

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

  public struct Settings: OptionGroup {
    var size = 8

    public init() {}

    public static let fields: [OptionField<Self>] = [
      OptionField("size", \.size, among: [4, 6, 8], "columns and rows of the board")
    ]
  }

  public let size: Int
  // Bit `row * 8 + column` whatever the size: cells off a smaller board never hold a disc, and so
  // end every row.
  let board: UInt64
  private(set) var mover: UInt64
  private(set) var other: UInt64
  private(set) var moves: UInt64  // of the seat to move
  // The owner of `mover`, also when the game is over.
  private(set) var toMove = Seat.first
  private var isOver = false

  public init(_ settings: Settings) {
    size = settings.size
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
  public var maxGameLength: Int { 2 * (cells - 4) }

  func bit(of action: Int) -> Int { action / size * 8 + action % size }
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

  public mutating func playOut(using random: inout RandomSource) -> Double {
    var game = self
    var source = random
    while !game.isOver { _ = game.playRandomDisc(using: &source) }
    random = source
    self = game
    return Double(discMargin.signum())
  }

  /// The discs of a seat.
  func discs(of seat: Seat) -> UInt64 {
    seat == toMove ? mover : other
  }

  /// The first seat's discs minus the second's.
  var discMargin: Int {
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
