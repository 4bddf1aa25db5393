import ArenaCore
import Environments
import TestKit
import Testing

@testable import Search

/// Alpha-beta against plain minimax and known values.
@Suite struct AlphaBetaTests {
  /// An estimate that is arbitrary but the same for both: any value error shows.
  struct HashedEstimate: PositionEstimate {
    func value(of game: ConnectFour, for seat: Seat) -> Double {
      let mixed = (game.key &* 0x9E37_79B9_7F4A_7C15) >> 40
      let value = Double(Int(mixed) % 1999 - 999) / 1000
      return seat == .first ? value : -value
    }
  }

  /// Fixed-depth minimax without any cut: results as 2, estimates as they are.
  private func minimax(_ game: ConnectFour, depth: Int) -> Double {
    let seat = game.turn!
    var best = -3.0
    for action in game.legalActions {
      var next = game
      next.play(action)
      let value: Double
      if let outcome = next.outcome {
        value = 2 * outcome.value(for: seat)
      } else if depth == 1 {
        value = HashedEstimate().value(of: next, for: seat)
      } else {
        value = -minimax(next, depth: depth - 1)
      }
      best = max(best, value)
    }
    return best
  }

  @Test func `values equal those of plain minimax at every depth`() throws {
    var random = RandomSource(seed: 6)
    for _ in 0..<12 {
      var game = try connectFour(columns: 5, rows: 5)
      for _ in 0..<random.below(14) where game.turn != nil {
        _ = game.playRandomAction(using: &random)
      }
      guard game.turn != nil else { continue }
      for depth in 1...5 {
        // A small table, so that replacement happens.
        var search = AlphaBetaSearch(estimate: HashedEstimate(), tableBits: 8)
        let result = search.search(game, maximumDepth: depth)
        let expected = minimax(game, depth: result.depth)
        #expect(abs(result.value - max(-1, min(1, expected))) < 1e-4)
        #expect(game.isLegal(result.action))
        #expect(result.depth == depth || result.isExact)
      }
    }
  }

  @Test(arguments: [(3, 3, 3, 0), (4, 4, 3, 1), (4, 4, 4, 0)])
  func `games without an estimate are solved exactly`(
    _ columns: Int, _ rows: Int, _ length: Int, _ value: Int
  ) throws {
    var search = AlphaBetaSearch(estimate: EvenEstimate<MNK>(), tableBits: 18)
    let result = search.search(try mnk(columns, rows, length))
    #expect(result.isExact)
    #expect(result.value == Double(value))
  }

  @Test func `wins are taken soon and losses late`() throws {
    var search = AlphaBetaSearch(estimate: EvenEstimate<ConnectFour>())
    let win = search.search(try connectFour("112233"), maximumDepth: 8)
    #expect(win.action == 3 && win.depth == 1 && win.isExact && win.value == 1)
    // Two threats at once on the bottom row: lost in two plies, whatever is played.
    let lost = search.search(try connectFour("41415"), maximumDepth: 8)
    #expect(lost.value <= 0)
  }

  @Test func `limits on nodes and depth are kept`() throws {
    var search = AlphaBetaSearch(estimate: HeuristicEstimate<ConnectFour>())
    let game = try connectFour()
    for limit in [1, 10, 1000, 20_000] {
      let result = search.search(game, nodes: limit)
      #expect(search.nodes <= max(limit, 20))
      #expect(game.isLegal(result.action))
      search.reset()
    }
    #expect(search.search(game, maximumDepth: 3).depth == 3)
    let short = search.search(game, deadline: Deadline(after: .zero))
    #expect(short.depth == 1)
  }
}
