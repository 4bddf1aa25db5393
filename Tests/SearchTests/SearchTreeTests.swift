import ArenaCore
import Environments
import TestKit
import Testing

@testable import Search

/// The laws that every search obeys, whatever it searches.
@Suite struct SearchTreeTests {
  static let methods = SearchOptions.Method.allCases

  static func options(_ method: SearchOptions.Method, _ merging: Bool = false) -> SearchOptions {
    var options = SearchOptions()
    options.method = method
    options.mergesTranspositions = merging
    return options
  }

  @Test(arguments: methods, [false, true])
  func `the visits of the actions sum to the simulations`(
    _ method: SearchOptions.Method, _ merging: Bool
  ) throws {
    var options = Self.options(method, merging)
    options.forcedPlayouts = 2
    for simulations in [0, 1, 2, 7, 50, 333] {
      for noise in [false, true] {
        let tree = searched(
          try connectFour(), UniformEvaluator(), simulations: simulations, noise: noise, options)
        #expect(tree.visitCounts.reduce(0, +) == simulations)
        #expect(tree.simulationCount == simulations)
        tree.checkInvariants()
      }
    }
  }

  @Test(arguments: methods)
  func `a policy target is a distribution over legal actions`(_ method: SearchOptions.Method) throws
  {
    // The first column is full.
    let game = try connectFour("111111")
    for simulations in [0, 1, 5, 100] {
      let tree = searched(
        game, PlayoutEvaluator(random: RandomSource(seed: 3)), simulations: simulations,
        Self.options(method))
      let policy = tree.policyTarget
      #expect(abs(policy.reduce(0, +) - 1) < 1e-5)
      #expect(policy[0] == 0)
      #expect(policy.allSatisfy { $0 >= 0 })
    }
  }

  @Test(arguments: methods)
  func `search improves the policy of a bandit`(_ method: SearchOptions.Method) {
    // The prior prefers the worst arm and nearly ignores the best one.
    let values: [Float] = [-0.5, 0.1, 0.6, 0]
    let logits: [Float] = [2, 1, 0, 1]
    let evaluator = BanditEvaluator(logits: logits, armValues: values)
    let tree = searched(
      Bandit(arms: 4), evaluator, simulations: 400, Self.options(method))
    let policy = tree.policyTarget
    let prior = tree.actionReports.map(\.prior)
    func mean(_ policy: [Float]) -> Float { zip(policy, values).map(*).reduce(0, +) }
    #expect(mean(policy) > mean(prior) + 0.3)
    #expect(policy.max() == policy[2])
    var random = RandomSource(seed: 1)
    #expect(tree.chooseAction(atPly: 0, using: &random) == 2)
    #expect(Float(tree.value) > mean(prior) + 0.1)
  }

  @Test
  func `values change their sign with the seat`() {
    // The same arm values, seen by the first seat, decide for the second seat after one pass.
    let evaluator = BanditEvaluator(logits: [0, 0], armValues: [0.8, -0.8])
    var tree = searched(Bandit(arms: 2), evaluator, simulations: 50)
    #expect(tree.value > 0)
    tree.advance(by: 0)
    #expect(tree.value < -0.7)
    tree.reset(to: Bandit(arms: 2))
    #expect(tree.value == 0)
  }

  @Test(
    arguments: methods,
    [false, true])
  func `a win in one is found with two simulations for each legal action`(
    _ method: SearchOptions.Method, _ merging: Bool
  ) throws {
    let positions: [ConnectFour] = try [
      connectFour("112233"), connectFour("1212127"), connectFour("717271"),
    ]
    for position in positions {
      let wins = position.legalActions.filter { action in
        var next = position
        next.play(action)
        return next.outcome?.winner == position.turn
      }
      try #require(!wins.isEmpty)
      let tree = searched(
        position, UniformEvaluator(), simulations: 2 * position.legalActions.count,
        Self.options(method, merging))
      var random = RandomSource(seed: 1)
      #expect(wins.contains(tree.chooseAction(atPly: 0, using: &random)))
      #expect(tree.proof.value(for: position.turn!) == 1)
      #expect(tree.value == 1)
    }
  }

  @Test(arguments: methods)
  func `a finished game has nothing to search`(_ method: SearchOptions.Method) throws {
    let over = try connectFour("1212121")
    let tree = searched(over, UniformEvaluator(), simulations: 10, Self.options(method))
    #expect(tree.isFinished)
    #expect(tree.simulationCount == 0)
    #expect(tree.policyTarget.allSatisfy { $0 == 0 })
    #expect(tree.visitCounts.allSatisfy { $0 == 0 })
    #expect(tree.proof == .firstWins)
  }

