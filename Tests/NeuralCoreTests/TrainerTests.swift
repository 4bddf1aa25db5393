import ArenaCore
import Foundation
import NeuralCore
import Testing

@Suite struct TrainerTests {
  /// A small network for tasks in the plane.
  private func planar(_ outputs: Int, hidden: Int, seed: UInt64) throws -> Network {
    var random = RandomSource(seed: seed)
    return try Network(
      Architecture(
        input: .vector(2),
        trunk: [
          .dense(outputs: hidden), .activation(.tanh), .dense(outputs: hidden), .activation(.tanh),
        ],
        heads: [Head(name: "out", layers: [.dense(outputs: outputs, initial: .lecun)])]),
      using: &random)
  }

  @Test func `XOR is learnt`() throws {
    let trainer = Trainer(
      try planar(1, hidden: 8, seed: 1), optimiser: .adam(), capacity: 4, threads: 1)
    _ = trainer.inputs.update(fromContentsOf: [0, 0, 0, 1, 1, 0, 1, 1])
    let targets: [Float] = [0, 1, 1, 0]
    var loss = 1.0
    for _ in 0..<500 {
      loss = trainer.step(count: 4, learningRate: 0.02) { meanSquares($0, targets) }[0]
    }
    #expect(loss < 1e-4)
  }

  @Test(arguments: [
    (Optimiser.sgd(), Float(0.2)), (.sgd(momentum: 0.9), 0.05),
    (.sgd(momentum: 0.9, nesterov: true), 0.05), (.adam(), 0.02), (.adamW(decay: 1e-4), 0.02),
    (.rmsProp(), 0.02), (.rmsProp(epsilonInsideRoot: true), 0.02),
  ])
  func `a line is learnt by every optimiser`(_ optimiser: Optimiser, rate: Float) throws {
    var random = RandomSource(seed: 4)
    let network = try Network(
      Architecture(
        input: .vector(1), trunk: [], heads: [Head(name: "y", layers: [.dense(outputs: 1)])]),
      using: &random)
    let trainer = Trainer(network, optimiser: optimiser, capacity: 16, threads: 1)
    let xs = (0..<16).map { Float($0) / 8 - 1 }
    _ = trainer.inputs.update(fromContentsOf: xs)
    let targets = xs.map { 3 * $0 - 0.5 }
    for step in 0..<1500 {
      let fade = 1 - Float(step) / 1500
      trainer.step(count: 16, learningRate: rate * fade) { meanSquares($0, targets) }
    }
    let learnt = trainer.network.parameters
    #expect(abs(learnt[0] - 3) < 0.01 && abs(learnt[1] + 0.5) < 0.01, "\(optimiser): \(learnt)")
  }

  @Test func `a two-class spiral is learnt`() throws {
    let count = 128
    var points: [Float] = []
    for index in 0..<count {
      let angle = Float(index / 2) / 64 * 3 * .pi
      let radius = (angle + 0.5) / 10
      let turn: Float = index % 2 == 0 ? 0 : .pi
      points += [radius * cos(angle + turn), radius * sin(angle + turn)]
    }
    let trainer = Trainer(
      try planar(2, hidden: 32, seed: 2), optimiser: .adam(), capacity: count, threads: 2)
    _ = trainer.inputs.update(fromContentsOf: points)
    var correct = 0.0
    for _ in 0..<1500 {
      correct =
        trainer.step(count: count, learningRate: 0.01, clip: 1) { shard in
          var sums = LossSums()
          for row in shard.rows {
            let logits = shard.output(0, row: row)
            let target: [Float] = row % 2 == 0 ? [1, 0] : [0, 1]
            sums[0] += target.withUnsafeBufferPointer {
              Loss.crossEntropy(
                logits: logits, target: $0, weight: 1 / Float(count),
                gradient: shard.gradient(0, row: row))
            }
            sums[1] += (logits[0] > logits[1]) == (row % 2 == 0) ? 1 : 0
          }
          return sums
        }[1]
    }
    #expect(correct == Double(count))
  }

  @Test func `one batch of planes is fitted to nothing`() throws {
    let network = try SampleNetworks.network(
      Architecture(
        input: .planes(channels: 2, rows: 4, columns: 4),
        trunk: [
          .convolution(channels: 16, kernel: 3), .activation(.relu),
          .residual([
            .convolution(channels: 16, kernel: 3), .activation(.relu),
            .convolution(channels: 16, kernel: 3),
          ]), .activation(.relu),
        ], heads: [Head(name: "value", layers: [.dense(outputs: 5)])]))
    let trainer = Trainer(network, optimiser: .adam(), capacity: 8, threads: 1)
    _ = trainer.inputs.update(
      fromContentsOf: SampleNetworks.rows(8, of: network.architecture.input))
    let targets = (0..<40).map { Float($0 % 7) / 7 - 0.4 }
    var loss = 1.0
    for step in 0..<600 {
      let rate = 3e-3 * (1 - Float(step) / 600)
      loss = trainer.step(count: 8, learningRate: rate) { meanSquares($0, targets) }[0]
    }
    #expect(loss < 1e-6)
  }

