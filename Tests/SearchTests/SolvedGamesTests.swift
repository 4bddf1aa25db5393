import ArenaCore
import Environments
import TestKit
import Testing

@testable import Search

/// Whole games whose value is known, solved from the first position by two different searches.
@Suite struct SolvedGamesTests {
  /// Solves `game` by alpha-beta and by simulations with proven values; both must find `value`, from
  /// the first seat's view.
  private func check<Game: Keyed>(_ game: Game, _ value: Double, simulations: Int = 300_000) {
    var alphaBeta = AlphaBetaSearch(estimate: EvenEstimate<Game>())
    let result = alphaBeta.search(game, maximumDepth: 200)
    #expect(result.isExact)
    #expect(result.value == value)

    let playouts = PlayoutEvaluator<Game>(random: RandomSource(seed: 1))
    let tree = searched(
      game, ProvingEvaluator(playouts, nodes: 20), simulations: simulations, capacity: 3_000_000)
    #expect(tree.proof.value(for: .first) == value)
    #expect(tree.value == value)
    #expect(tree.simulationCount < simulations)
  }

  @Test(arguments: [2, 3, 4])
  func `the first seat wins small Hex`(_ size: Int) throws {
    check(try Hex(["size": "\(size)"]), 1)
  }

  @Test func `Hex 3x3 is won by five openings`() throws {
    var wins: Set<String> = []
    let start = try Hex(["size": "3"])
    for action in start.legalActions {
      var next = start
      next.play(action)
      var search = AlphaBetaSearch(estimate: EvenEstimate<Hex>())
      if search.search(next).value == -1 { wins.insert(start.notation(of: action)) }
    }
    #expect(wins == ["c1", "a2", "b2", "c2", "a3"])
  }

  @Test func `the second seat wins Othello 4x4`() throws {
    check(try Othello(["size": "4"]), -1)
  }

  @Test func `the first seat wins the 4,4,3-game`() throws {
    check(try mnk(4, 4, 3), 1)
  }

  @Test(arguments: [("0.5", 1.0), ("1.5", -1)])
  func `Go 2x2 is worth one point`(_ komi: String, _ value: Double) throws {
    check(try GoLite(["size": "2", "komi": komi]), value)
  }

  @Test(arguments: [("8.5", 1.0), ("9.5", -1)])
  func `Go 3x3 is worth nine points`(_ komi: String, _ value: Double) throws {
    let game = try GoLite(["size": "3", "komi": komi])
    var search = AlphaBetaSearch(estimate: EvenEstimate<GoLite>())
    let result = search.search(game, maximumDepth: 200)
    #expect(result.isExact)
    #expect(result.value == value)
    if value > 0 { #expect(game.notation(of: result.action) == "b2") }
  }
}
