/// Scores count how early the game is decided: a win with the last stone that the board takes is 1
/// and one more for every stone before it; 0 is a draw; losses are negative.
extension KInARowSolver {
  /// Images of a position count as one up to so many stones: later that costs more than it saves.
  private static let symmetricMoves = 8

  /// A bound on the score that tells whether it is more than `alpha`: a lower bound if so, else an
  /// upper bound.
  ///
  /// - Precondition: the seat to move cannot win at once, and a cell is empty.
  mutating func search(_ position: KInARowPosition, above alpha: Int) -> Int {
    nodes &+= 1
    if nodes > lastNode {
      gaveUp = true
      return 0
    }
    let board = position.board
    let left = board.size &- position.moves
    // Two threats cannot both be met.
    let threats = position.opponentWinningCells
    if threats & (threats &- 1) != 0 { return 1 &- left }
    // Nobody wins with the last two stones any more.
    if left <= 2 { return 0 }
    // The opponent wins with its second stone at the earliest, and so does this seat.
    let floor = 3 &- left
    if floor > alpha { return floor }
    var ceiling = left &- 2
    if ceiling <= alpha { return ceiling }

    let key = key(of: position)
    if let known = table.bounds(of: key) {
      if known.lower > alpha { return known.lower }
      if known.upper <= alpha { return known.upper }
    }

    // The question is whether one seat, the attacker, wins soon enough. Erdős and Selfridge: it does
    // not where its rows weigh too little, more so if it is not its turn.
    var ranks = KInARowRanks()
    let attacks = alpha >= 0
    let reach = attacks ? (left &- alpha &+ 1) / 2 : (left &+ 1 &+ alpha) / 2
    let own = OpenRows(
      on: board, of: position.mover, against: position.other, reach: attacks ? reach : 0,
      ranks: &ranks)
    if attacks && own.weight < OpenRows.unit / 2 { return alpha }
    let theirs = OpenRows(
      on: board, of: position.other, against: position.mover, reach: attacks ? 0 : reach,
      ranks: &ranks)
    if !attacks && theirs.weight < OpenRows.unit { return alpha &+ 1 }

    var cells = threats != 0 ? threats : position.empty
    var forks = own.forks & cells
    while forks != 0 {
      let cell = forks & (0 &- forks)
      forks ^= cell
      let wins = board.winningCells(of: position.mover | cell, against: position.other)
      if wins & (wins &- 1) != 0 {
        if ceiling > alpha { table.store(key, lower: ceiling, upper: ceiling) }
        return ceiling
      }
    }
    // Without a fork the win is two moves later.
    ceiling = max(0, left &- 4)
    if ceiling <= alpha { return ceiling }

    // A fork that the opponent has next must be met, unless by a threat: in its cell or, if it makes
    // no more than two threats, where one of them wins.
    if threats == 0 {
      forks = theirs.forks
      while forks != 0 {
        let cell = forks & (0 &- forks)
        forks ^= cell
        let wins = board.winningCells(of: position.other | cell, against: position.mover)
        switch wins.nonzeroBitCount {
        case 0, 1: break
        case 2: cells &= cell | wins | own.threats
        default: cells &= cell | own.threats
        }
      }
    }
    // Cells of no open row are all alike.
    let dead = cells & ~(own.cells | theirs.cells)
    cells = cells & ~dead | dead & (0 &- dead)
    // No move loses sooner than that.
    var best = floor
    while cells != 0 {
      let cell = ranks.best(of: cells)
      cells ^= cell
      let value = -search(position.playing(cell), above: -1 &- alpha)
      if gaveUp { return 0 }
      if value > alpha {
        table.store(key, lower: value, upper: ceiling)
        return value
      }
      best = max(best, value)
    }
    table.store(key, lower: floor, upper: best)
    return best
  }

  @inline(__always)
  private func key(of position: KInARowPosition) -> KInARowKey {
    guard position.moves <= Self.symmetricMoves, let symmetries else {
      return KInARowKey(mover: position.mover, other: position.other)
    }
    return symmetries.key(of: position)
  }
}
