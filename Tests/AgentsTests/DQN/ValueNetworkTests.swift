import ArenaCore
import Environments
import NeuralCore
import Testing
import Training

@testable import Agents

/// What value heads read and learn, against numbers worked out by hand.
@Suite struct ValueNetworkTests {
  private let world = TimeLimit(Treadmill(), steps: 10)

  /// A network without a body whose outputs are these numbers, whatever it observes.
  private func network(_ outputs: [Float], _ options: ValueOptions = ValueOptions()) throws
    -> Network
  {
    var random = RandomSource(seed: 1)
    var network = try ValueNetwork.network(
      options, [], for: world, using: &random)
    let block = try #require(network.layout.first { $0.shape == [outputs.count] })
    for index in network.parameters.indices where !(network.layout.last?.range ?? 0..<0 ~= index) {
      network.parameters[index] = 0
    }
    network.parameters.replaceSubrange(block.range, with: outputs)
    return network
  }

  private func predictor(_ network: Network) -> Predictor {
    let predictor = Predictor(network, capacity: 1)
    predictor.run(count: 1)
    return predictor
  }

  private func target(
    online: [Float], target: [Float], legal: [Bool] = [true, true], nStepReturn: Float,
    discount: Float, _ options: ValueOptions = ValueOptions()
  ) throws -> [Float] {
    let networks = try (network(online, options), network(target, options))
    let values = try ValueNetwork(networks.1, for: world)
    var result = [Float](repeating: .nan, count: values.width)
    result.withUnsafeMutableBufferPointer {
      values.writeTarget(
        row: 0, online: predictor(networks.0), target: predictor(networks.1), legal: legal.span,
        nStepReturn: nStepReturn, discount: discount, into: $0)
    }
    return result
  }

  @Test func `double learning lets one network pick and the other rate`() throws {
    #expect(try target(online: [1, 2], target: [10, 3], nStepReturn: 1, discount: 0.5) == [2.5])
    #expect(try target(online: [10, 3], target: [10, 3], nStepReturn: 1, discount: 0.5) == [6])
  }

  @Test func `illegal actions are not bootstrapped from, nor anything after a termination`() throws
  {
    #expect(
      try target(
        online: [9, -1], target: [9, -1], legal: [false, true], nStepReturn: 0, discount: -1)
        == [1])
    #expect(
      try target(
        online: [0, 0], target: [7, 7], legal: [false, false], nStepReturn: -0.5, discount: 0)
        == [-0.5])
  }

  private var categorical: ValueOptions {
    var options = ValueOptions()
    options.distribution = .categorical
    (options.atoms, options.lowest, options.highest) = (3, -1, 1)
    return options
  }

  @Test func `a categorical action is worth the mean of its atoms, and so is its target`() throws {
    // The second action has its mass on the atom 1, the first on 0.
    let logits: [Float] = [-40, 0, -40, -40, -40, 0]
    let network = try network(logits, categorical)
    let values = try ValueNetwork(network, for: world)
    var read: [Float] = [0, 0]
    var span = read.mutableSpan
    values.read(row: 0, of: predictor(network), into: &span)
    #expect(abs(read[0]) < 1e-6 && abs(read[1] - 1) < 1e-6)
    // 0.25 + 0.5 * 1 lies between the atoms 0 and 1; the opponent's 1 is a loss.
    func goal(_ nStepReturn: Float, _ discount: Float) throws -> [Float] {
      try target(
        online: logits, target: logits, nStepReturn: nStepReturn, discount: discount, categorical)
    }
    for (found, expected) in [
      (try goal(0.25, 0.5), [0, 0.25, 0.75]), (try goal(0, -1), [1, 0, 0]),
      (try goal(-1, 0), [1, 0, 0]), (try goal(5, 1), [0, 0, 1]),
    ] as [([Float], [Float])] {
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-6 }, "\(found)")
      #expect(abs(found.reduce(0, +) - 1) < 1e-6)
    }
  }

  @Test func `a target that falls on an atom keeps all its mass, whichever atom it is`() throws {
    var options = ValueOptions()
    options.distribution = .categorical
    for (atoms, lowest, highest) in [(51, -10.0, 10.0), (51, 0, 100), (11, -1, 1), (7, -0.3, 0.3)] {
      (options.atoms, options.lowest, options.highest) = (atoms, lowest, highest)
      // All mass on the middle atom, moved by whole atoms, to both ends and beyond.
      var logits = [Float](repeating: -60, count: 2 * atoms)
      logits[atoms / 2] = 0
      logits[atoms + atoms / 2] = 0
      let gap = Float((highest - lowest) / Double(atoms - 1))
      let middle = Float(lowest) + Float(atoms / 2) * gap
      for atom in -2..<atoms + 2 {
        for discount in [Float(1), 0.5, 0] {
          let wanted = Float(lowest) + Float(atom) * gap
          let found = try target(
            online: logits, target: logits, nStepReturn: wanted - discount * middle,
            discount: discount, options)
          let place = min(max(atom, 0), atoms - 1)
          #expect(abs(found.reduce(0, +) - 1) < 1e-5, "\(atom) of \(atoms)")
          // Rounding may leave a little to a neighbour.
          #expect(found[place] > 0.999, "\(atom) of \(atoms): \(found)")
        }
      }
    }
  }

  @Test(arguments: [ValueNetwork.Distribution.categorical, .quantile])
  func `two returns are learnt in the proportion in which they come`(
    _ distribution: ValueNetwork.Distribution
  ) throws {
    var options = categorical
    options.distribution = distribution
    options.quantiles = 4
    let start = try network(
      [Float](repeating: 0, count: 2 * options.width), options)
    let values = try ValueNetwork(start, for: world)
    let trainer = Trainer(start, optimiser: .adam(), capacity: 4, threads: 1)
    // Of four returns of the second action three are 1 and one is -1.
    for _ in 0..<1500 {
      trainer.step(count: 4, learningRate: 0.01) { shard in
        for row in shard.rows {
          let reward: Float = row == 0 ? -1 : 1
          let target = [Float](unsafeUninitializedCapacity: values.width) { buffer, count in
            buffer.initialize(repeating: distribution == .quantile ? reward : 0)
            if distribution == .categorical { buffer[row == 0 ? 0 : 2] = 1 }
            count = values.width
          }
          _ = target.withUnsafeBufferPointer {
            values.learn(1, row: row, in: shard, target: $0, weight: 0.25, loss: .huber)
          }
        }
        return LossSums()
      }
    }
    let predictor = predictor(trainer.network)
    var read: [Float] = [0, 0]
    var span = read.mutableSpan
    values.read(row: 0, of: predictor, into: &span)
    let output = Array(predictor.output(0))
    #expect(output[..<options.width].allSatisfy { $0 == 0 }, "the other action learnt something")
    if distribution == .quantile {
      // Where the slopes of Huber's loss by both returns cancel, weighted by the midpoints 1/8,
      // 3/8, 5/8 and 7/8: computed by hand.
      for (found, expected) in zip(output[4...], [-4.0 / 7, 4.0 / 9, 4.0 / 5, 20.0 / 21]) {
        #expect(abs(Double(found) - expected) < 1e-3, "\(output)")
      }
    } else {
      #expect(abs(read[1] - 0.5) < 0.02)
    }
  }
}
