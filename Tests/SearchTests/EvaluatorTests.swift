import ArenaCore
import Environments
import TestKit
import Testing

@testable import Search

/// Evaluators that wrap others or models.
@Suite struct EvaluatorTests {
  /// A model that is no function of symmetric things: weighs every feature by its index.
  struct WeighingModel: PolicyValueModel {
    let actions: Int
    private(set) var rowsSeen: [Int] = []
    init(actions: Int) { self.actions = actions }

    mutating func evaluate(
      count: Int, observing observe: (_ row: Int, _ features: inout MutableSpan<Float>) -> Void,
      logits: inout [Float], values: inout [Float]
    ) {
      rowsSeen.append(count)
      let width = actions * 2
      var features = [Float](repeating: 0, count: width)
      for row in 0..<count {
        var span = features.mutableSpan
        observe(row, &span)
        var sum: Float = 0
        for index in 0..<width { sum += features[index] * Float(index + 1) }
        values[row] = sum / 1000
        for action in 0..<actions {
          let cell = features[action] - features[actions + action]
          logits[row * actions + action] = cell * Float(action + 1) + Float(action % 3)
        }
      }
    }
  }

  /// Nine positions of tic-tac-toe, the empty board first, as a batch.
  private func batch(capacity: Int = 16, repeating copies: Int = 1) throws -> EvaluationBatch<MNK> {
    var batch = EvaluationBatch<MNK>(capacity: capacity, actionCount: 9)
    for _ in 0..<copies {
      var game = try mnk(3, 3, 3)
      for action in [4, 0, 8, 2] {
        batch.append(game)
        game.play(action)
      }
    }
    return batch
  }

  @Test func `a cache gives the inner evaluator's answers and asks once`() throws {
    var cache = CachedEvaluator(
      ModelEvaluator(WeighingModel(actions: 9), for: MNK.self), capacity: 64)
    var plain = ModelEvaluator(WeighingModel(actions: 9), for: MNK.self)
    var expected = try batch(repeating: 2)
    plain.evaluate(&expected)
    for round in 1...3 {
      var answered = try batch(repeating: 2)
      cache.evaluate(&answered)
      #expect(answered.values == expected.values)
      #expect(answered.logits == expected.logits)
      // Repeated positions of one batch are asked once as well.
      #expect(cache.misses == 4)
      #expect(cache.hits == 8 * round - 4)
    }
    #expect(cache.inner.model.rowsSeen == [4])
    cache.removeAll()
    var again = try batch()
    cache.evaluate(&again)
    #expect(cache.misses == 8)
  }

  @Test func `a cache too small for everything still answers right`() throws {
    var cache = CachedEvaluator(
      ModelEvaluator(WeighingModel(actions: 9), for: MNK.self), capacity: 2)
    var plain = ModelEvaluator(WeighingModel(actions: 9), for: MNK.self)
    var random = RandomSource(seed: 1)
    for _ in 0..<50 {
      var asked = EvaluationBatch<MNK>(capacity: 8, actionCount: 9)
      for _ in 0..<8 {
        var game = try mnk(3, 3, 3)
        for _ in 0..<random.below(5) { _ = game.playRandomAction(using: &random) }
        asked.append(game)
      }
      var expected = asked
      cache.evaluate(&asked)
      plain.evaluate(&expected)
      #expect(asked.values == expected.values)
      #expect(asked.logits == expected.logits)
    }
    #expect(cache.capacity == 2)
    #expect(cache.hits > 0 && cache.hits + cache.misses == 400)
  }

  @Test func `search with a cache is the same search`() throws {
    let inner = ModelEvaluator(WeighingModel(actions: 16), for: MNK.self)
    let game = try mnk(4, 4, 4)
    let plain = searched(game, inner, simulations: 300)
    let cached = searched(game, CachedEvaluator(inner, capacity: 1024), simulations: 300)
    #expect(plain.visitCounts == cached.visitCounts)
    #expect(plain.value == cached.value)
  }

  @Test func `an average over all symmetries is itself symmetric`() throws {
    let game = try mnk(3, 3, 3)
    var average = SymmetricEvaluator(WeighingModel(actions: 9), for: game)
    var random = RandomSource(seed: 9)
    for symmetry in game.symmetries {
      var original = game
      var image = game
      for _ in 0..<4 {
        let legal = original.legalActions
        let action = legal[random.below(legal.count)]
        original.play(action)
        image.play(symmetry.actions[action])
      }
      var batch = EvaluationBatch<MNK>(capacity: 2, actionCount: 9)
      batch.append(original)
      batch.append(image)
      average.evaluate(&batch)
      #expect(abs(batch.values[0] - batch.values[1]) < 1e-5)
      for action in 0..<9 {
        #expect(abs(batch.logits[action] - batch.logits[9 + symmetry.actions[action]]) < 1e-4)
      }
    }
  }

  @Test func `random symmetries average to the same`() throws {
    let game = try mnk(3, 3, 3, ["a1", "b2", "c2"])
    var all = SymmetricEvaluator(WeighingModel(actions: 9), for: game)
    var one = SymmetricEvaluator(
      WeighingModel(actions: 9), for: game, seeing: .random(RandomSource(seed: 1)))
    var expected = EvaluationBatch<MNK>(capacity: 1, actionCount: 9)
    expected.append(game)
    all.evaluate(&expected)
    var drawn = EvaluationBatch<MNK>(capacity: 4000, actionCount: 9)
    for _ in 0..<4000 { drawn.append(game) }
    one.evaluate(&drawn)
    let mean = drawn.values.reduce(0, +) / 4000
    #expect(abs(mean - expected.values[0]) < 0.001)
    #expect(Set(drawn.values).count > 1)
    #expect(one.model.rowsSeen == [4000])
  }

  @Test func `playouts see a won position as won from the winner's view`() throws {
    // Whoever is to move cannot stop the other's two open threats.
    let lost = try connectFour("4455667")
    #expect(lost.turn == nil)
    let winning = try connectFour("445566")
    var evaluator = PlayoutEvaluator<ConnectFour>(playouts: 300, random: RandomSource(seed: 2))
    var batch = EvaluationBatch<ConnectFour>(capacity: 2, actionCount: 7)
    batch.append(winning)
    var passed = winning
    passed.play(0)
    batch.append(passed)
    evaluator.evaluate(&batch)
    #expect(batch.values[0] > 0.3)
    #expect(batch.logits.allSatisfy { $0 == 0 })
  }
}
