import NeuralCore
import Search

/// An AlphaZero network as search sees it: each position is observed straight into its input.
struct NetworkModel: PolicyValueModel {
  private let predictor: Predictor

  /// - Parameter capacity: the most positions of one batch.
  init(_ network: Network, capacity: Int) {
    predictor = Predictor(network, capacity: capacity)
  }

  /// With weights that others share.
  init(_ network: CompiledNetwork, capacity: Int) {
    predictor = Predictor(network, capacity: capacity)
  }

  /// Takes other weights of the same architecture.
  func replace(parameters: [Float]) { predictor.replace(parameters: parameters) }

  func evaluate(
    count: Int, observing observe: (_ row: Int, _ features: inout MutableSpan<Float>) -> Void,
    logits: inout [Float], values: inout [Float]
  ) {
    let width = predictor.inputs.count / predictor.capacity
    for row in 0..<count {
      let input = UnsafeMutableBufferPointer(
        rebasing: predictor.inputs[row * width..<(row + 1) * width])
      var features = input.mutableSpan
      observe(row, &features)
    }
    predictor.run(count: count)
    let policies = predictor.output(AlphaZeroNetwork.policyHead)
    for index in policies.indices { logits[index] = policies[index] }
    let won = predictor.output(AlphaZeroNetwork.valueHead)
    for row in won.indices {
      // An infinite logit would look like certainty.
      values[row] = won[row].isFinite ? AlphaZeroNetwork.value(ofLogit: won[row]) : .nan
    }
  }
}
