public import ArenaCore

/// Go on boards of up to 19 by 19, rectangles included.
public typealias Go = GoGame<421, 2048>

/// Go on boards of up to 9 by 9: the same rules in a quarter of the memory.
public typealias GoLite = GoGame<111, 512>

/// Go by area scoring with exact superko.
///
/// - Rules: the seats in turn put a stone on an empty point or pass; chains without liberties are
///   removed, the opponent's first. The first seat is black. By option:
///   - `superko`: no board position may come back (`positional`), none with the same seat to move
///     (`situational`), or only the one before the opponent's last move may not (`simple`);
///   - `suicide`: whether a move may remove one's own chain, of two or more stones with the new one.
///     A single stone may never; nor could it under positional superko.
/// - Actions: `row * columns + column`, row 0 the bottom one, and last the pass; written as in GTP:
///   letters skip i, "pass".
/// - Observation: see `GoGame.observe`.
/// - Rewards: 1 to the winner's last action, -1 to the loser's, 0 else.
/// - End: two passes in a row, or `max-moves` actions; either way the area decides as the board
///   stands, every stone alive, komi for the second seat. Equal areas are a draw.
/// - Random play: uniform over the legal moves that do not fill an eye of one's own of one point
///   (friends or border on all four sides, and at most one enemy on the diagonals, none at the
///   border); a pass when there are none. Without this play-outs would never end well.
/// - Source: Tromp-Taylor rules, tromp.github.io/go.html.
///
/// Superko is exact up to collisions of 64-bit hashes: the hash of every board position of the game
/// is kept, and the hash that a move would lead to is computed from those of the chains it removes.
/// The look-up is skipped when the colour never played on the point before, for then a stone
/// appears where none ever was.
///
/// - Parameters:
///   - points: room for the points of a board with its border.
///   - history: a power of two, room for its positions.
public struct GoGame<let points: Int, let history: Int>: BoardGame {
  typealias Board = GoBoard<points>
  enum Superko: String, CaseIterable { case positional, situational, simple }

  /// The largest side: 9 or 19.
  private static var largest: Int { points > 111 ? 19 : 9 }

  public static var name: String { largest == 9 ? "go-lite" : "go" }
  public static var family: String { "go" }

  public struct Settings: OptionGroup {
    var columns = largest
    var rows = largest
    var komi = 7.5
    var superko = Superko.positional
    var allowsSuicide = false
    var maxMoves = 0

    public init() {}

    public static var fields: [OptionField<Self>] {
      OptionField.sides(\.columns, 1...largest, \.rows, 1...largest) + [
        OptionField("komi", \.komi, -400...400, "points for the second seat"),
        OptionField("superko", \.superko, "which repetitions are forbidden"),
        OptionField("suicide", \.allowsSuicide, "whether suicide of chains is legal"),
        OptionField(
          "max-moves", \.maxMoves, 0...SeenPositions<history>.limit - 1,
          "actions after which the game is scored; 0 means twice the points, at least 120"),
      ]
    }
  }

  public let komi: Double
  let superko: Superko
  let allowsSuicide: Bool
  let maxMoves: Int
  var board: Board
  private var seen = SeenPositions<history>()
  public private(set) var turn: Seat? = .first
  private(set) var plies = 0
  /// The last four actions as points, 16 bits each, the last one lowest: 0 for none, `passMark`.
  private(set) var recent: UInt64 = 0
  // The hash before the last action.
  private var previousHash: UInt64 = 0
  // Black's points minus white's without komi, once the game is over.
  private var finalArea = 0

  static var passMark: UInt64 { 0xffff }

  public init(_ settings: Settings) {
    let (columns, rows, cap) = (settings.columns, settings.rows, settings.maxMoves)
    komi = settings.komi
    superko = settings.superko
    allowsSuicide = settings.allowsSuicide
    maxMoves = cap == 0 ? max(120, 2 * columns * rows) : cap
    board = Board(columns: columns, rows: rows)
    seen.insert(situation(0, next: GoStone.black))
  }

  public mutating func reset(using random: inout RandomSource) {
    board.clear()
    seen = SeenPositions()
    seen.insert(situation(0, next: GoStone.black))
    turn = .first
    plies = 0
    recent = 0
    previousHash = 0
    finalArea = 0
  }

  public var columns: Int { board.columns }
  public var rows: Int { board.rows }
  var cells: Int { columns * rows }
  var pass: Int { cells }
  public var actionCount: Int { cells + 1 }
  public var maxGameLength: Int { maxMoves }

  @inline(__always)
  static func stone(of seat: Seat) -> UInt8 {
    seat == .first ? GoStone.black : GoStone.white
  }

  /// What superko compares: the board, and under situational superko also the colour to move.
  @inline(__always)
  private func situation(_ hash: UInt64, next stone: UInt8) -> UInt64 {
    superko == .situational && stone == GoStone.white ? ~hash : hash
  }
}

extension GoGame {
  public func isLegal(_ action: Int) -> Bool {
    guard turn != nil && action >= 0 && action <= pass else { return false }
    // One copy now, instead of one at every subscript below: see `GoBoard`.
    var copy = self
    return copy.permits(action)
  }

  public func appendLegalActions(to actions: inout [Int]) {
    guard let turn else { return }
    var copy = self
    let stone = Self.stone(of: turn)
    for cell in 0..<cells {
      let point = board.point(ofCell: cell)
      if copy.permits(stone, at: point) { actions.append(cell) }
    }
    actions.append(pass)
  }

  private mutating func permits(_ action: Int) -> Bool {
    guard let turn, action >= 0, action <= pass else { return false }
    return action == pass || permits(Self.stone(of: turn), at: board.point(ofCell: action))
  }

