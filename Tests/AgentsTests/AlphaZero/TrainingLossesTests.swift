import ArenaCore
import Environments
import Foundation
import NeuralCore
import Testing
import Training

@testable import Agents

/// What each head learns from a batch of targets.
@Suite struct TrainingLossesTests {
  private let start: GoLite

  init() throws { start = try GoLite(["columns": "3", "rows": "3"]) }

  private func network(_ heads: [AuxiliaryHead]) throws -> Network {
    var random = RandomSource(seed: 1)
    return try Network(
      AlphaZeroNetwork.architecture(for: start, .init(blocks: 0, channels: 8), auxiliary: heads),
      using: &random)
  }

  private func step(
    _ trainer: Trainer, _ batch: Batch, _ heads: [AuxiliaryHead], rate: Float
  ) -> LossSums {
    trainer.step(count: 1, learningRate: rate) { shard in
      TrainingLosses.ofShard(shard, batch, heads, rows: 1)
    }
  }

  /// The empty board with a policy of two points, a reply, owners and a margin.
  private func targets() -> Batch {
    var batch = Batch(rows: 1, for: start, learnsPoints: true)
    batch.clear(0)
    for action in 0..<10 { batch.allow(action, in: 0) }
    batch.setPolicy(2, 0.9375, in: 0)
    batch.setPolicy(5, 0.0625, in: 0)
    batch.setReply(7, 1, in: 0)
    batch.hasReply[0] = true
    batch.values[0] = 0.5
    for cell in 0..<9 { batch.setOwner(cell, cell < 3 ? 1 : cell < 6 ? 0 : -1, in: 0) }
    batch.margins[0] = -0.25
    batch.hasPoints[0] = true
    return batch
  }

  @Test func `each head learns its target`() throws {
    let heads = AuxiliaryHead.Kind.allCases.map { AuxiliaryHead(kind: $0, weight: 1) }
    let trainer = Trainer(
      try network(heads), optimiser: .adam(), capacity: 1, threads: 1)
    func observe(_ inputs: UnsafeMutableBufferPointer<Float>) {
      for index in inputs.indices { inputs[index] = index % 4 == 0 ? 1 : 0 }
    }
    for index in 0..<600 {
      observe(trainer.inputs)
      _ = step(trainer, targets(), heads, rate: index < 400 ? 0.02 : 0.002)
    }
    let predictor = Predictor(trainer.network, capacity: 1)
    observe(predictor.inputs)
    predictor.run(count: 1)
    func probabilities(_ head: Int) -> [Float] {
      let weights = predictor.output(head).map { exp($0) }
      return weights.map { $0 / weights.reduce(0, +) }
    }
    let policy = probabilities(AlphaZeroNetwork.policyHead)
    #expect(abs(policy[2] - 0.9375) < 0.02 && abs(policy[5] - 0.0625) < 0.02)
    let value = AlphaZeroNetwork.value(
      ofLogit: predictor.output(AlphaZeroNetwork.valueHead)[0])
    #expect(abs(value - 0.5) < 0.02)
    #expect(probabilities(2)[7] > 0.97, "the reply")
    // Fourth roots of 15/16 and 1/16.
    let soft = probabilities(3)
    #expect(abs(soft[2] - 0.6631) < 0.02 && abs(soft[5] - 0.3369) < 0.02)
    let owners = predictor.output(4).map { AlphaZeroNetwork.value(ofLogit: $0) }
    for cell in 0..<9 {
      #expect(abs(owners[cell] - (cell < 3 ? 1 : cell < 6 ? 0 : -1)) < 0.1, "cell \(cell)")
    }
    #expect(abs(predictor.output(5)[0] + 0.25) < 0.02, "the margin")
  }

  @Test(arguments: AuxiliaryHead.Kind.allCases)
  func `a head with twice the weight moves twice as far`(_ kind: AuxiliaryHead.Kind) throws {
    // The last parameter is a bias of the head's last layer, which starts at zero.
    let moves = try [Float(0.5), 1].map { weight in
      let heads = [AuxiliaryHead(kind: kind, weight: weight)]
      let trainer = Trainer(try network(heads), optimiser: .sgd(), capacity: 1, threads: 1)
      for index in trainer.inputs.indices { trainer.inputs[index] = 0 }
      _ = step(trainer, targets(), heads, rate: 0.5)
      return try #require(trainer.network.parameters.last)
    }
    #expect(moves[0] != 0)
    #expect(abs(moves[1] - 2 * moves[0]) < 1e-6)
  }
}
