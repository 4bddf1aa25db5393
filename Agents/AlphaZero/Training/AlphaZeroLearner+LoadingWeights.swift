import NeuralCore
import Training

extension AlphaZeroLearner {
  /// Goes on from a player's weights: the auxiliary heads, which it does not have, keep theirs, the
  /// optimiser's moments and the average of the weights begin afresh.
  public func loadWeights(_ network: Network) throws {
    guard network.parameters.count == playingParameters.count else {
      throw RunError.mismatch(
        "\(network.parameters.count) weights of a checkpoint against \(playingParameters.count)")
    }
    trainer.state.loadWeights(network.parameters)
    average = WeightAverage(average.kind, parameters: [], count: 0)
  }
}
