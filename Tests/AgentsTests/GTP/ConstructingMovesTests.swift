import ArenaCore
import Testing

@testable import Agents
@testable import Environments

@Suite struct ConstructingMovesTests {
  @Test(arguments: [(3, "false"), (5, "false"), (5, "true")])
  func `moves lead to the same stones, last action and simple ko`(
    _ size: Int, _ suicide: String
  ) throws {
    var random = RandomSource(seed: 5)
    var kos = 0
    for _ in 0..<60 {
      var game = try GoLite([
        "size": "\(size)", "superko": "simple", "suicide": suicide, "max-moves": "200",
      ])
      while game.turn != nil {
        kos += check(game)
        let legal = game.legalActions
        // Passes would end most games early.
        game.play(legal[random.below(max(1, legal.count - 1))])
      }
    }
    #expect(kos > 20)
  }

  /// Plays the moves on a board that knows captures only; returns whether there was a ko.
  private func check(_ game: GoLite) -> Int {
    var board = GoBoard<111>(columns: game.columns, rows: game.rows)
    var copy = game
    let banned = (0..<game.cells).filter { copy.isBanned(game.board.point(ofCell: $0)) }
    var emptied: [Int] = []
    for (seat, action) in game.constructingMoves where action != game.pass {
      let point = board.point(ofCell: action)
      #expect(board.stones[point] == GoStone.none)
      let count = board.emptyCount
      board.play(GoLite.stone(of: seat), at: point)
      if board.emptyCount != count - 1 { emptied.append(board.emptyCount - count) }
    }
    #expect(board.hash == game.board.hash)
    #expect(banned.count <= 1)
    // One stone put and one taken, by the last action; nowhere else anything is taken.
    #expect(emptied == (banned.isEmpty ? [] : [0]))
    let last = game.constructingMoves.last
    if let action = game.lastAction, action == game.pass || game.stones[action] != nil {
      #expect(last?.action == action && last?.seat == game.turn?.opponent)
    }
    return banned.count
  }
}
