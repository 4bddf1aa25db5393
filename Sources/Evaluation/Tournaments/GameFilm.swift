import ArenaCore
import Match

/// The positions of a game, move by move, for a drawn board.
public struct GameFilm: Sendable, Hashable {
  public let columns: Int
  public let rows: Int
  /// The cells that each move changed: `row * columns + column` with row 0 at the bottom, and what
  /// is there then: 0 nothing, 1 a piece of the first seat, 2 one of the second.
  public let changes: [[(cell: Int, piece: Int)]]
  public let moves: [String]

  /// Nil where the game has no board, or the record is none of the game's.
  init?<Game: BoardGame>(_ record: GameRecord, from start: Game) {
    guard case .planes(_, let rows, let columns) = start.observationShape else { return nil }
    self.rows = rows
    self.columns = columns
    var game = start
    var before = Self.pieces(of: game, rows * columns)
    var changes: [[(cell: Int, piece: Int)]] = [
      before.indices.filter { before[$0] != 0 }.map { ($0, before[$0]) }
    ]
    for move in record.moves {
      guard let action = game.action(from: move), game.turn != nil, game.isLegal(action) else {
        return nil
      }
      game.play(action)
      let after = Self.pieces(of: game, rows * columns)
      changes.append(after.indices.filter { after[$0] != before[$0] }.map { ($0, after[$0]) })
      before = after
    }
    self.changes = changes
    moves = record.moves
  }

  /// The first two planes that the first seat sees: its own pieces and the other's.
  private static func pieces<Game: BoardGame>(of game: Game, _ cells: Int) -> [Int] {
    let seen = game.observation(as: .first)
    return (0..<cells).map { seen[$0] > 0.5 ? 1 : seen[cells + $0] > 0.5 ? 2 : 0 }
  }

  public static func == (a: Self, b: Self) -> Bool {
    a.columns == b.columns && a.rows == b.rows && a.moves == b.moves
      && a.changes.elementsEqual(b.changes) { one, other in
        one.elementsEqual(other) { $0.cell == $1.cell && $0.piece == $1.piece }
      }
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(moves) }
}