  @Test(arguments: methods)
  func `one legal action gets all visits`(_ method: SearchOptions.Method) throws {
    let evaluator = BanditEvaluator(logits: [0], armValues: [0.3])
    for noise in [false, true] {
      let tree = searched(
        Bandit(arms: 1), evaluator, simulations: 20, noise: noise, leaves: 4, Self.options(method))
      #expect(tree.visitCounts == [20])
      #expect(tree.policyTarget == [1])
      tree.checkInvariants()
    }
  }

  @Test(arguments: methods, [false, true])
  func `a full tree ends the search and stays within its bound`(
    _ method: SearchOptions.Method, _ merging: Bool
  ) throws {
    for capacity in [8, 9, 15, 40, 100] {
      var tree = searched(
        try connectFour(), UniformEvaluator(), simulations: 1000, capacity: capacity, leaves: 3,
        Self.options(method, merging))
      #expect(tree.isFull && tree.isFinished)
      #expect(tree.nodeCount <= capacity)
      #expect(tree.simulationCount < 1000)
      #expect(abs(tree.policyTarget.reduce(0, +) - 1) < 1e-5)
      tree.checkInvariants()
      var random = RandomSource(seed: 1)
      tree.advance(by: tree.chooseAction(atPly: 0, using: &random))
      tree.checkInvariants()
    }
  }

  @Test(arguments: methods, [false, true])
  func `the same seed gives the same search`(_ method: SearchOptions.Method, _ merging: Bool) throws
  {
    func counts(_ seed: UInt64) throws -> [Int] {
      searched(
        try connectFour(), PlayoutEvaluator(random: RandomSource(seed: 4)), simulations: 200,
        noise: true, seed: seed, leaves: 4, Self.options(method, merging)
      ).visitCounts
    }
    #expect(try counts(1) == counts(1))
    #expect(try counts(1) != counts(2))
  }

  @Test(arguments: methods)
  func `noise is fresh for each search and leaves no trace in the tree`(
    _ method: SearchOptions.Method
  ) throws {
    var random = RandomSource(seed: 1)
    var tree = SearchTree(
      root: try connectFour(), capacity: 10_000, options: Self.options(method))
    var search = BatchedSearch(
      evaluator: UniformEvaluator<ConnectFour>(), batchSize: 1, actionCount: 7)
    var seen: Set<[Float]> = []
    for _ in 0..<5 {
      tree.begin(simulations: 5, noise: true, using: &random)
      search.finish(&tree)
      #expect(seen.insert(method == .puct ? tree.noise.priors : tree.noise.logits).inserted)
      #expect(abs(tree.noise.priors.reduce(0, +) - 1) < 1e-5)
      // Noise must neither pile up nor reach the tree.
      #expect(tree.actionReports.allSatisfy { abs($0.prior - 1.0 / 7) < 1e-6 })
    }
    tree.begin(simulations: 5, noise: false, using: &random)
    #expect(tree.noise.priors.allSatisfy { abs($0 - 1.0 / 7) < 1e-6 })
  }

  @Test(arguments: methods, [false, true])
  func `the subtree of the action played is kept whole`(
    _ method: SearchOptions.Method, _ merging: Bool
  ) throws {
    var random = RandomSource(seed: 1)
    var tree = SearchTree(
      root: try connectFour(), capacity: 50_000, options: Self.options(method, merging))
    var search = BatchedSearch(
      evaluator: PlayoutEvaluator<ConnectFour>(random: random), batchSize: 1, actionCount: 7)
    while tree.root.turn != nil {
      tree.begin(simulations: 100, noise: true, using: &random)
      search.finish(&tree)
      tree.checkInvariants()
      let action = tree.chooseAction(atPly: 0, using: &random)
      let before = tree.visitCounts[action]
      let copy = tree
      tree.advance(by: action)
      tree.checkInvariants()
      if tree.root.turn == nil { break }
      let after = tree.visitCounts.reduce(0, +)
      // A child counts one visit of its own beside those of its children; a proven one may more.
      // Merged, it counts what other lines brought as well.
      if tree.proof == .unknown { #expect(merging ? after >= before - 1 : after == before - 1) }
      if tree.proof != .unknown && !merging { #expect(after < before) }
      // Merged, it is brought up to date, see `TranspositionTests`.
      if !merging { #expect(abs(tree.value + reportedValue(of: action, in: copy)) < 1e-4) }
    }
  }

  private func reportedValue(of action: Int, in tree: SearchTree<ConnectFour>) -> Double {
    tree.actionReports.first { $0.action == action }!.value!
  }
}
