import ArenaCore
import NeuralCore
import Testing

/// Forward and backward against the textbook network: values directly, gradients by central
/// differences in double precision.
@Suite struct GradientTests {
  @Test(
    arguments: SampleNetworks.all,
    KernelBuild.supported)
  func `every sample network computes what the textbook does`(
    _ sample: (name: String, architecture: Architecture), _ kernels: KernelBuild
  ) throws {
    let network = try SampleNetworks.network(sample.architecture)
    let inputs = SampleNetworks.inputs(37, for: sample.architecture)
    let predictor = Predictor(CompiledNetwork(network, kernels: kernels), capacity: 40)
    _ = predictor.inputs.update(fromContentsOf: inputs)
    predictor.run(count: 37)
    let reference = ReferenceNetwork(network)
    let expected = reference.outputs(SampleNetworks.split(inputs, rows: 37))
    for head in sample.architecture.heads.indices {
      let width = network.outputWidth(head)
      let flat = expected.flatMap { $0[head] }
      #expect(flat.count == 37 * width)
      // Rounding is relative to what was summed, so to the largest outputs, not to each.
      let scale = flat.reduce(1) { max($0, abs($1)) }
      let worst = zip(predictor.output(head), flat).reduce(0) { max($0, abs(Double($1.0) - $1.1)) }
      #expect(worst <= 1e-5 * scale, "\(sample.name), head \(head)")
    }
  }

  @Test(
    arguments: SampleNetworks.all,
    KernelBuild.supported)
  func `every parameter's gradient agrees with differences`(
    _ sample: (name: String, architecture: Architecture), _ kernels: KernelBuild
  ) throws {
    let network = try SampleNetworks.network(sample.architecture)
    let rows = 3
    let inputs = SampleNetworks.inputs(rows, for: sample.architecture)
    let task = QuadraticTask(network, rows: rows)
    let trainer = Trainer(
      network, optimiser: .sgd(), capacity: rows, threads: 1,
      // Batch statistics are those of a shard, so those nets get one shard only.
      shardSize: sample.name.contains("batch") ? rows : 2, kernels: kernels)
    _ = trainer.inputs.update(fromContentsOf: inputs)
    let (sums, gradient) = trainer.gradient(count: rows) { task.loss($0) }

    var reference = ReferenceNetwork(network)
    func loss() -> Double {
      let outputs = reference.outputs(
        SampleNetworks.split(inputs, rows: rows), isTraining: true)
      return outputs.enumerated().reduce(0.0) { $0 + task.loss(of: $1.element, row: $1.offset) }
    }
    #expect(abs(sums[0] - loss()) < 1e-4 * max(1, abs(loss())))
    let scale = gradient.reduce(0) { max($0, abs($1)) }
    let step = 1e-6
    for block in network.layout where block.isTrainable {
      // A stride that is no multiple of any dimension visits every row and column of a block.
      let sparse = block.count < 60 ? 1 : block.count / 40 | 1
      for index in stride(from: block.offset, to: block.range.upperBound, by: sparse) {
        let original = reference.parameters[index]
        reference.parameters[index] = original + step
        let above = loss()
        reference.parameters[index] = original - step
        let below = loss()
        reference.parameters[index] = original
        let expected = (above - below) / (2 * step)
        #expect(
          abs(Double(gradient[index]) - expected) < 2e-5 * Double(scale),
          "\(sample.name): \(block.name)[\(index - block.offset)]")
      }
    }
  }
}

/// A loss that pulls every output somewhere else: Σ slope * output + curvature / 2 * output^2.
struct QuadraticTask: Sendable {
  private let widths: [Int]
  private let slopes: [[Float]]  // [head][row * width]
  private let curvatures: [[Float]]

  init(_ network: Network, rows: Int) {
    var random = RandomSource(seed: 3)
    widths = network.architecture.heads.indices.map { network.outputWidth($0) }
    slopes = widths.map { width in (0..<rows * width).map { _ in Float(random.normal()) } }
    curvatures = widths.map { width in (0..<rows * width).map { _ in Float(random.normal()) } }
  }

  func loss(_ shard: Shard) -> LossSums {
    var sums = LossSums()
    for head in widths.indices {
      for row in shard.rows {
        let output = shard.output(head, row: row)
        let gradient = shard.gradient(head, row: row)
        for index in output.indices {
          let (slope, curvature) = coefficients(head, row, index)
          sums[0] += Double((slope + curvature / 2 * output[index]) * output[index])
          gradient[index] += slope + curvature * output[index]
        }
      }
    }
    return sums
  }

  func loss(of outputs: [[Double]], row: Int) -> Double {
    var loss = 0.0
    for (head, output) in outputs.enumerated() {
      for (index, value) in output.enumerated() {
        let (slope, curvature) = coefficients(head, row, index)
        loss += (Double(slope) + Double(curvature) / 2 * value) * value
      }
    }
    return loss
  }

  private func coefficients(_ head: Int, _ row: Int, _ index: Int) -> (Float, Float) {
    let place = row * widths[head] + index
    return (slopes[head][place], curvatures[head][place])
  }
}