  @Test(arguments: [2, 3, 7], KernelBuild.supported)
  func `any number of threads gives the same bits`(_ threads: Int, _ kernels: KernelBuild) throws {
    let network = try SampleNetworks.network(SampleNetworks.all[2].architecture)
    let inputs = SampleNetworks.rows(150, of: network.architecture.input)
    let targets = SampleNetworks.rows(150, of: .vector(5), seed: 9)
    func train(_ threads: Int) -> (TrainerState, [LossSums]) {
      let trainer = Trainer(
        network, optimiser: .adam(), capacity: 150, threads: threads, shardSize: 16,
        kernels: kernels)
      _ = trainer.inputs.update(fromContentsOf: inputs)
      let losses = [150, 150, 131, 20, 1].map {
        trainer.step(count: $0, learningRate: 1e-3, clip: 0.1) { meanSquares($0, targets) }
      }
      return (trainer.state, losses)
    }
    let (one, oneLosses) = train(1)
    let (many, manyLosses) = train(threads)
    #expect(one == many)
    #expect(oneLosses == manyLosses)
  }

  @Test func `going on from a state equals never stopping`() throws {
    let network = try planar(1, hidden: 8, seed: 5)
    let inputs = SampleNetworks.rows(6, of: .vector(2))
    let targets: [Float] = [1, 2, 3, 4, 5, 6]
    func trainer() -> Trainer {
      let trainer = Trainer(network, optimiser: .adam(), capacity: 6, threads: 1)
      _ = trainer.inputs.update(fromContentsOf: inputs)
      return trainer
    }
    func steps(_ count: Int, _ trainer: Trainer) {
      for _ in 0..<count {
        trainer.step(count: 6, learningRate: 0.01) { meanSquares($0, targets) }
      }
    }
    let whole = trainer()
    steps(20, whole)
    let first = trainer()
    steps(10, first)
    let second = trainer()
    second.state = first.state
    steps(10, second)
    #expect(second.state == whole.state)
  }

  @Test func `running statistics move towards those of the batch`() throws {
    var random = RandomSource(seed: 1)
    let network = try Network(
      Architecture(
        input: .vector(1), trunk: [.batchNormalisation],
        heads: [Head(name: "a", layers: [.dense(outputs: 1)])]), using: &random)
    let trainer = Trainer(network, optimiser: .adamW(), capacity: 4, threads: 1)
    _ = trainer.inputs.update(fromContentsOf: [1, 2, 3, 6])
    for _ in 0..<200 { trainer.step(count: 4, learningRate: 0) { _ in LossSums() } }
    func value(_ name: String) -> Float {
      let block = trainer.network.layout.first { $0.name == "trunk.0." + name }
      return block.map { trainer.network.parameters[$0.offset] } ?? .nan
    }
    #expect(abs(value("mean") - 3) < 1e-5)
    #expect(abs(value("variance") - 14 / 3) < 1e-5)
    #expect(trainer.gradientNorm == 0)
  }

  @Test func `clipping scales the whole gradient down to the norm`() throws {
    let network = try planar(1, hidden: 4, seed: 6)
    let trainer = Trainer(network, optimiser: .sgd(), capacity: 3, threads: 1)
    _ = trainer.inputs.update(fromContentsOf: SampleNetworks.rows(3, of: .vector(2)))
    trainer.step(count: 3, learningRate: 1, clip: 0.25) { meanSquares($0, [9, 9, 9]) }
    let moved = zip(trainer.network.parameters, network.parameters)
      .reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    #expect(trainer.gradientNorm > 0.25)
    #expect(abs(moved - 0.25) < 1e-5)
  }
}

/// The mean over rows of the squared distance of head 0 from `targets`, `[rows, width]`.
@Sendable func meanSquares(_ shard: Shard, _ targets: [Float]) -> LossSums {
  var sums = LossSums()
  let width = shard.output(0).count / shard.rows.count
  let weight = 1 / Float(targets.count / width)
  for row in shard.rows {
    let output = shard.output(0, row: row)
    let gradient = shard.gradient(0, row: row)
    for index in 0..<width {
      sums[0] +=
        Double(weight)
        * Loss.squaredError(
          output: output[index], target: targets[row * width + index], weight: weight,
          gradient: &gradient[index])
    }
  }
  return sums
}
