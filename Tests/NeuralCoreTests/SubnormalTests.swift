import NeuralCore
import Synchronization
import Testing

/// Numbers too small to be normal are zero wherever networks are computed, and nowhere else.
@Suite struct SubnormalTests {
  /// Not to be computed by the compiler.
  @inline(never) private static func half(_ x: Float) -> Float { x / 2 }
  private static var areFlushed: Bool { half(.leastNormalMagnitude) == 0 }

  private static func network() throws -> Network {
    try SampleNetworks.network(
      Architecture(
        input: .vector(16), trunk: [.dense(outputs: 128), .activation(.relu)],
        heads: [Head(name: "value", layers: [.dense(outputs: 16)])]))
  }

  @Test(arguments: [1, 2])
  func `every thread flushes while it trains and restores its setting`(_ threads: Int) throws {
    let trainer = Trainer(
      try Self.network(), optimiser: .adam(), capacity: 1024, threads: threads, shardSize: 64)
    let flushed = Atomic(0)
    for _ in 0..<2 {
      trainer.step(count: 1024, learningRate: 1e-3) { _ in
        if Self.areFlushed { flushed.add(1, ordering: .relaxed) }
        return LossSums()
      }
    }
    #expect(flushed.load(ordering: .relaxed) == 2 * 1024 / 64)
    #expect(!Self.areFlushed)
  }

  @Test func `training with subnormal weights and moments ends in the bits of zeros`() throws {
    let network = try Self.network()
    let inputs = SampleNetworks.rows(64, of: .vector(16))
    func train(_ tiny: Float) -> TrainerState {
      let trainer = Trainer(network, optimiser: .adam(), capacity: 64, threads: 1)
      _ = trainer.inputs.update(fromContentsOf: inputs)
      var state = trainer.state
      for index in stride(from: 0, to: state.parameters.count, by: 3) {
        state.parameters[index] = tiny
        for moment in state.moments.indices { state.moments[moment][index] = tiny }
      }
      trainer.state = state
      for _ in 0..<20 {
        trainer.step(count: 64, learningRate: 1e-3) { shard in
          for index in shard.output(0).indices {
            shard.gradient(0)[index] = shard.output(0)[index] - 1
          }
          return LossSums()
        }
      }
      return trainer.state
    }
    #expect(train(1e-40) == train(0))
    // Nothing subnormal is left to slow it down.
    #expect(train(1e-40).moments.allSatisfy { !$0.contains(where: \.isSubnormal) })
  }

  @Test func `prediction takes subnormal weights as zero and restores the setting`() throws {
    var network = try Network(
      zeros: Architecture(
        input: .vector(1), trunk: [], heads: [Head(name: "out", layers: [.dense(outputs: 1)])]))
    network.parameters[0] = 1e-40
    let predictor = Predictor(network, capacity: 1)
    predictor.inputs[0] = 1e38
    predictor.run(count: 1)
    #expect(predictor.output(0)[0] == 0)
    #expect(!Self.areFlushed)
  }
}
