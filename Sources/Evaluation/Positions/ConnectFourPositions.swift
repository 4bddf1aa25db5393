import ArenaCore
public import Environments
import Search
import Solvers
import Training

/// Draws Connect Four positions for an evaluation, in the kinds of the usual test sets.
///
/// A kind is a stage of the game, by the discs on the board, and a difficulty, by the moves left
/// until perfect play ends it: up to a third of the cells is easy, up to two thirds medium, more is
/// hard. Positions come from random games, are all different and have a decision: not every column
/// keeps the result.
///
/// Source: the stages and difficulties are those of Pons' test sets, by which AlphaZero.jl is
/// measured; the positions are drawn here.
struct ConnectFourPositions {
  /// A stage of the game with a difficulty, each in thirds of the cells.
  struct Kind {
    let name: String
    /// Which third of the game by the discs on the board, 1 ... 3.
    let stage: Int
    /// In which third of the cells the moves left lie, 1 ... 3.
    let difficulty: Int
  }

  static let kinds = [
    Kind(name: "end", stage: 3, difficulty: 1),
    Kind(name: "middle_easy", stage: 2, difficulty: 1),
    Kind(name: "middle_medium", stage: 2, difficulty: 2),
    Kind(name: "begin_easy", stage: 1, difficulty: 1),
    Kind(name: "begin_medium", stage: 1, difficulty: 2),
    Kind(name: "begin_hard", stage: 1, difficulty: 3),
  ]

  /// A position by the columns played to reach it, and the columns that keep its result.
  struct Line: Hashable {
    var moves: [Int]
    var best: [Int]
  }

  private let start: ConnectFour
  private var solver = ConnectFourSolver(tableBits: 22)
  private var random = RandomSource(seed: 0x636f_6e34)

  /// - Returns: nil for boards that the solver does not take.
  init?(_ start: ConnectFour) {
    guard ConnectFourPosition.isSupported(columns: start.columns, rows: start.rows),
      start.columns * start.rows >= 9
    else { return nil }
    self.start = start
  }

  private var cells: Int { start.columns * start.rows }

  /// Up to `count` positions of each of `kinds`; fewer where draws do not find as many.
  mutating func drawKinds(_ count: Int) -> [[Line]] {
    let stages = (1...3).map { stage in drawStage(stage, count) }
    return Self.kinds.map { stages[$0.stage - 1][$0.difficulty - 1] }
  }

  /// Draws positions of a stage until every difficulty that it has is full, `[difficulty]`.
  mutating func drawStage(_ stage: Int, _ count: Int) -> [[Line]] {
    let wanted = Self.kinds.filter { $0.stage == stage }.map(\.difficulty)
    var found = [[Line]](repeating: [], count: 3)
    var seen: Set<UInt64> = []
    var solved = 0
    for _ in 0..<100 * count + 1000 where wanted.contains(where: { found[$0 - 1].count < count }) {
      // Rare kinds must not take for ever.
      guard solved < 10 * count + 100 else { break }
      let (moves, game) = drawGame(stage)
      guard let position = position(of: game), seen.insert(game.key).inserted else { continue }
      solved += 1
      guard let best = bestColumns(in: position) else { continue }
      let difficulty = difficulty(of: position) - 1
      if found[difficulty].count < count {
        found[difficulty].append(Line(moves: moves, best: best))
      }
    }
    return found
  }

  /// A random game, stopped within a stage unless it ended before.
  private mutating func drawGame(_ stage: Int) -> (moves: [Int], game: ConnectFour) {
    let upTo = min(stage * cells / 3, cells - 2)
    // Early openings take the solver long: the last discs of the first stage stand for it.
    let least = stage == 1 ? max(1, upTo - 2) : (stage - 1) * cells / 3 + 1
    let discs = least + random.below(max(1, upTo - least + 1))
    var game = start
    var moves: [Int] = []
    while moves.count < discs, game.turn != nil {
      moves.append(game.playRandomAction(using: &random))
    }
    return (moves, game)
  }

  /// The position for the solver; nil once the game is over.
  private func position(of game: ConnectFour) -> ConnectFourPosition? {
    guard let seat = game.turn else { return nil }
    return ConnectFourPosition(
      columns: game.columns, rows: game.rows, observation: game.observation(as: seat))
  }

  /// The columns that keep the result; nil where all do.
  private mutating func bestColumns(in position: ConnectFourPosition) -> [Int]? {
    let results = solver.results(ofMovesIn: position)
    guard let best = results.compactMap(\.self).max() else { return nil }
    let columns = results.indices.filter { results[$0] == best }
    return columns.count < results.count(where: { $0 != nil }) ? columns : nil
  }

  private mutating func difficulty(of position: ConnectFourPosition) -> Int {
    if solver.ends(position, within: cells / 3) { return 1 }
    return solver.ends(position, within: 2 * cells / 3) ? 2 : 3
  }
}

extension GameSolution where Game == ConnectFour {
  /// By the bitboard solver: a stored set for the usual board, a fresh one for smaller boards. End
  /// games are fresh where more of them are wanted than stored: they are solved at once.
  public static var connectFour: Self {
    var solution = evaluatingConnectFour
    solution.makeJudge = { ConnectFourJudge($0) }
    return solution
  }

  private static var evaluatingConnectFour: Self {
    GameSolution { start, count in
      let count = count ?? 100
      let lines: [[ConnectFourPositions.Line]]
      if start.columns == 7 && start.rows == 6 {
        lines = ConnectFourTestSet.lines.enumerated().map { index, stored in
          guard index == 0, count > stored.count, var evaluation = ConnectFourPositions(start)
          else {
            return Array(stored.prefix(count))
          }
          return evaluation.drawStage(3, count)[0]
        }
      } else {
        // Drawing a set for larger boards takes minutes and more.
        guard start.columns * start.rows <= 30, var evaluation = ConnectFourPositions(start) else {
          return nil
        }
        lines = evaluation.drawKinds(count)
      }
      return MistakeEvaluation(
        zip(ConnectFourPositions.kinds, lines).map { kind, lines in
          SolvedPositions(kind.name, lines.map { $0.position(from: start) })
        })
    }
  }
}

extension ConnectFourPositions.Line {
  fileprivate func position(from start: ConnectFour) -> SolvedPosition<ConnectFour> {
    var game = start
    for column in moves { game.play(column) }
    return SolvedPosition(game, best: best)
  }
}

/// Connect Four positions of the usual board, drawn and solved once: `connect-four.txt`.
enum ConnectFourTestSet {
  /// In the order of `ConnectFourPositions.kinds`.
  static var lines: [[ConnectFourPositions.Line]] {
    var kinds: [Substring: [ConnectFourPositions.Line]] = [:]
    let text = String(decoding: PackageResources.connect_four_txt, as: UTF8.self)
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let words = line.split(separator: " ")
      let columns = words.dropFirst().map { word in
        word.compactMap { $0.wholeNumberValue.map { $0 - 1 } }
      }
      kinds[words[0], default: []].append(
        ConnectFourPositions.Line(moves: columns[0], best: columns[1]))
    }
    return ConnectFourPositions.kinds.map { kinds[$0.name[...]] ?? [] }
  }
}
