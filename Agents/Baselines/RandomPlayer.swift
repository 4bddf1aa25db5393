public import ArenaCore

/// Plays uniformly at random over the legal actions: the floor of every rating.
public struct RandomPlayer<World: DiscreteEnvironment>: Player {
  private var legal: [Int] = []

  public init(in world: World.Type = World.self) {}

  public mutating func choose(
    in world: World, within budget: Budget, using random: inout RandomSource
  ) -> Int {
    legal.removeAll(keepingCapacity: true)
    world.appendLegalActions(to: &legal)
    precondition(!legal.isEmpty, "the game is over: there is nothing to choose")
    return legal[random.below(legal.count)]
  }
}
