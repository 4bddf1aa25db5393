import ArenaCore
import Environments
import TestKit
import Testing

@testable import Search

/// What training learns from, and how a move is drawn.
@Suite struct PolicyTargetTests {
  private let evaluator = BanditEvaluator(
    logits: [2, 0, 0, 0, -1], armValues: [0.5, 0.1, -0.2, -0.8, -0.9])

  @Test func `forced playouts visit more actions and are pruned from the target`() {
    var forced = SearchOptions()
    forced.forcedPlayouts = 2
    var plain = SearchOptions()
    plain.forcedPlayouts = 0
    var pruned: Float = 0
    for seed in 0..<10 {
      let with = searched(
        Bandit(arms: 5), evaluator, simulations: 400, noise: true, seed: UInt64(seed), forced)
      let without = searched(
        Bandit(arms: 5), evaluator, simulations: 400, noise: true, seed: UInt64(seed), plain)
      // Every arm gets its share by prior.
      let noisy = with.noise.priors
      for arm in 0..<5 where with.visitCounts[arm] > 0 {
        #expect(Float(with.visitCounts[arm]) >= (2 * noisy[arm] * 400).squareRoot() - 1.5)
      }
      #expect(with.visitCounts[0] <= without.visitCounts[0])
      // The target takes the forced ones out again, from all but the best.
      let target = with.policyTarget
      #expect(abs(target.reduce(0, +) - 1) < 1e-5)
      #expect(target[0] >= Float(with.visitCounts[0]) / 400)
      pruned += target[0] - Float(with.visitCounts[0]) / 400
    }
    #expect(pruned > 0.1)
  }

  @Test func `a proven draw is learnt by visits, a proven loss by its longest ways alone`() throws {
    var random = RandomSource(seed: 6)
    var (draws, losses) = (0, 0)
    for _ in 0..<60 {
      var game = try mnk(3, 3, 3)
      for _ in 0..<3 + random.below(4) where game.turn != nil {
        _ = game.playRandomAction(using: &random)
      }
      guard let seat = game.turn else { continue }
      let tree = searched(game, UniformEvaluator(), simulations: 20_000)
      let reports = tree.actionReports
      let longest = reports.map(\.distance).max()
      let weights: [Float]
      switch tree.proof.value(for: seat) {
      case 0:
        weights = reports.map { $0.proof == .draw ? Float(1 + $0.visits) : 0 }
        draws += Set(weights).count > 2 ? 1 : 0
      case -1:
        weights = reports.map { $0.distance == longest ? 1 : 0 }
        losses += Set(weights).count > 1 ? 1 : 0
      default: continue
      }
      let sum = weights.reduce(0, +)
      for (report, weight) in zip(reports, weights) {
        #expect(abs(tree.policyTarget[report.action] - weight / sum) < 1e-6)
      }
    }
    #expect(draws > 0 && losses > 0)
  }

  @Test func `the temperature decides how random the move is`() {
    var options = SearchOptions()
    func drawn(_ temperature: Float) -> [Int] {
      options.temperature = .constant(temperature)
      let tree = searched(Bandit(arms: 5), evaluator, simulations: 50, options)
      var random = RandomSource(seed: 1)
      var counts = [Int](repeating: 0, count: 5)
      for _ in 0..<4000 { counts[tree.chooseAction(atPly: 0, using: &random)] += 1 }
      return counts
    }
    let tree = searched(Bandit(arms: 5), evaluator, simulations: 50, options)
    #expect(drawn(0) == [4000, 0, 0, 0, 0])
    for (count, share) in zip(drawn(1), tree.policyTarget) {
      #expect(abs(Float(count) / 4000 - share) < 0.03)
    }
    #expect(drawn(0.5)[0] > drawn(1)[0])
    #expect(drawn(3)[0] < drawn(1)[0])
  }

  @Test func `a schedule falls from its start to its end`() {
    let schedule = TemperatureSchedule(start: 1, end: 0.2, halfLife: 4, plateau: 3)
    #expect(schedule.temperature(atPly: 0) == 1)
    #expect(schedule.temperature(atPly: 2) == 1)
    #expect(schedule.temperature(atPly: 3) == 1)
    #expect(abs(schedule.temperature(atPly: 7) - 0.6) < 1e-6)
    #expect(abs(schedule.temperature(atPly: 400) - 0.2) < 1e-6)
    let step = TemperatureSchedule(start: 1, end: 0, plateau: 5)
    #expect(step.temperature(atPly: 4) == 1 && step.temperature(atPly: 5) == 0)
    #expect(TemperatureSchedule.greedy.temperature(atPly: 0) == 0)
  }
}
