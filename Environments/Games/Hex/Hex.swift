public import ArenaCore

/// Hex on rhombic boards of up to 19 by 19.
///
/// - Rules: the seats in turn put a stone on an empty cell. The first seat wins with a chain from
///   the top row to the bottom row, the second with one from the left column to the right. With
///   `swap=true` the second seat may answer the first stone by taking it: the stone is exchanged for
///   one of its own at the mirrored cell, rows and columns exchanged.
/// - Actions: `row * size + column`, row 0 the top one, written as letter and number with "a1" in
///   the upper left corner; with `swap=true` also `size * size`, "swap". The neighbours of a cell
///   are left and right of it, above and above right, below and below left.
/// - Observation: `[4, size, size]`: 1 where the seat has a stone | where its opponent has one |
///   everywhere if the seat is the first, which connects top and bottom | where the last stone is,
///   everywhere if swapping is legal.
/// - Rewards: 1 for the winning move, else 0.
/// - End: one seat connects its sides; there are no draws.
/// - Source: Hex, as by Hein 1942 and Nash; orientation of hexwiki.com.
public struct Hex: BoardGame {
  public static let name = "hex"
  static let largest = 19

  public struct Settings: OptionGroup {
    var size = 11
    var allowsSwap = false

    public init() {}

    public static let fields: [OptionField<Self>] = [
      .size(\.size, 2...largest),
      OptionField("swap", \.allowsSwap, "whether the second seat may swap"),
    ]
  }

  public let size: Int
  let allowsSwap: Bool
  // Each seat sees the board with its own sides at the top and the bottom: the second seat's stones
  // are kept with rows and columns exchanged, so that one search serves both.
  private(set) var first = HexStones()
  private(set) var second = HexStones()
  private(set) var plies = 0
  private var winner: Seat?
  private(set) var lastCell = -1

  public init(_ settings: Settings) {
    size = settings.size
    allowsSwap = settings.allowsSwap
  }

  public mutating func reset(using random: inout RandomSource) {
    first = HexStones()
    second = HexStones()
    plies = 0
    winner = nil
    lastCell = -1
  }

  public var turn: Seat? { winner != nil ? nil : plies & 1 == 0 ? .first : .second }

  var cells: Int { size * size }
  var swap: Int { cells }
  public var actionCount: Int { allowsSwap ? cells + 1 : cells }
  public var maxGameLength: Int { allowsSwap ? cells + 1 : cells }
  private var maySwap: Bool { allowsSwap && plies == 1 }

  /// Who has a stone in a cell.
  func owner(_ row: Int, _ column: Int) -> Seat? {
    var (first, second) = (first, second)
    return first.contains(row, column) ? .first : second.contains(column, row) ? .second : nil
  }

  @inline(__always)
  private mutating func isEmpty(_ row: Int, _ column: Int) -> Bool {
    !first.contains(row, column) && !second.contains(column, row)
  }

  public func isLegal(_ action: Int) -> Bool {
    var copy = self
    return copy.permits(action)
  }

  @inline(__always)
  private mutating func permits(_ action: Int) -> Bool {
    guard winner == nil, action >= 0, action < actionCount else { return false }
    return action == swap ? maySwap : isEmpty(action / size, action % size)
  }

  public func appendLegalActions(to actions: inout [Int]) {
    guard winner == nil else { return }
    var copy = self
    for row in 0..<size {
      for column in 0..<size where copy.isEmpty(row, column) {
        actions.append(row * size + column)
      }
    }
    if maySwap { actions.append(swap) }
  }

  public mutating func play(_ action: Int) {
    precondition(permits(action), "action \(action) is not legal")
    if action == swap { playSwap() } else { place(action / size, action % size) }
  }

  private mutating func playSwap() {
    // The mirrored cell in the second seat's transposed view is the same row and column.
    Swift.swap(&first, &second)
    lastCell = lastCell % size * size + lastCell / size
    plies += 1
  }

  @inline(__always)
  private mutating func place(_ row: Int, _ column: Int) {
    let isFirst = plies & 1 == 0
    if isFirst { first.insert(row, column) } else { second.insert(column, row) }
    plies &+= 1
    lastCell = row &* size &+ column
    // Fewer stones cannot reach across.
    guard plies >= 2 * size - 1 else { return }
    if isFirst {
      if first.connects(size) { winner = .first }
    } else {
      if second.connects(size) { winner = .second }
    }
  }

  public mutating func playRandomAction(using random: inout RandomSource) -> Int {
    precondition(winner == nil, "the game is over")
    while true {
      let action = random.below(maySwap ? cells + 1 : cells)
      if permits(action) {
        play(action)
        return action
      }
    }
  }

  /// Fills the board at random and then finds the move that won: which stones connect a full board
  /// does not depend on the order, so this is the same distribution of games as move by move.
  public mutating func playOut(using random: inout RandomSource) -> Double {
    while winner == nil && allowsSwap && plies < 2 { _ = playRandomAction(using: &random) }
    if winner == nil {
      var order = HexOrder(emptyCellsOf: self)
      order.shuffle(using: &random)
      finish(order)
    }
    return winner == .first ? 1 : -1
  }

  private mutating func finish(_ order: HexOrder) {
    var order = order
    // With all cells taken exactly one seat connects.
    let isFirst = plies & 1 == 0
    var full = first
    for rank in Swift.stride(from: isFirst ? 0 : 1, to: order.count, by: 2) {
      full.insert(order.row(rank), order.column(rank))
    }
    let firstWins = full.connects(size)
    // The winner's moves are every second one; the fewest that connect are found by halving.
    let offset = firstWins == isFirst ? 0 : 1
    var low = 0
    var high = (order.count - offset + 1) / 2
    while low + 1 < high {
      let middle = (low + high) / 2
      var stones = firstWins ? first : second
      for move in 0..<middle {
        let rank = 2 * move + offset
        if firstWins {
          stones.insert(order.row(rank), order.column(rank))
        } else {
          stones.insert(order.column(rank), order.row(rank))
        }
      }
      if stones.connects(size) { high = middle } else { low = middle }
    }
    let moves = 2 * (high - 1) + offset + 1
    for rank in 0..<moves {
      if (rank & 1 == 0) == isFirst {
        first.insert(order.row(rank), order.column(rank))
      } else {
        second.insert(order.column(rank), order.row(rank))
      }
    }
    plies += moves
    lastCell = order.row(moves - 1) * size + order.column(moves - 1)
    winner = firstWins ? .first : .second
  }

  public var outcome: Outcome? {
    guard let winner else { return nil }
    return Outcome(winner: winner, reason: "sides connected")
  }
}
