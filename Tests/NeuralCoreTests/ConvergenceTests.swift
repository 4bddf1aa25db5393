import ArenaCore
import Foundation
import NeuralCore
import Testing

/// What only longer training can show.
@Suite struct ConvergenceTests {
  /// Whether the tests that take many seconds run.
  private static let isLong = ProcessInfo.processInfo.environment["ARENA_LONG_TESTS"] == "1"

  /// The task: whether the sum of a random board's first plane exceeds that of its second.
  private func losses(
    _ network: Network, seed: UInt64, steps: Int, threads: Int = 1
  ) -> (loss: Double, parameters: [Float]) {
    let trainer = Trainer(
      network, optimiser: .adam(), capacity: 64, threads: threads, shardSize: 16)
    var random = RandomSource(seed: seed)
    var targets = [Float](repeating: 0, count: 64)
    var loss = 0.0
    for step in 0..<steps {
      for row in 0..<64 {
        var sum: Float = 0
        for index in 0..<84 {
          let value = Float(random.normal())
          trainer.inputs[row * 84 + index] = value
          sum += index < 42 ? value : -value
        }
        targets[row] = sum > 0 ? 1 : -1
      }
      let sums = trainer.step(count: 64, learningRate: 3e-3, clip: 1) { [targets] in
        meanSquares($0, targets)
      }
      if step >= steps - 20 { loss += sums[0] / 20 }
    }
    return (loss, trainer.network.parameters)
  }

  private func network(seed: UInt64) throws -> Network {
    var random = RandomSource(seed: seed)
    var architecture = Architecture.residualTower(
      input: .planes(channels: 2, rows: 7, columns: 6), blocks: 2, channels: 16, actions: 7)
    architecture.heads.removeFirst()
    return try Network(architecture, using: &random)
  }

  @Test("Winograd's rounding does not change what is learnt", arguments: [1, 2, 3] as [UInt64])
  func rounding(seed: UInt64) throws {
    let network = try network(seed: seed)
    let fast = losses(network, seed: seed, steps: 300).loss
    let exact = losses(network.convolvingDirectly, seed: seed, steps: 300).loss
    // An untrained network loses 1.
    #expect(fast < 0.35 && exact < 0.35, "\(fast) and \(exact)")
    #expect(abs(fast - exact) < 0.1 * exact, "\(fast) and \(exact)")
  }

  @Test func `one thread and two end in the same bits after many steps`() throws {
    let steps = Self.isLong ? 1000 : 60
    let network = try network(seed: 4)
    let one = losses(network, seed: 4, steps: steps)
    let two = losses(network, seed: 4, steps: steps, threads: 2)
    #expect(one.parameters.map(\.bitPattern) == two.parameters.map(\.bitPattern))
    #expect(one.parameters != network.parameters)
  }

  @Test func `memory does not grow with steps`() throws {
    let network = try network(seed: 5)
    _ = losses(network, seed: 5, steps: 10)
    let trainer = Trainer(network, optimiser: .adam(), capacity: 64, threads: 2)
    func residentBytes() throws -> Int {
      let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
      return (Int(text.split(separator: " ")[1]) ?? 0) * 4096
    }
    func steps(_ count: Int) {
      for _ in 0..<count { trainer.step(count: 64, learningRate: 1e-3) { _ in LossSums() } }
    }
    steps(10)
    let before = try residentBytes()
    steps(Self.isLong ? 10_000 : 300)
    // Other tests run in this process too, so this only shows growth with every step.
    #expect(try residentBytes() - before < 64 << 20)
  }

  @Test func `a trainer's activations stay within twice their sum`() throws {
    let network = try network(seed: 6)
    let trainer = Trainer(network, optimiser: .sgd(), capacity: 256, threads: 1)
    // Stem, two convolutions a block, 1x1 head: 18 channels padded to 32 at most.
    let activations = 256 * (5 * 9 * 8 * 16 + 2 * 9 * 8 * 16 + 42 + 64 + 1) * 4
    #expect(trainer.workspaceBytes < 2 * activations)
  }
}
