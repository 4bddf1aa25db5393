public import ArenaCore
import Environments
import Search
public import Solvers

/// How a game is solved, so that players can be evaluated in positions whose perfect play is known.
public struct GameSolution<Game: BoardGame & Keyed>: Sendable {
  /// Makes an evaluation of at most so many positions of each kind, or of a number that suits the game;
  /// the same one every time. Nil where boards of this size cannot be solved.
  public let makeEvaluation: @Sendable (_ start: Game, _ count: Int?) -> MistakeEvaluation<Game>?
  /// A solver for perfect players; nil where boards of this size cannot be solved.
  public var makeSolver: @Sendable (_ start: Game) -> (any GameSolver<Game>)? = {
    ExhaustiveSolver(solving: $0)
  }
  /// A solver that tells the results of positions to people: at once, or not at all. Nil where the
  /// game is not solved on a board of this size.
  public var makeJudge: @Sendable (_ start: Game) -> (any GameSolver<Game>)? = { start in
    start.maxGameLength <= 16 ? ExhaustiveSolver(solving: start, limit: 600_000) : nil
  }
}

/// Games of up to some hundred thousand positions: all of those where not every action is as good as
/// the others, or a sample.
extension GameSolution {
  public static var exhaustive: Self {
    GameSolution { start, count in
      // Longer games have too many positions: not even a try.
      guard start.maxGameLength <= 16, var critical = criticalPositions(from: start) else {
        return nil
      }
      var random = RandomSource(seed: 0x6578_616d)
      let kept = min(count ?? 4000, critical.count)
      for index in 0..<(kept < critical.count ? kept : 0) {
        critical.swapAt(index, index + random.below(critical.count - index))
      }
      return MistakeEvaluation([SolvedPositions("", Array(critical.prefix(kept)))])
    }
  }

  /// The reachable positions with something to decide, in the order of their discovery; nil where
  /// there are too many positions.
  static func criticalPositions(from start: Game) -> [SolvedPosition<Game>]? {
    var solver = ExhaustiveSolver<Game>(limit: 600_000)
    guard solver.solve(start) != nil else { return nil }
    var critical: [SolvedPosition<Game>] = []
    var seen: Set<UInt64> = [start.key]
    var open = [start]
    while let position = open.popLast() {
      guard let seat = position.turn, let solved = solver.solveActions(of: position) else {
        continue
      }
      let values = solved.map { $0.solution.value(for: seat) }
      let best = solved.indices.filter { values[$0] == values.max() }.map { solved[$0].action }
      if best.count < solved.count { critical.append(SolvedPosition(position, best: best)) }
      for (action, _) in solved.reversed() {
        var next = position
        next.play(action)
        if next.turn != nil, seen.insert(next.key).inserted { open.append(next) }
      }
    }
    return critical
  }
}
