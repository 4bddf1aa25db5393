import ArenaCore
import NeuralCore

/// A network about to be measured, and how to play with it.
public struct Candidate<World: Environment> {
  public let network: Network
  /// Makes a player, for one thread, that plays as well as the agent can with the network.
  public let makePlayer: () -> any Player<World>

  public init(network: Network, makePlayer: @escaping () -> any Player<World>) {
    self.network = network
    self.makePlayer = makePlayer
  }
}
