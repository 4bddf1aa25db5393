import ArenaCore
public import Environments
import Search
import Solvers

/// Draws positions of m,n,k-games for an evaluation, by the third of the game they are in.
///
/// They come from random games, are all different and have a decision to make that is more than to
/// see a row of one's own: no stone wins at once, and not every move keeps the result.
struct KInARowPositions<Game: BoardGame & Keyed> {
  /// The kinds of positions, by the stones on the board.
  static var stages: [String] { ["begin", "middle", "end"] }

  private let start: Game
  private let board: KInARowBoard
  private var solver: KInARowSolver
  private var random = RandomSource(seed: 0x726f_7773)

  /// Openings whose moves cannot all be told apart in this many nodes are left out.
  private static var nodesPerPosition: Int { 200_000 }
  /// Draws of a stage end after so many: two or three seconds.
  private static var nodesPerStage: Int { 8_000_000 }

  /// - Returns: nil where the game itself cannot be solved.
  init?(_ start: Game, on board: KInARowBoard) {
    self.start = start
    self.board = board
    solver = KInARowSolver(nodeLimit: KInARowGameSolver<Game>.nodesOfStart)
    guard let position = stones(of: start), solver.solve(position) != nil else { return nil }
    solver.nodeLimit = Self.nodesPerPosition
  }

  /// Up to `count` positions of each stage; fewer where draws do not find as many.
  mutating func draw(_ count: Int) -> MistakeEvaluation<Game> {
    MistakeEvaluation(
      Self.stages.enumerated().map { index, name in
        SolvedPositions(name, drawStage(index, count))
      })
  }

  private mutating func drawStage(_ stage: Int, _ count: Int) -> [SolvedPosition<Game>] {
    let end = solver.nodes + Self.nodesPerStage
    var found: [SolvedPosition<Game>] = []
    var seen: Set<UInt64> = []
    for _ in 0..<1000 * count where found.count < count && solver.nodes < end {
      let game = drawGame(stage)
      guard let position = stones(of: game), seen.insert(game.key).inserted,
        !(0..<game.actionCount).contains(where: { position.canPlay($0) && position.wins($0) }),
        let best = solver.bestMoves(in: position),
        best.count < game.actionCount - position.moves
      else { continue }
      found.append(SolvedPosition(game, best: best))
    }
    return found
  }

  /// A random game, stopped within a stage unless it ended before.
  private mutating func drawGame(_ stage: Int) -> Game {
    let cells = start.actionCount
    // Of the first stones the last stand for all: before, the solver takes long.
    let least = stage == 0 ? cells / 6 : stage * cells / 3 + 1
    let most = min((stage + 1) * cells / 3, cells - 2)
    var game = start
    for _ in 0..<least + random.below(max(1, most - least + 1)) where game.turn != nil {
      _ = game.playRandomAction(using: &random)
    }
    return game
  }

  /// The position for the solver; nil once the game is over.
  private func stones(of game: Game) -> KInARowPosition? {
    game.turn.flatMap { KInARowPosition(board, observation: game.observation(as: $0)) }
  }
}

extension GameSolution {
  /// By exhaustion on boards as small as tic-tac-toe's, else by the solver of rows where it takes the
  /// board on.
  ///
  /// - Parameter makeBoard: nil for games of other rules.
  fileprivate static func ofRows(
    on makeBoard: @escaping @Sendable (Game) -> KInARowBoard?
  ) -> Self {
    @Sendable func board(_ start: Game) -> KInARowBoard? {
      // Smaller ones are looked at as a whole; on larger ones a position can take hours.
      (13...36).contains(start.maxGameLength) ? makeBoard(start) : nil
    }
    return GameSolution(
      makeEvaluation: { start, count in
        guard let board = board(start) else { return exhaustive.makeEvaluation(start, count) }
        guard var evaluation = KInARowPositions(start, on: board) else { return nil }
        let drawn = evaluation.draw(count ?? 100)
        return drawn.count > 0 ? drawn : nil
      },
      makeSolver: { start in
        guard let board = board(start) else { return exhaustive.makeSolver(start) }
        return KInARowGameSolver(board, from: start)
      },
      makeJudge: { start in
        guard let board = board(start) else { return exhaustive.makeJudge(start) }
        return KInARowGameSolver(board, from: start)
      })
  }
}

extension GameSolution where Game == MNK {
  public static var rows: Self {
    ofRows { KInARowBoard(columns: $0.columns, rows: $0.rows, length: $0.length) }
  }
}

extension GameSolution where Game == Gomoku {
  /// Freestyle without swap2; standard and renju have other rows.
  public static var rows: Self {
    ofRows { start in
      guard start.isRowGame else { return nil }
      return KInARowBoard(columns: start.size, rows: start.size, length: start.length)
    }
  }
}
