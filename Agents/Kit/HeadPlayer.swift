public import ArenaCore
public import NeuralCore

/// Plays the legal action with the highest output of a network's head: the raw policy, without any
/// search. The first one among equals.
public struct HeadPlayer<World: DiscreteEnvironment>: Player {
  public private(set) var surrender: Surrender?
  private let predictor: Predictor
  private let head: Int

  /// - Parameter head: the head whose outputs are the actions, `[actionCount]`.
  /// - Precondition: the network observes and acts as the world does.
  public init(_ network: Network, head: Int, for world: World) {
    precondition(
      network.architecture.input.count == world.observationShape.count
        && network.outputWidth(head) == world.actionCount,
      "a network of \(network.outputWidth(head)) actions cannot play \(world.actionCount)")
    predictor = Predictor(network, capacity: 1)
    self.head = head
  }

  public mutating func choose(
    in world: World, within budget: Budget, using random: inout RandomSource
  ) -> Int {
    guard let seat = world.turn else { preconditionFailure("the episode is over") }
    world.observe(as: seat, into: predictor.inputs)
    predictor.run(count: 1)
    let outputs = predictor.output(head)
    surrender = outputs.isFinite ? nil : .nonFinite
    var best = -1
    for action in outputs.indices where world.isLegal(action) {
      if best < 0 || outputs[action] > outputs[best] { best = action }
    }
    return best
  }
}
