import NeuralCore
import Training

extension DQNLearner {
  /// Goes on from a player's weights, for the targets too, with fresh optimiser moments.
  public func loadWeights(_ network: Network) throws {
    guard network.parameters.count == target.parameters.count else {
      throw RunError.mismatch(
        "\(network.parameters.count) weights of a checkpoint against \(target.parameters.count)")
    }
    trainer.state.loadWeights(network.parameters)
    target.parameters = network.parameters
    useTarget()
  }
}
