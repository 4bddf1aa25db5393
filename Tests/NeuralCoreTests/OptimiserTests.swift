import NeuralCore
import Testing

/// The optimisers against their formulas in double precision.
@Suite struct OptimiserTests {
  private static let slopes = [1, -0.5, 2, 0.25]
  private static let rate = 0.1

  /// Where a parameter that starts at 0.75 is after each update.
  private func path(_ optimiser: Optimiser, decays: Bool) -> [Double] {
    var x = 0.75
    var (first, second) = (0.0, 0.0)
    return Self.slopes.enumerated().map { index, slope in
      switch optimiser {
      case .sgd(let momentum, let nesterov, let decay):
        let slope = slope + (decays ? Double(decay) * x : 0)
        first = Double(momentum) * first + slope
        x -= Self.rate * (nesterov ? slope + Double(momentum) * first : first)
      case .adam(let beta1, let beta2, let epsilon):
        adam(Double(beta1), Double(beta2), Double(epsilon), decay: 0)
      case .adamW(let beta1, let beta2, let epsilon, let decay):
        adam(Double(beta1), Double(beta2), Double(epsilon), decay: decays ? Double(decay) : 0)
      case .rmsProp(let smoothing, let epsilon, let inside):
        second = Double(smoothing) * second + (1 - Double(smoothing)) * slope * slope
        x -=
          Self.rate * slope
          / (inside
            ? (second + Double(epsilon)).squareRoot() : second.squareRoot() + Double(epsilon))
      }

      func adam(_ beta1: Double, _ beta2: Double, _ epsilon: Double, decay: Double) {
        first = beta1 * first + (1 - beta1) * slope
        second = beta2 * second + (1 - beta2) * slope * slope
        var (power1, power2) = (1.0, 1.0)
        for _ in 0...index { (power1, power2) = (power1 * beta1, power2 * beta2) }
        x -= Self.rate * decay * x
        x -=
          Self.rate * first / (1 - power1)
          / ((second / (1 - power2)).squareRoot() + epsilon)
      }
      return x
    }
  }

  @Test(
    arguments: [
      .sgd(), .sgd(decay: 0.1), .sgd(momentum: 0.9, decay: 0.1),
      .sgd(momentum: 0.9, nesterov: true, decay: 0.1), .adam(),
      .adam(beta1: 0.5, beta2: 0.9, epsilon: 0.1), .adamW(epsilon: 0.1, decay: 0.3),
      .rmsProp(epsilon: 0.1), .rmsProp(epsilon: 0.1, epsilonInsideRoot: true),
    ] as [Optimiser], KernelBuild.supported)
  func `updates follow the formulas, weights decay and biases do not`(
    _ optimiser: Optimiser, _ kernels: KernelBuild
  ) throws {
    var network = try Network(
      zeros: Architecture(
        input: .vector(1), trunk: [], heads: [Head(name: "y", layers: [.dense(outputs: 1)])]))
    network.parameters = [0.75, 0.75]
    let trainer = Trainer(
      network, optimiser: optimiser, capacity: 1, threads: 1, kernels: kernels)
    trainer.inputs[0] = 1
    let (weights, biases) = (path(optimiser, decays: true), path(optimiser, decays: false))
    for (index, slope) in Self.slopes.enumerated() {
      trainer.step(count: 1, learningRate: Float(Self.rate)) { shard in
        shard.gradient(0)[0] = Float(slope)
        return LossSums()
      }
      let now = trainer.network.parameters.map(Double.init)
      #expect(abs(now[0] - weights[index]) < 1e-6, "weight after \(index + 1)")
      #expect(abs(now[1] - biases[index]) < 1e-6, "bias after \(index + 1)")
    }
  }
}
