public import ArenaCore

/// Alpha-beta with iterative deepening and a transposition table.
///
/// Scores are integers: estimates times 10,000, and results far outside, less the plies to them, so
/// that wins are taken soon and losses late. Moves are tried in the order: the table's, killers,
/// history. Nothing assumes that seats alternate.
///
/// Source: Knuth and Moore 1975; Marsland 1986 for principal variation search.
public struct AlphaBetaSearch<Estimate: PositionEstimate>: Sendable where Estimate.Game: Keyed {
  public typealias Game = Estimate.Game

  /// What an iteration found.
  public struct Result: Sendable, Hashable {
    public var action: Int
    /// From the view of the seat to move, -1 ... 1; exactly -1, 0 or 1 where `isExact`.
    public var value: Double
    /// Plies searched in full.
    public var depth: Int
    /// Whether the value is proven rather than estimated.
    public var isExact: Bool
  }

  /// Positions visited by the last search.
  public private(set) var nodes = 0

  /// Whether every estimate of the last search was a finite number; others counted as even.
  public private(set) var wasFinite = true

  private let estimate: Estimate
  private var table: TranspositionTable
  private var history: [Int32] = []  // [seat, actionCount]
  private var killers: [Int32] = []  // [ply]
  private var nodeLimit = Int.max
  private var deadline = Deadline.never
  private var isStopped = false
  // Whether an estimate went into the score of the node being searched.
  private var wasEstimated = false
  // The legal actions of all nodes on the path, those of the deepest last.
  private var actions: [Int] = []
  /// `searchRoot`, compiled for this game where the search was made: behind a protocol, such as
  /// `any Player`, it would look up the game's functions while it runs.
  private let compiled: @Sendable (inout AlphaBetaSearch, Game, _ depth: Int) -> (Int32, Int)

  private static var win: Int32 { 1_000_000 }
  private static var infinity: Int32 { 2_000_000 }
  private static var mostHistory: Int32 { 1 << 28 }

  /// - Parameter tableBits: the table holds 2^tableBits positions of 24 bytes.
  public init(estimate: Estimate, tableBits: Int = 18) {
    precondition((4...28).contains(tableBits), "a table of 2^\(tableBits) entries is out of range")
    self.estimate = estimate
    table = TranspositionTable(bits: tableBits)
    compiled = { $0.searchRoot($1, depth: $2) }
  }

  /// Forgets earlier positions; results do not depend on earlier searches after it.
  public mutating func reset() {
    table.removeAll()
    history.removeAll()
  }

  /// Searches deeper and deeper until a limit is met or the position is solved.
  ///
  /// - Returns: the last full iteration's result; the first iteration always completes.
  /// - Precondition: the game is running.
  public mutating func search(
    _ position: Game, maximumDepth: Int = 100, nodes limit: Int = .max,
    deadline: Deadline = .never
  ) -> Result {
    precondition(position.turn != nil, "the game is over: there is nothing to search")
    precondition(maximumDepth > 0, "a search needs a depth of at least 1, not \(maximumDepth)")
    nodes = 0
    wasFinite = true
    isStopped = false
    actions.removeAll(keepingCapacity: true)
    history = [Int32](repeating: 0, count: 2 * position.actionCount)
    killers = [Int32](repeating: -1, count: maximumDepth + 1)
    var result = Result(action: position.legalActions[0], value: 0, depth: 0, isExact: false)
    for depth in 1...maximumDepth {
      // No limit stops the first iteration, so that there is always an answer.
      if depth > 1 && (nodes >= limit || deadline.hasPassed) { break }
      nodeLimit = depth == 1 ? .max : limit
      self.deadline = depth == 1 ? .never : deadline
      wasEstimated = false
      let (score, action) = compiled(&self, position, depth)
      if isStopped { break }
      let isResult = abs(score) > Self.win / 2
      result = Result(
        action: action, value: isResult ? (score > 0 ? 1 : -1) : Double(score) / 10_000,
        depth: depth, isExact: isResult || !wasEstimated)
      if result.isExact { break }
    }
    return result
  }

  private mutating func searchRoot(_ position: Game, depth: Int) -> (Int32, Int) {
    let outcome = searchActions(
      of: position, alpha: -Self.infinity, beta: Self.infinity, depth: depth, ply: 0,
      first: table[position.key]?.action ?? -1)
    if !isStopped {
      store(position.key, outcome.score, outcome.action, depth, .exact, ply: 0)
    }
    return outcome
  }

