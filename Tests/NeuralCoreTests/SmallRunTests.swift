import ArenaCore
import Benchmarks
import Glibc
import NeuralCore
import Synchronization
import Testing

/// Runs of one or two rows, and threads that share them.
@Suite struct SmallRunTests {
  private static func outputs(_ predictor: Predictor, _ inputs: [Float], rows: Int) -> [Float] {
    _ = predictor.inputs.update(fromContentsOf: inputs)
    predictor.run(count: rows)
    return (0..<predictor.headCount).flatMap { predictor.output($0) }
  }

  @Test(arguments: NeuralBenchmark.subjects.filter { !$0.name.hasPrefix("MLP") }[1...1])
  func `small runs agree with direct convolution`(_ subject: NeuralBenchmark.Subject) throws {
    let network = try SampleNetworks.network(subject.architecture)
    let inputs = SampleNetworks.rows(1, of: subject.architecture.input)
    let small = Self.outputs(Predictor(network, capacity: 1), inputs, rows: 1)
    let direct = Self.outputs(
      Predictor(network.convolvingDirectly, capacity: 1), inputs, rows: 1)
    let large = Self.outputs(Predictor(network, capacity: 64), inputs, rows: 1)
    let scale = direct.reduce(1) { max($0, abs($1)) }
    for (a, b) in zip(small, direct) { #expect(abs(a - b) < 2e-5 * scale) }
    // Another plan, so other last bits: what the documentation warns of.
    #expect(small != large)
  }

  @Test(arguments: SampleNetworks.all, [1, 64])
  func `threads that share positions give the bits of one`(
    _ sample: (name: String, architecture: Architecture), _ plan: Int
  ) throws {
    let network = CompiledNetwork(
      try SampleNetworks.network(sample.architecture), rows: plan)
    let inputs = SampleNetworks.inputs(9, for: sample.architecture)
    let one = Self.outputs(Predictor(network, capacity: 9), inputs, rows: 9)
    for threads in [2, 3] {
      let predictor = Predictor(network, capacity: 9, threads: threads)
      for _ in 0..<3 { #expect(Self.outputs(predictor, inputs, rows: 9) == one) }
    }
  }

  @Test func `a predictor takes weights that were compiled for runs of another size`() throws {
    let network = try SampleNetworks.network(NeuralBenchmark.subjects[1].architecture)
    let inputs = SampleNetworks.rows(2, of: network.architecture.input)
    let (small, large) = (CompiledNetwork(network, rows: 2), CompiledNetwork(network))
    let predictor = Predictor(small, capacity: 2)
    for compiled in [large, small, large] {
      predictor.network = compiled
      #expect(
        Self.outputs(predictor, inputs, rows: 2)
          == Self.outputs(Predictor(compiled, capacity: 2), inputs, rows: 2))
    }
  }

  @Test func `steps too small to be worth waking a thread stay on the caller's`() throws {
    let network = try SampleNetworks.network(
      .perceptron(inputs: 4, hidden: [128, 128], outputs: 2))
    let trainer = Trainer(network, optimiser: .adam(), capacity: 512, threads: 2, shardSize: 64)
    let caller = UInt(pthread_self())
    func strangers(_ rows: Int) -> Int {
      let count = Atomic(0)
      for _ in 0..<2 {
        trainer.step(count: rows, learningRate: 1e-3) { _ in
          if UInt(pthread_self()) != caller { count.add(1, ordering: .relaxed) }
          return LossSums()
        }
      }
      return count.load(ordering: .relaxed)
    }
    #expect(strangers(64) == 0)
    #expect(strangers(512) == 2 * 512 / 64 / 2)
  }
}
