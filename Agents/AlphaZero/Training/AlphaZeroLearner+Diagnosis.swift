import ArenaCore
import NeuralCore
public import Training

extension AlphaZeroLearner {
  /// Positions of each window that a diagnosis asks the network about, at most.
  private static var diagnosedPositions: Int { 2048 }

  /// How well the playing network predicts games that it never learnt from, `validation.*`, and
  /// games of the training window, `training.*`: a gap between them is overfitting.
  public func diagnose() -> [Metric] {
    guard options.replay.validationShare > 0 else { return [] }
    let network = self.network
    return errors(on: validation, of: network).metrics(prefix: "validation.")
      + errors(on: replay, of: network).metrics(prefix: "training.")
  }

  /// Evenly spaced positions of a window, so that no random numbers are spent on looking.
  private func errors(on window: GameReplay<Game>, of network: Network) -> PredictionErrors {
    var errors = PredictionErrors()
    let count = min(window.count, Self.diagnosedPositions)
    guard count > 0 else { return errors }
    let capacity = 64
    let predictor = Predictor(network, capacity: capacity)
    var batch = Batch(rows: capacity, for: start, learnsPoints: false)
    for first in stride(from: 0, to: count, by: capacity) {
      let rows = min(capacity, count - first)
      let positions = (first..<first + rows).map { window.positions[$0 * window.count / count] }
      for (row, position) in positions.enumerated() { window.write(position, to: &batch, row: row) }
      batch.copyObservations(rows, to: predictor.inputs)
      predictor.run(count: rows)
      let logits = predictor.output(AlphaZeroNetwork.policyHead)
      let values = predictor.output(AlphaZeroNetwork.valueHead)
      for (row, position) in positions.enumerated() {
        let own = logits.row(row, width: start.actionCount)
        let (loss, hit) = batch.withRow(row) { Self.compare(own, policy: $0, legal: $1) }
        errors.add(
          value: Double(AlphaZeroNetwork.value(ofLogit: values[row])),
          result: Double(window.result(at: position)), policyLoss: loss, policyHit: hit)
      }
    }
    return errors
  }

  /// The cross-entropy of predicted logits with a search's policy, and whether they prefer the same
  /// action; one of several favourites will do.
  private static func compare(
    _ logits: UnsafeBufferPointer<Float>, policy: UnsafeBufferPointer<Float>,
    legal: UnsafeBufferPointer<Bool>
  ) -> (loss: Double, isHit: Bool) {
    let normaliser = Softmax.logNormaliser(logits, legal: legal)
    var loss = 0.0
    var best = -Float.infinity
    var predicted = 0
    for action in logits.indices where legal[action] {
      loss -= Double(policy[action]) * (Double(logits[action]) - normaliser)
      if logits[action] > best {
        best = logits[action]
        predicted = action
      }
    }
    return (loss, policy[predicted] == policy.max())
  }
}
