public import ArenaCore

/// Solves small games exactly: alpha-beta over all lines, with a table of positions where a new one
/// replaces the old one in its slot.
///
/// One solver is for one configuration of a game: keys do not tell sizes apart.
///
/// Values are from the view of the seat to move: the margin in points where the game has points,
/// else 1, 0 or -1.
public struct Solver<Game: Keyed> {
  private enum Bound: UInt8 { case exact, lower, upper }

  private struct Entry {
    var key: UInt64
    var value: Float
    var bound: Bound
  }

  private var table: [Entry]
  /// What tells positions apart.
  private let key: (Game) -> UInt64
  /// A seat whose choice is narrowed to so many actions.
  private var narrow: (seat: Seat, width: Int)?
  /// What a value cannot be beyond, from the view of the seat to move.
  private let bounds: (Game) -> ClosedRange<Double>

  /// - Parameters:
  ///   - tableBits: the logarithm of the number of slots.
  ///   - key: a key of everything that the value depends on; the game's own if not given.
  ///   - bounds: what a value is known not to be beyond without search, from the view of the seat to
  ///     move.
  public init(
    tableBits: Int = 18,
    key: @escaping (Game) -> UInt64 = { $0.key },
    bounds: @escaping (Game) -> ClosedRange<Double> = { _ in -Double.infinity ... .infinity }
  ) {
    self.bounds = bounds
    self.key = key
    // No position has this key, or one in 2^64 does.
    table = Array(repeating: Entry(key: .max, value: 0, bound: .exact), count: 1 << tableBits)
  }

  /// The value of a position.
  public mutating func value(of game: Game) -> Double {
    search(game, above: -.infinity, below: .infinity)
  }

  /// The value of a position of a game without points: 1, 0 or -1. Asks only whether a win and
  /// whether a draw can be had, which is quicker than `value(of:)`.
  public mutating func result(of game: Game) -> Double {
    if search(game, above: 0, below: 1) >= 1 { return 1 }
    return search(game, above: -1, below: 0) >= 0 ? 0 : -1
  }

  /// Whether the seat to move wins even if it only ever looks at its few best-looking actions: a
  /// proof of a win if true, and nothing if false.
  public mutating func provesWin(of game: Game, width: Int) -> Bool {
    narrow = game.turn.map { ($0, width) }
    defer { narrow = nil }
    return search(game, above: 0, below: 1) >= 1
  }

  /// The value of every legal action, from the view of the seat to move.
  public mutating func values(of game: Game) -> [Int: Double] {
    var values: [Int: Double] = [:]
    for action in game.legalActions {
      var next = game
      next.play(action)
      values[action] = value(after: next, for: game.turn, above: -.infinity, below: .infinity)
    }
    return values
  }

  private func result(_ game: Game, for seat: Seat?) -> Double? {
    guard let seat, let outcome = game.outcome else { return nil }
    return outcome.value(for: seat) * (outcome.margin ?? 1)
  }

  private mutating func value(
    after next: Game, for seat: Seat?, above alpha: Double, below beta: Double
  ) -> Double {
    if let result = result(next, for: seat) { return result }
    // A seat may move twice in a row, in an opening for example.
    return next.turn == seat
      ? search(next, above: alpha, below: beta) : -search(next, above: -beta, below: -alpha)
  }

  private mutating func search(_ game: Game, above low: Double, below high: Double) -> Double {
    let key = key(game)
    let bounds = bounds(game)
    if bounds.lowerBound >= high || bounds.upperBound == bounds.lowerBound {
      return bounds.lowerBound
    }
    if bounds.upperBound <= low { return bounds.upperBound }
    var (alpha, beta) = (low, high)
    let slot = Int(truncatingIfNeeded: key) & (table.count - 1)
    let entry = table[slot]
    if entry.key == key {
      let value = Double(entry.value)
      switch entry.bound {
      case .exact: return value
      case .lower: alpha = max(alpha, value)
      case .upper: beta = min(beta, value)
      }
      if alpha >= beta { return value }
    }
    var best = -Double.infinity
    let floor = alpha
    for next in children(of: game) {
      best = max(best, value(after: next, for: game.turn, above: alpha, below: beta))
      alpha = max(alpha, best)
      if alpha >= beta { break }
    }
    let bound: Bound = best <= floor ? .upper : best >= beta ? .lower : .exact
    table[slot] = Entry(key: key, value: Float(best), bound: bound)
    return best
  }

  /// The positions after every action, those first that look best to the seat to move.
  private func children(of game: Game) -> [Game] {
    guard let seat = game.turn else { return [] }
    var scored: [(game: Game, score: Double)] = []
    for action in game.legalActions {
      var next = game
      next.play(action)
      if let result = result(next, for: seat) {
        // Without points nothing is better than a win.
        if result > 0 && next.outcome?.margin == nil { return [next] }
        scored.append((next, 100 * result))
      } else {
        scored.append((next, (next as? any Heuristic)?.estimate(for: seat) ?? 0))
      }
    }
    let sorted = scored.sorted { $0.score > $1.score }.map(\.game)
    guard let narrow, narrow.seat == seat else { return sorted }
    return Array(sorted.prefix(narrow.width))
  }
}
