import ArenaCore
import NeuralCore
import Training

/// The heads of a search-free agent's network.
///
/// | algorithm | head | outputs |
/// | --- | --- | --- |
/// | `avi` | `value` | `[1]`: the logit of the value of the position to the seat to move |
/// | `klent` | `policy` | `[actions]`: the policy's logits |
/// | | `action-values` | `[actions]`: the logit of each action's value to the seat that takes it |
///
/// A value is tanh of half its logit, as in AlphaZero's network: the logistic function of the logit
/// is the probability of a win.
struct SearchFreeNetwork: Sendable {
  let algorithm: SearchFreeOptions.Algorithm
  /// The head of the value, or of the action values.
  let values: Int
  /// The head of the policy; of no meaning for `avi`.
  let policy: Int

  /// - Throws: `RunError.mismatch` when the network is of another game or another agent.
  init(_ network: Network, for game: some BoardGame) throws(RunError) {
    if let policy = network.head(named: "policy") {
      guard let values = network.head(named: "action-values") else {
        throw .mismatch("the network gives no action values")
      }
      (algorithm, self.policy, self.values) = (.klent, policy, values)
      try network.checkFits(game, head: policy, width: game.actionCount)
      try network.checkFits(game, head: values, width: game.actionCount)
    } else {
      guard let values = network.head(named: "value") else {
        throw .mismatch("the network gives no value")
      }
      (algorithm, policy, self.values) = (.avi, 0, values)
      try network.checkFits(game, head: values, width: 1)
    }
  }

  static func architecture(_ options: SearchFreeOptions, for game: some BoardGame) -> Architecture {
    func head(_ name: String, _ outputs: Int) -> Head {
      Head(name: name, layers: [.dense(outputs: outputs, initial: .policyHead)])
    }
    let heads =
      switch options.algorithm {
      case .avi: [head("value", 1)]
      case .klent: [head("policy", game.actionCount), head("action-values", game.actionCount)]
      }
    return Architecture(
      input: Shape(game.observationShape),
      trunk: options.network.layers(on: game.observationShape, initial: .he), heads: heads)
  }
}
