import ArenaCore
import Evaluation
import NeuralCore

extension NeuralBenchmark {
  /// The rounding errors of Winograd's method: of a single convolution against double precision,
  /// forward and by its weights, and of the whole network against direct convolution.
  ///
  /// Each is the root mean square of the errors over that of the exact values.
  func rounding(_ subject: Subject) -> [BenchmarkResult] {
    guard case .planes(_, let rows, let columns) = subject.architecture.input,
      case .convolution(let channels, 3, _)? = subject.architecture.trunk.first
    else { return [] }
    let layer = ExactConvolution(rows: rows, columns: columns, channels: channels)
    let errors = layer.errors(kernels)
    return [
      ("one convolution, forward", errors.forward),
      ("one convolution, weight gradient", errors.weights),
      ("whole network, forward", networkError(subject)),
    ].map {
      Self.measurement(
        "rounding", of: "\(subject.name), \($0.0)", "relative error", $0.1, "1")
    }
  }

  /// The outputs of the whole network against those by direct convolution.
  private func networkError(_ subject: Subject) -> Double {
    func outputs(_ network: Network) -> [Double] {
      let predictor = Predictor(CompiledNetwork(network, kernels: kernels), capacity: 4)
      Self.fill(predictor.inputs)
      predictor.run(count: 4)
      return network.architecture.heads.indices.flatMap { predictor.output($0).map(Double.init) }
    }
    let network = subject.network
    return Self.relativeError(outputs(network), outputs(network.convolvingDirectly))
  }

  static func relativeError(_ values: [Double], _ exact: [Double]) -> Double {
    let error = zip(values, exact).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return (error / max(exact.reduce(0) { $0 + $1 * $1 }, .leastNormalMagnitude)).squareRoot()
  }
}

/// One convolution of `channels` to as many, and the same in double precision by its definition.
private struct ExactConvolution {
  let rows: Int
  let columns: Int
  let channels: Int

  func errors(_ kernels: KernelBuild) -> (forward: Double, weights: Double) {
    let shape = Shape.planes(channels: channels, rows: rows, columns: columns)
    var random = RandomSource(seed: 3)
    guard
      let network = try? Network(
        Architecture(
          input: shape, trunk: [],
          heads: [Head(name: "out", layers: [.convolution(channels: channels, kernel: 3)])]),
        using: &random)
    else { preconditionFailure("no convolution of \(shape)") }
    let trainer = Trainer(
      network, optimiser: .sgd(), capacity: 1, threads: 1, kernels: kernels)
    NeuralBenchmark.fill(trainer.inputs)
    let predictor = Predictor(CompiledNetwork(network, kernels: kernels), capacity: 1)
    _ = predictor.inputs.update(fromContentsOf: trainer.inputs)
    predictor.run(count: 1)
    // The loss Σ output^2 / 2 has the outputs themselves as gradient.
    let outputs = predictor.output(0).map(Double.init)
    let gradient = trainer.gradient(count: 1) { shard in
      _ = shard.gradient(0).update(fromContentsOf: shard.output(0))
      return LossSums()
    }.1
    let inputs = trainer.inputs.map(Double.init)
    let weights = network.parameters.map(Double.init)
    return (
      NeuralBenchmark.relativeError(outputs, convolve(inputs, weights)),
      NeuralBenchmark.relativeError(
        gradient[..<(9 * channels * channels)].map(Double.init),
        weightGradient(inputs, outputs))
    )
  }

  /// Calls `body` with tap, output point and input point of everything a kernel touches.
  private func forEachTouch(_ body: (Int, Int, Int) -> Void) {
    for tap in 0..<9 {
      for row in max(0, 1 - tap / 3)..<min(rows, rows + 1 - tap / 3) {
        for column in max(0, 1 - tap % 3)..<min(columns, columns + 1 - tap % 3) {
          body(
            tap, row * columns + column, (row + tap / 3 - 1) * columns + column + tap % 3 - 1)
        }
      }
    }
  }

  private func convolve(_ inputs: [Double], _ weights: [Double]) -> [Double] {
    let points = rows * columns
    var outputs = [Double](repeating: 0, count: channels * points)
    forEachTouch { tap, to, from in
      for source in 0..<channels {
        let input = inputs[source * points + from]
        let line = (tap * channels + source) * channels
        for target in 0..<channels {
          outputs[target * points + to] += input * weights[line + target]
        }
      }
    }
    return outputs
  }

  private func weightGradient(_ inputs: [Double], _ slopes: [Double]) -> [Double] {
    let points = rows * columns
    var gradient = [Double](repeating: 0, count: 9 * channels * channels)
    forEachTouch { tap, to, from in
      for source in 0..<channels {
        let input = inputs[source * points + from]
        let line = (tap * channels + source) * channels
        for target in 0..<channels {
          gradient[line + target] += input * slopes[target * points + to]
        }
      }
    }
    return gradient
  }
}
