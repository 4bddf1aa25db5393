import ArenaCore
import Testing

@testable import Environments

/// What a Go board foretells of a move, against what the move then does.
@Suite struct GoBoardTests {
  @Test(arguments: [(2, 2), (3, 3), (4, 4), (5, 3), (1, 7), (6, 6)])
  func `a board foretells life and the hash of every move`(
    _ columns: Int, _ rows: Int
  ) throws {
    var random = RandomSource(seed: 4)
    var hashes: [[UInt8]: UInt64] = [:]
    for _ in 0..<100 {
      var board = GoBoard<111>(columns: columns, rows: rows)
      for ply in 0..<60 where board.emptyCount > 0 {
        // Colours come at random and suicide is played too, so that all kinds of positions do.
        for stone in [GoStone.black, GoStone.white] {
          for rank in 0..<board.emptyCount { check(stone, board.emptyPoint(ranked: rank), board) }
        }
        let stone = random.below(2) == 0 ? GoStone.black : GoStone.white
        board.play(stone, at: board.emptyPoint(ranked: random.below(board.emptyCount)))
        let stones = board.stones
        let look = stones.indices.map { stones[$0] }
        let known = hashes.updateValue(board.hash, forKey: look)
        #expect(known == nil || known == board.hash, "one position with two hashes, ply \(ply)")
        #expect(board.emptyCount == look.count { $0 == GoStone.none })
      }
    }
    #expect(Set(hashes.values).count == hashes.count)
  }

  private func check(_ stone: UInt8, _ point: Int, _ board: GoBoard<111>) {
    var before = board
    var after = board
    after.play(stone, at: point)
    let hash = before.hash(afterPlaying: stone, at: point)
    #expect(hash == after.hash)
    let lives = before.lives(stone, at: point)
    #expect(lives == (after.stones[point] == stone))
  }
}
