public import ArenaCore
public import Environments
public import NeuralCore
public import Training

/// Takes the action of the highest value in a table, the first of equals.
public struct TabularPlayer<World: FiniteEnvironment>: Player, Sendable {
  private let table: ActionTable

  init(_ table: ActionTable) { self.table = table }

  /// - Throws: `RunError.mismatch` when the network is no table of this world.
  public init(_ network: Network, for world: World) throws(RunError) {
    table = try ActionTable(network, for: world)
  }

  public mutating func choose(
    in world: World, within budget: Budget, using random: inout RandomSource
  ) -> Int {
    table.best(world.state, horizon: table.horizon(in: world))
  }
}
