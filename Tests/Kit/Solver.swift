import ArenaCore

/// Solves small games exactly: alpha-beta over all lines, with a table of positions.
///
/// Values are from the view of the seat to move: the margin in points where the game has points,
/// else 1, 0 or -1.
public struct Solver<Game: Keyed> {
  private enum Bound { case exact, lower, upper }

  private var table: [UInt64: (value: Double, bound: Bound)] = [:]
  /// What tells positions apart.
  private let key: (Game) -> UInt64
  public private(set) var nodes = 0

  /// - Parameter key: a key of everything that the value depends on; the game's own if not given.
  public init(key: @escaping (Game) -> UInt64 = { $0.key }) {
    self.key = key
  }

  /// The value of a position.
  public mutating func value(of game: Game) -> Double {
    search(game, above: -.infinity, below: .infinity)
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
    nodes += 1
    let key = key(game)
    var (alpha, beta) = (low, high)
    if let entry = table[key] {
      switch entry.bound {
      case .exact: return entry.value
      case .lower: alpha = max(alpha, entry.value)
      case .upper: beta = min(beta, entry.value)
      }
      if alpha >= beta { return entry.value }
    }
    var best = -Double.infinity
    let floor = alpha
    for next in children(of: game) {
      best = max(best, value(after: next, for: game.turn, above: alpha, below: beta))
      alpha = max(alpha, best)
      if alpha >= beta { break }
    }
    let bound: Bound = best <= floor ? .upper : best >= beta ? .lower : .exact
    table[key] = (best, bound)
    return best
  }

  /// The positions after every action, those first that look best to the seat to move.
  private func children(of game: Game) -> [Game] {
    guard let seat = game.turn else { return [] }
    let scored = game.legalActions.map { action -> (game: Game, score: Double) in
      var next = game
      next.play(action)
      if let result = result(next, for: seat) { return (next, result > 0 ? 100 : -100) }
      return (next, (next as? any Heuristic)?.estimate(for: seat) ?? 0)
    }
    return scored.sorted { $0.score > $1.score }.map(\.game)
  }
}
