public import ArenaCore

/// Solves small games exactly by looking at every position once.
///
/// Knows for each position the result of perfect play and how long it takes when the winner hurries
/// and the loser delays. Tic-tac-toe has 5,478 positions; games of a few million are in reach.
///
/// - Precondition of its use: no line of the game returns to a position with the same key.
public struct ExhaustiveSolver<Game: Keyed>: Sendable {
  /// The outcome of perfect play.
  public struct Solution: Sendable, Hashable {
    /// 1, 0 or -1 from the first seat's view.
    let absolute: Int8
    /// Actions until the end of the game.
    public let distance: Int

    /// 1, 0 or -1 from a seat's view.
    public func value(for seat: Seat) -> Int { seat == .first ? Int(absolute) : -Int(absolute) }
  }

  /// The most positions it remembers.
  public let limit: Int
  private var known: [UInt64: Solution] = [:]

  public init(limit: Int = 20_000_000) { self.limit = limit }

  /// A solver that has solved the game from a position on; nil where that takes more than `limit`
  /// positions.
  public init?(solving position: Game, limit: Int = 5_000_000) {
    self.limit = limit
    guard solve(position) != nil else { return nil }
  }

  /// Positions solved so far, those whose game is over not counted.
  public var count: Int { known.count }

  /// Solves a position; nil when that would take more than `limit` positions.
  ///
  /// - Complexity: O(positions below it) the first time, O(1) later.
  public mutating func solve(_ position: Game) -> Solution? {
    if let outcome = position.outcome {
      return Solution(absolute: Int8(outcome.value(for: .first)), distance: 0)
    }
    let key = position.key
    if let solution = known[key] { return solution }
    let seat = position.turn!
    var best: Solution?
    for action in position.legalActions {
      var next = position
      next.play(action)
      guard let reply = solve(next) else { return nil }
      let solution = Solution(absolute: reply.absolute, distance: reply.distance + 1)
      if best.map({ solution.isBetter(than: $0, for: seat) }) ?? true { best = solution }
    }
    guard known.count < limit else { return nil }
    known[key] = best
    return best
  }

  /// Each legal action with the solution of the position before it, were it played; nil as for
  /// `solve`.
  public mutating func solveActions(of position: Game) -> [(action: Int, solution: Solution)]? {
    var list: [(action: Int, solution: Solution)] = []
    for action in position.legalActions {
      var next = position
      next.play(action)
      guard let reply = solve(next) else { return nil }
      list.append((action, Solution(absolute: reply.absolute, distance: reply.distance + 1)))
    }
    return list
  }
}

extension ExhaustiveSolver.Solution {
  /// Whether a seat prefers this: a better result, a shorter win, a longer loss.
  func isBetter(than other: Self, for seat: Seat) -> Bool {
    if absolute != other.absolute { return value(for: seat) > other.value(for: seat) }
    switch value(for: seat) {
    case 1: return distance < other.distance
    case -1: return distance > other.distance
    default: return false
    }
  }
}
