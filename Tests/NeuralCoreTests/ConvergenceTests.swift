import ArenaCore
import Benchmarks
import Foundation
import NeuralCore
import Testing

/// What only longer training can show. In turn, so that memory measured is that of one test.
@Suite(.serialized) struct ConvergenceTests {
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
    // Single batches are noisy.
    let window = max(20, steps / 6)
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
      if step >= steps - window { loss += sums[0] / Double(window) }
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

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `Winograd's rounding does not change what is learnt`(seed: UInt64) throws {
    let network = try network(seed: seed)
    let steps = Self.isLong ? 3000 : 300
    let fast = losses(network, seed: seed, steps: steps).loss
    let exact = losses(network.convolvingDirectly, seed: seed, steps: steps).loss
    if Self.isLong { print("seed \(seed): Winograd ends at \(fast), direct at \(exact)") }
    // An untrained network loses 1. In long runs rounding sends training down another path, whose
    // loss differs as between two seeds.
    let bar = Self.isLong ? 0.15 : 0.35
    #expect(fast < bar && exact < bar, "\(fast) and \(exact)")
    #expect(abs(fast - exact) < (Self.isLong ? 0.25 : 0.1) * exact, "\(fast) and \(exact)")
  }

  @Test func `one thread and two end in the same bits after many steps`() throws {
    let steps = Self.isLong ? 1000 : 60
    let network = try network(seed: 4)
    func bits(_ parameters: [Float]) -> [UInt32] { parameters.map(\.bitPattern) }
    let ends = [1, 2].map { bits(losses(network, seed: 4, steps: steps, threads: $0).parameters) }
    let (areEqual, haveMoved) = (ends[0] == ends[1], ends[0] != bits(network.parameters))
    #expect(areEqual && haveMoved)
  }

  private func residentBytes() throws -> Int {
    let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    return (Int(text.split(separator: " ")[1]) ?? 0) * 4096
  }

  @Test func `memory does not grow with steps`() throws {
    let network = try network(seed: 5)
    let trainer = Trainer(network, optimiser: .adam(), capacity: 64, threads: 2)
    func steps(_ count: Int) {
      for _ in 0..<count {
        trainer.step(count: 64, learningRate: 1e-3) { meanSquares($0, Self.zeros) }
      }
    }
    // Other tests run in this process too, which the first half outlasts where it is long.
    steps(Self.isLong ? 5000 : 150)
    let before = try residentBytes()
    steps(Self.isLong ? 5000 : 150)
    let growth = try residentBytes() - before
    if Self.isLong { print("resident memory grew by \(growth) bytes over the last 5000 steps") }
    #expect(growth < (Self.isLong ? 4 : 64) << 20)
  }

  private static let zeros = [Float](repeating: 0, count: 64)

  private static let boards = NeuralBenchmark.subjects.filter {
    $0.architecture.input.count > 100
  }

  @Test(arguments: boards)
  func `a training step needs at most twice the memory of its activations`(
    _ subject: NeuralBenchmark.Subject
  ) throws {
    guard case .planes(let planes, let rows, let columns) = subject.architecture.input,
      case .convolution(let channels, 3, _)? = subject.architecture.trunk.first
    else { return }
    let blocks = subject.architecture.trunk.count / 2 - 1
    let points = rows * columns
    // What every convolution, dense layer and activation function of one row makes; the functions
    // overwrite what they work on.
    let floats =
      points * (planes + channels * (1 + 2 * blocks) + 3) + 65
      + (subject.architecture.heads[0].layers.last.map { layer in
        guard case .dense(let outputs, _) = layer else { return 0 }
        return outputs
      } ?? 0)
    let activations = 256 * floats * MemoryLayout<Float>.size
    let before = try residentBytes()
    let trainer = Trainer(
      try Network(zeros: subject.architecture), optimiser: .adam(), capacity: 256, threads: 1)
    // Buffers are written when they are made, so a step makes no more of them resident.
    if points < 225 { trainer.step(count: 256, learningRate: 0) { _ in LossSums() } }
    let grown = try residentBytes() - before
    if Self.isLong {
      print(
        "\(subject.name): activations \(activations) bytes, trainer \(trainer.byteCount), "
          + "resident \(grown)")
    }
    #expect(trainer.byteCount < 2 * activations, "\(subject.name)")
    // Other tests allocate beside this one; only where it runs alone does this say something.
    if Self.isLong { #expect(grown < 2 * activations, "\(subject.name): \(grown)") }
  }
}
