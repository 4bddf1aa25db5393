public import NeuralCore
import Training

extension DQNLearner {
  public func save(to archive: inout Safetensors) {
    archive.add(counts, as: "counts")
    archive.add(online.state, prefix: "trainer.")
    archive.set("target", target.parameters)
    archive.set("statistics", statistics.state)
    archive.add(random, as: "chance")
    memory.save(to: &archive)
    opponents.save(to: &archive)
    environments.save(to: &archive)
  }

  public func restore(from archive: Safetensors) throws {
    // Everything is read before anything changes: a bad archive leaves the learner as it was.
    let counts = try archive.counts("counts")
    let state = try archive.trainerState(prefix: "trainer.", like: online.state)
    let target = try archive.finiteArray(
      "target", as: Float.self, count: self.target.parameters.count)
    let statistics = try archive.statistics("statistics")
    let random = try archive.random("chance")
    var memory = memory
    try memory.restore(from: archive)
    var opponents = opponents
    try opponents.restore(from: archive, like: online.network)
    var environments = environments
    try environments.restore(from: archive)
    (self.counts, self.statistics, self.random) = (counts, statistics, random)
    (self.memory, self.environments, self.opponents) = (memory, environments, opponents)
    online.state = state
    self.target.parameters = target
  }

  /// Goes on from a player's weights, for the targets too, with fresh optimiser moments.
  public func loadWeights(_ network: Network) throws {
    guard network.parameters.count == target.parameters.count else {
      throw RunError.mismatch(
        "\(network.parameters.count) weights of a checkpoint against \(target.parameters.count)")
    }
    online.state.loadWeights(network.parameters)
    target.parameters = network.parameters
  }
}