  private mutating func negamax(
    _ position: Game, alpha: Int32, beta: Int32, depth: Int, ply: Int
  ) -> Int32 {
    nodes += 1
    if nodes >= nodeLimit || nodes & 1023 == 0 && deadline.hasPassed { isStopped = true }
    if isStopped { return 0 }
    if depth <= 0 { return estimatedScore(of: position) }
    let key = position.key
    let entry = table[key]
    if let entry {
      let score = fromTable(entry.score, ply: ply)
      let isDeep = Int(entry.depth) >= depth || entry.isComplete
      let isUsable =
        entry.bound == .exact || entry.bound == .lower && score >= beta
        || entry.bound == .upper && score <= alpha
      if isDeep && isUsable {
        if !entry.isComplete { wasEstimated = true }
        return score
      }
    }
    let above = wasEstimated
    wasEstimated = false
    let best = searchActions(
      of: position, alpha: alpha, beta: beta, depth: depth, ply: ply, first: entry?.action ?? -1)
    if isStopped { return 0 }
    let bound: TranspositionTable.Bound =
      best.score >= beta ? .lower : best.score > alpha ? .exact : .upper
    store(key, best.score, best.action, depth, bound, ply: ply)
    wasEstimated = wasEstimated || above
    return best.score
  }

  private mutating func estimatedScore(of position: Game) -> Int32 {
    wasEstimated = true
    guard let seat = position.turn else { return 0 }
    let value = estimate.value(of: position, for: seat)
    guard value.isFinite else {
      wasFinite = false
      return 0
    }
    return Int32((min(max(value, -1), 1) * 10_000).rounded())
  }

  /// The best score over the legal actions, fail-soft, and an action that has it.
  private mutating func searchActions(
    of position: Game, alpha: Int32, beta: Int32, depth: Int, ply: Int, first: Int32
  ) -> (score: Int32, action: Int) {
    let seat = position.turn!
    let start = actions.count
    position.appendLegalActions(to: &actions)
    let end = actions.count
    let base = seat.rawValue * position.actionCount
    var alpha = alpha
    var best: (score: Int32, action: Int) = (-Self.infinity, -1)
    for index in start..<end {
      let action = takeBest(from: index, to: end, first: first, killer: killers[ply], base: base)
      var next = position
      next.play(action)
      let score = scoreAfter(
        next, for: seat, alpha: alpha, beta: beta, depth: depth - 1, ply: ply + 1,
        isFirst: best.action < 0)
      if isStopped { break }
      if score > best.score { best = (score, action) }
      alpha = max(alpha, score)
      if alpha >= beta {
        killers[ply] = Int32(action)
        let bonus = Int32(depth * depth)
        history[base + action] = min(history[base + action] + bonus, Self.mostHistory)
        break
      }
    }
    actions.removeLast(actions.count - start)
    return best
  }

  /// Moves the most promising of `actions[index ..< end]` to `index`; the first among equals.
  private mutating func takeBest(
    from index: Int, to end: Int, first: Int32, killer: Int32, base: Int
  ) -> Int {
    var best = index
    var bestRank: Int32 = -1
    for candidate in index..<end {
      let action = Int32(truncatingIfNeeded: actions[candidate])
      let rank =
        action == first ? .max : action == killer ? .max - 1 : history[base + actions[candidate]]
      if rank > bestRank {
        best = candidate
        bestRank = rank
      }
    }
    let action = actions[best]
    // Shifts instead of swapping, so that equals keep their order.
    var hole = best
    while hole > index {
      actions[hole] = actions[hole - 1]
      hole -= 1
    }
    actions[index] = action
    return action
  }

  /// The score of `position` for `seat`, which moved there; tried in a null window unless `isFirst`.
  private mutating func scoreAfter(
    _ position: Game, for seat: Seat, alpha: Int32, beta: Int32, depth: Int, ply: Int, isFirst: Bool
  ) -> Int32 {
    if let outcome = position.outcome {
      nodes += 1
      return Int32(outcome.value(for: seat)) * (Self.win - Int32(ply))
    }
    if position.turn == seat {
      return negamax(position, alpha: alpha, beta: beta, depth: depth, ply: ply)
    }
    if !isFirst && beta - alpha > 1 {
      let score = -negamax(position, alpha: -alpha - 1, beta: -alpha, depth: depth, ply: ply)
      if score <= alpha || score >= beta { return score }
    }
    return -negamax(position, alpha: -beta, beta: -alpha, depth: depth, ply: ply)
  }

  // MARK: Table

  // Results are stored as plies from the position, not from the root.
  private mutating func store(
    _ key: UInt64, _ score: Int32, _ action: Int, _ depth: Int, _ bound: TranspositionTable.Bound,
    ply: Int
  ) {
    let shift: Int32 = score > Self.win / 2 ? Int32(ply) : score < -Self.win / 2 ? -Int32(ply) : 0
    table.store(
      .init(
        key: key, score: score + shift, action: Int32(action), depth: Int16(depth), bound: bound,
        isComplete: !wasEstimated))
  }

  private func fromTable(_ score: Int32, ply: Int) -> Int32 {
    score > Self.win / 2 ? score - Int32(ply) : score < -Self.win / 2 ? score + Int32(ply) : score
  }
}
