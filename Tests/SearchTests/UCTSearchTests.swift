import ArenaCore
import Environments
import TestKit
import Testing

@testable import Search

/// Plain UCT: its counts, its bounds, its strength.
@Suite struct UCTSearchTests {
  @Test func `visits sum to the simulations and the tree keeps its subtree`() throws {
    var random = RandomSource(seed: 1)
    var search = UCTSearch(root: try connectFour())
    while search.root.turn != nil {
      let before = search.visits
      search.run(simulations: 500, using: &random)
      #expect(search.visits == before + 500)
      let counts = search.visitCounts
      // The root was visited once as a leaf, if it was not the first root.
      #expect(counts.reduce(0, +) == search.visits || counts.reduce(0, +) == search.visits - 1)
      let action = try #require(search.bestAction)
      #expect(counts[action] == counts.max())
      search.advance(by: action)
      #expect(search.visits == counts[action] || search.visits == 0)
    }
  }

  @Test func `a full tree goes on without growing`() throws {
    var random = RandomSource(seed: 1)
    for capacity in [8, 9, 20, 100] {
      var search = UCTSearch(root: try connectFour(), capacity: capacity)
      search.run(simulations: 2000, using: &random)
      #expect(search.nodeCount <= capacity)
      #expect(search.visitCounts.reduce(0, +) == 2000)
      #expect([2, 3, 4].contains(search.bestAction))
    }
  }

  @Test func `the same seed gives the same tree`() throws {
    func counts(_ seed: UInt64) throws -> [Int] {
      var random = RandomSource(seed: seed)
      var search = UCTSearch(root: try connectFour())
      search.run(simulations: 1000, using: &random)
      return search.visitCounts
    }
    #expect(try counts(1) == counts(1))
    #expect(try counts(1) != counts(2))
  }

  @Test func `the best opening is the centre, at about the value OpenSpiel's search finds`() throws
  {
    var random = RandomSource(seed: 3)
    var search = UCTSearch(root: try connectFour())
    search.run(simulations: 10_000, using: &random)
    #expect(search.bestAction == 3)
    #expect(abs(search.value - 0.27) < 0.05)
  }

  @Test func `a win in one and the only defence are found`() throws {
    var random = RandomSource(seed: 4)
    var attack = UCTSearch(root: try connectFour("112233"))
    attack.run(simulations: 300, using: &random)
    #expect(attack.bestAction == 3)
    #expect(attack.value > 0.9)
    // Three in a column: the second seat must play on top.
    var defence = UCTSearch(root: try connectFour("12171"))
    defence.run(simulations: 1000, using: &random)
    #expect(defence.bestAction == 0)
  }

  @Test func `a position that looks the same keeps the tree`() throws {
    var random = RandomSource(seed: 5)
    var search = UCTSearch(root: try connectFour())
    search.run(simulations: 100, using: &random)
    search.follow(to: try connectFour())
    #expect(search.visits == 100)
    search.follow(to: try connectFour("1"))
    #expect(search.visits == 0)
    #expect(search.root.isLegal(0) && search.root.turn == .second)
  }
}
