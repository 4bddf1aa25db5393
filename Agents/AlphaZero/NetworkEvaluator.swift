import ArenaCore
import NeuralCore
import Search

/// Lets a network judge positions: each is observed straight into the network's input.
struct NetworkEvaluator<Game: BoardGame>: Evaluator {
  private let predictor: Predictor

  /// - Parameter capacity: the most positions of one batch.
  init(_ network: Network, capacity: Int) {
    predictor = Predictor(network, capacity: capacity)
  }

  /// Takes the weights of the learner's last step.
  func replace(parameters: [Float]) { predictor.replace(parameters: parameters) }

  func evaluate(_ batch: inout EvaluationBatch<Game>) {
    guard let width = batch.positions.first?.observationShape.count else { return }
    for (row, position) in batch.positions.enumerated() {
      guard let seat = position.turn else { preconditionFailure("row \(row) is a finished game") }
      let features = UnsafeMutableBufferPointer(
        rebasing: predictor.inputs[row * width..<(row + 1) * width])
      var span = features.mutableSpan
      position.observe(as: seat, into: &span)
    }
    predictor.run(count: batch.count)
    let policies = predictor.output(AlphaZeroNetwork.policyHead)
    for index in policies.indices { batch.logits[index] = policies[index] }
    let values = predictor.output(AlphaZeroNetwork.valueHead)
    for row in values.indices { batch.values[row] = AlphaZeroNetwork.value(ofLogit: values[row]) }
  }
}
