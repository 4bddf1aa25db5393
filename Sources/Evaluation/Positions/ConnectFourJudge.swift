import ArenaCore
import Environments
import Solvers

/// Tells the results of Connect Four positions where the solver takes no time: on the usual board
/// from the twelfth disc on.
struct ConnectFourJudge: GameSolver {
  private var solver = ConnectFourSolver(tableBits: 22)

  /// So many empty cells are solved in a fraction of a second.
  private static var mostEmpty: Int { 30 }

  /// - Returns: nil for boards that the solver does not take.
  init?(_ start: ConnectFour) {
    guard ConnectFourPosition.isSupported(columns: start.columns, rows: start.rows) else {
      return nil
    }
  }

  mutating func bestActions(in position: ConnectFour, hurrying: Bool) -> [Int]? {
    guard let stones = stones(of: position) else { return nil }
    let scores = hurrying ? solver.scores(ofMovesIn: stones) : solver.results(ofMovesIn: stones)
    let best = scores.compactMap(\.self).max()
    return scores.indices.filter { scores[$0] == best }
  }

  mutating func results(ofActionsIn position: ConnectFour) -> [(action: Int, result: Int)]? {
    guard let stones = stones(of: position) else { return nil }
    return solver.results(ofMovesIn: stones).enumerated().compactMap { column, result in
      result.map { (column, $0) }
    }
  }

  /// The position for the solver; nil where it would take too long.
  private func stones(of game: ConnectFour) -> ConnectFourPosition? {
    guard let seat = game.turn,
      let stones = ConnectFourPosition(
        columns: game.columns, rows: game.rows, observation: game.observation(as: seat)),
      stones.columns * stones.rows - stones.moves <= Self.mostEmpty
    else { return nil }
    return stones
  }
}
