public import ArenaCore
public import NeuralCore
public import Training

/// Plays by a trained action-value network.
public final class DQNPlayer<World: DiscreteEnvironment>: Player {
  public private(set) var surrender: Surrender?
  private let values: ValueNetwork
  private let predictor: Predictor
  private let temperature: Float
  private var legal: [Bool]
  private var rowValues: [Float]
  private var scratch: [Float]

  /// - Parameters:
  ///   - network: from a checkpoint of a `DQNLearner`.
  ///   - temperature: 0 plays the best action; above, actions are drawn with probability
  ///     proportional to exp(value / temperature).
  /// - Throws: `RunError.mismatch` when the network is of another world or another agent.
  public init(network: Network, for world: World, temperature: Double = 0) throws(RunError) {
    values = try ValueNetwork(network, for: world)
    predictor = Predictor(network, capacity: 1)
    self.temperature = Float(temperature)
    legal = [Bool](repeating: false, count: world.actionCount)
    rowValues = [Float](repeating: 0, count: world.actionCount)
    scratch = rowValues
  }

  public func choose(
    in world: World, within budget: Budget, using random: inout RandomSource
  ) -> Int {
    guard let seat = world.turn else { preconditionFailure("the episode is over") }
    world.observe(as: seat, into: predictor.inputs)
    predictor.run(count: 1)
    var legalSpan = legal.mutableSpan
    world.writeLegal(into: &legalSpan)
    var valueSpan = rowValues.mutableSpan
    values.read(row: 0, of: predictor, into: &valueSpan)
    surrender = rowValues.allSatisfy(\.isFinite) ? nil : .nonFinite
    return rowValues.withUnsafeBufferPointer { values in
      legal.withUnsafeBufferPointer { legal in
        scratch.withUnsafeMutableBufferPointer { scratch in
          Categorical.choose(
            from: values, legal: legal, temperature: surrender == nil ? temperature : 0,
            using: &random, scratch: scratch)
        }
      }
    }
  }
}