  @inline(__always)
  private mutating func permits(_ stone: UInt8, at point: Int) -> Bool {
    guard board.stones[point] == GoStone.none else { return false }
    return permitsEmpty(stone, at: point)
  }

  /// The same for a point that is known to be empty.
  @inline(__always)
  private mutating func permitsEmpty(_ stone: UInt8, at point: Int) -> Bool {
    if board.lives(stone, at: point) {
      return !board.hasPlayed(stone, at: point) || !repeats(stone, at: point)
    }
    return permitsSuicide(stone, at: point)
  }

  private mutating func permitsSuicide(_ stone: UInt8, at point: Int) -> Bool {
    allowsSuicide && board.surroundings(of: point).include(stone) && !repeats(stone, at: point)
  }

  /// Whether random play may choose this empty point.
  @inline(__always)
  private mutating func admits(_ stone: UInt8, at point: Int) -> Bool {
    let around = board.surroundings(of: point)
    if !around.hasEmpty {
      if around.enclose(stone) && board.hasSafeDiagonals(for: stone, at: point) { return false }
      if !board.lives(stone, at: point, enclosedBy: around) {
        return permitsSuicide(stone, at: point)
      }
    }
    return !board.hasPlayed(stone, at: point) || !repeats(stone, at: point)
  }

  /// Whether playing here would lead to a forbidden repetition.
  private mutating func repeats(_ stone: UInt8, at point: Int) -> Bool {
    let hash = board.hash(afterPlaying: stone, at: point)
    if superko == .simple { return plies > 0 && hash == previousHash }
    return seen.contains(situation(hash, next: stone ^ 3))
  }

  /// Whether superko alone forbids the seat to move this empty point.
  mutating func isBanned(_ point: Int) -> Bool {
    guard let turn else { return false }
    let stone = Self.stone(of: turn)
    guard board.stones[point] == GoStone.none, board.hasPlayed(stone, at: point) else {
      return false
    }
    let otherwiseLegal =
      board.lives(stone, at: point)
      || allowsSuicide && board.surroundings(of: point).include(stone)
    return otherwiseLegal && repeats(stone, at: point)
  }

  public mutating func play(_ action: Int) {
    precondition(permits(action), "action \(action) is not legal")
    if action == pass { playPass() } else { place(board.point(ofCell: action)) }
  }

  @inline(__always)
  private mutating func place(_ point: Int) {
    let seat = turn == .first ? Seat.first : .second
    let stone = Self.stone(of: seat)
    previousHash = board.hash
    board.play(stone, at: point)
    if superko != .simple { seen.insert(situation(board.hash, next: stone ^ 3)) }
    recent = recent &<< 16 | UInt64(truncatingIfNeeded: point)
    turn = seat.opponent
    plies &+= 1
    if plies >= maxMoves { end() }
  }

  @inline(__always)
  private mutating func playPass() {
    let seat = turn == .first ? Seat.first : .second
    let isSecondPass = recent & 0xffff == Self.passMark
    previousHash = board.hash
    if superko == .situational {
      seen.insert(situation(board.hash, next: Self.stone(of: seat.opponent)))
    }
    recent = recent &<< 16 | Self.passMark
    turn = seat.opponent
    plies &+= 1
    if isSecondPass || plies >= maxMoves { end() }
  }

  private mutating func end() {
    turn = nil
    finalArea = areaMargin()
  }

  public mutating func playRandomAction(using random: inout RandomSource) -> Int {
    precondition(turn != nil, "the game is over")
    var word = random.next()
    let point = playRandomPoint(&word, using: &random)
    return point == 0 ? pass : board.cell(ofPoint: point)
  }

  /// Plays as `playRandomAction` and returns the point, 0 for a pass.
  ///
  /// - Parameter word: the next random word. Drawing one word ahead takes the generator's latency
  ///   off the path to the next point.
  @inline(__always)
  private mutating func playRandomPoint(
    _ word: inout UInt64, using random: inout RandomSource
  ) -> Int {
    let stone = turn == .first ? GoStone.black : GoStone.white
    // A rejected point goes to the end of the list, out of the draw: exactly uniform over the rest.
    var count = board.emptyCount
    while count > 0 {
      let rank = Int(truncatingIfNeeded: word.multipliedFullWidth(by: UInt64(count)).high)
      word = random.next()
      let point = board.emptyPoint(ranked: rank)
      if admits(stone, at: point) {
        place(point)
        return point
      }
      count &-= 1
      board.exchangeEmpties(rank, count)
    }
    playPass()
    return 0
  }

  public mutating func playOut(using random: inout RandomSource) -> Double {
    var source = random
    var word = source.next()
    while turn != nil { _ = playRandomPoint(&word, using: &source) }
    random = source
    let margin = Double(finalArea) - komi
    return margin > 0 ? 1 : margin < 0 ? -1 : 0
  }

  public var outcome: Outcome? {
    guard turn == nil else { return nil }
    let margin = Double(finalArea) - komi
    let passMark = Self.passMark
    let passed = recent & 0xffff == passMark && recent &>> 16 & 0xffff == passMark
    return Outcome(
      winner: margin > 0 ? .first : margin < 0 ? .second : nil, margin: abs(margin),
      reason: passed ? "two passes" : "move cap")
  }
}

extension GoGame: Keyed {
  /// Also covers the history that superko reads, the last actions that the observation shows, and
  /// the count towards the move cap.
  public var key: UInt64 { mixed(board.hash, positionsKey, recent, UInt64(plies)) }

  /// A key of the earlier positions that superko still forbids.
  var positionsKey: UInt64 { superko == .simple ? previousHash : seen.key }
}
