import ArenaCore
import Foundation
import NeuralCore
import Testing

@Suite struct AsynchronousTrainerTests {
  /// y = weight x + bias, both zero at first.
  private func line() throws -> Network {
    try Network(
      zeros: Architecture(
        input: .vector(1), trunk: [], heads: [Head(name: "y", layers: [.dense(outputs: 1)])]))
  }

  @Test(arguments: [1, 2, 4])
  func `no update is lost`(threads: Int) throws {
    // The slopes are 1 whatever the parameters, so every order of updates ends in the same place.
    let trainer = AsynchronousTrainer(
      try line(), optimiser: .sgd(), batchSize: 2, threads: threads)
    let sums = trainer.run(updates: 5000, learningRate: 0x1p-10) { _, inputs in
      inputs.update(repeating: 1)
    } loss: { _, shard in
      var sums = LossSums()
      for row in shard.rows {
        shard.gradient(0, row: row)[0] = 0.5
        sums[0] += 1
      }
      return sums
    }
    #expect(trainer.stepCount == 5000)
    #expect(sums[0] == 10_000)
    #expect(trainer.network.parameters == [-5000 * 0x1p-10, -5000 * 0x1p-10])
  }

  @Test func `every batch is filled once, and its loss knows its number`() throws {
    let trainer = AsynchronousTrainer(
      try line(), optimiser: .sgd(), batchSize: 1, threads: 3)
    let sums = trainer.run(updates: 100, learningRate: 0.5) { number, inputs in
      inputs[0] = Float(number)
    } loss: { number, shard in
      var sums = LossSums()
      sums[0] = Double(number)
      return sums
    }
    #expect(sums[0] == 4950)
  }

  @Test func `one thread gives the bits of the trainer that waits`() throws {
    let network = try SampleNetworks.network(SampleNetworks.all[2].architecture)
    let batches = (0..<6).map {
      SampleNetworks.rows(40, of: network.architecture.input, seed: UInt64($0))
    }
    let targets = SampleNetworks.rows(40, of: .vector(5), seed: 9)
    let synchronous = Trainer(
      network, optimiser: .adam(), capacity: 40, threads: 1, shardSize: 16)
    for batch in batches {
      _ = synchronous.inputs.update(fromContentsOf: batch)
      synchronous.step(count: 40, learningRate: 1e-3, clip: 0.1) { meanSquares($0, targets) }
    }
    let asynchronous = AsynchronousTrainer(
      network, optimiser: .adam(), batchSize: 40, threads: 1, shardSize: 16)
    asynchronous.run(updates: 6, learningRate: 1e-3, clip: 0.1) { number, inputs in
      _ = inputs.update(fromContentsOf: batches[number])
    } loss: {
      meanSquares($1, targets)
    }
    #expect(asynchronous.state == synchronous.state)
    #expect(asynchronous.meanStaleness == 0)
  }

  @Test func `a task is learnt as well as by the trainer that waits`() throws {
    var random = RandomSource(seed: 2)
    let network = try Network(
      Architecture.perceptron(inputs: 2, hidden: [16], activation: .tanh, outputs: 1),
      using: &random)
    // XOR by signs.
    @Sendable func target(_ inputs: UnsafeMutableBufferPointer<Float>, _ row: Int) -> Float {
      inputs[2 * row] * inputs[2 * row + 1]
    }
    @Sendable func fill(_ number: Int, _ inputs: UnsafeMutableBufferPointer<Float>) {
      var random = RandomSource(seed: UInt64(number))
      for index in inputs.indices { inputs[index] = random.uniform(-1, 1) > 0 ? 1 : -1 }
    }
    @Sendable func loss(_ number: Int, _ shard: Shard) -> LossSums {
      var inputs = [Float](repeating: 0, count: 32)
      inputs.withUnsafeMutableBufferPointer { fill(number, $0) }
      let targets = inputs.withUnsafeMutableBufferPointer { inputs in
        (0..<16).map { target(inputs, $0) }
      }
      return meanSquares(shard, targets)
    }
    let asynchronous = AsynchronousTrainer(
      network, optimiser: .adam(), batchSize: 16, threads: 2)
    asynchronous.run(updates: 800, learningRate: 0.01, fill: fill, loss: loss)
    let last = asynchronous.run(updates: 50, learningRate: 0.01, fill: fill, loss: loss)[0] / 50

    let synchronous = Trainer(network, optimiser: .adam(), capacity: 16, threads: 2)
    var waiting = 0.0
    for step in 0..<850 {
      fill(step % 800, synchronous.inputs)
      let sums = synchronous.step(count: 16, learningRate: 0.01) { loss(step % 800, $0) }
      if step >= 800 { waiting += sums[0] / 50 }
    }
    #expect(last < 1e-3 && waiting < 1e-3, "\(last) and \(waiting)")
  }

  @Test func `going on from a state equals never stopping`() throws {
    func trainer() throws -> AsynchronousTrainer {
      AsynchronousTrainer(try line(), optimiser: .adam(), batchSize: 4, threads: 1)
    }
    func steps(_ range: Range<Int>, _ trainer: AsynchronousTrainer) {
      trainer.run(updates: range.count, learningRate: 0.01) { number, inputs in
        for row in 0..<4 { inputs[row] = Float(range.lowerBound + number + row) / 20 }
      } loss: {
        meanSquares($1, [1, 2, 3, 4])
      }
    }
    let whole = try trainer()
    steps(0..<20, whole)
    let first = try trainer()
    steps(0..<10, first)
    let second = try trainer()
    second.state = first.state
    steps(10..<20, second)
    #expect(second.state == whole.state)
    #expect(second.stepCount == 20)
  }
}
