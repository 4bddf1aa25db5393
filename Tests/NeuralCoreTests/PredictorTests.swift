import ArenaCore
import NeuralCore
import Testing

@Suite struct PredictorTests {
  @Test(
    arguments: SampleNetworks.all,
    KernelBuild.supported)
  func `a row's outputs depend on that row alone, to the last bit`(
    _ sample: (name: String, architecture: Architecture), _ kernels: KernelBuild
  ) throws {
    let network = CompiledNetwork(
      try SampleNetworks.network(sample.architecture), kernels: kernels)
    let count = 131
    let width = sample.architecture.input.count
    let inputs = SampleNetworks.inputs(count, for: sample.architecture)
    func outputs(batch: Int) -> [[Float]] {
      let predictor = Predictor(network, capacity: batch)
      var outputs = sample.architecture.heads.map { _ in [Float]() }
      for start in stride(from: 0, to: count, by: batch) {
        let rows = min(batch, count - start)
        _ = predictor.inputs.update(
          fromContentsOf: inputs[(start * width)..<((start + rows) * width)])
        predictor.run(count: rows)
        for head in outputs.indices { outputs[head] += predictor.output(head) }
      }
      return outputs
    }
    let whole = outputs(batch: count)
    for batch in [1, 2, 5, 7, 16, 64] { #expect(outputs(batch: batch) == whole, "batch \(batch)") }
  }

  @Test func `new weights take the place of old ones`() throws {
    let architecture = SampleNetworks.all[2].architecture
    let first = try SampleNetworks.network(architecture, seed: 1)
    let second = try SampleNetworks.network(architecture, seed: 2)
    let inputs = SampleNetworks.rows(3, of: architecture.input)
    func policy(_ predictor: Predictor) -> [Float] {
      _ = predictor.inputs.update(fromContentsOf: inputs)
      predictor.run(count: 3)
      return Array(predictor.output(0))
    }
    let predictor = Predictor(first, capacity: 3)
    let old = policy(predictor)
    predictor.replace(parameters: second.parameters)
    #expect(policy(predictor) == policy(Predictor(second, capacity: 3)))
    predictor.network = CompiledNetwork(first)
    #expect(policy(predictor) == old)
  }
}
