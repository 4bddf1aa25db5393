import ArenaCore
import TestKit
import Testing

@testable import Environments

/// Hex finds the winning move of a rollout afterwards; these tests hold it to that.
@Suite struct HexRollOutTests {
  @Test(arguments: [2, 5, 11], [0, 1, 4])
  func `a rollout stops with the stone that connects`(_ size: Int, _ plies: Int) throws {
    var random = RandomSource(seed: 3)
    for _ in 0..<200 {
      var game = try Hex(["size": "\(size)"])
      for _ in 0..<plies where game.turn != nil { _ = game.playRandomAction(using: &random) }
      guard game.turn != nil else { continue }
      _ = game.playOut(using: &random)
      let winner = try #require(game.outcome?.winner)
      // Both seats have as many stones as the turns gave them, the winner with the last one.
      let counts = Seat.allCases.map { seat in
        (0..<size * size).count { game.owner($0 / size, $0 % size) == seat }
      }
      #expect(counts[0] == (game.plies + 1) / 2 && counts[1] == game.plies / 2)
      #expect(winner == (game.plies % 2 == 1 ? .first : .second))
      let (row, column) = (game.lastCell / size, game.lastCell % size)
      #expect(game.owner(row, column) == winner)
      var stones = winner == .first ? game.first : game.second
      let connects = stones.connects(size)
      #expect(connects)
      var before = HexStones()
      for cell in 0..<size * size where cell != game.lastCell {
        guard game.owner(cell / size, cell % size) == winner else { continue }
        let (row, column) = (cell / size, cell % size)
        if winner == .first { before.insert(row, column) } else { before.insert(column, row) }
      }
      let connectedBefore = before.connects(size)
      #expect(!connectedBefore)
    }
  }
}
