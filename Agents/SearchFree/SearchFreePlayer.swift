public import ArenaCore
public import NeuralCore
public import Training

/// Plays by a network that a `SearchFreeLearner` trained: the best of all moves by value, or the
/// policy's favourite.
public final class SearchFreePlayer<Game: BoardGame>: Player {
  public private(set) var surrender: Surrender?
  private var evaluator: ActionEvaluator<Game>
  private let temperature: Float
  private var scratch: [Float]

  /// - Parameter temperature: 0 plays the best action; above, actions are drawn with probability
  ///   proportional to exp(score / temperature), the score being the value or the policy's logit.
  /// - Throws: `RunError.mismatch` when the network is of another game or another agent.
  public init(network: Network, for game: Game, temperature: Double = 0) throws(RunError) {
    evaluator = try ActionEvaluator(network, for: game, positions: 1)
    self.temperature = Float(temperature)
    scratch = [Float](repeating: 0, count: game.actionCount)
  }

  public func choose(
    in world: Game, within budget: Budget, using random: inout RandomSource
  ) -> Int {
    evaluator.evaluate([world])
    surrender = evaluator.isFinite ? nil : .nonFinite
    let scores = evaluator.logits.isEmpty ? evaluator.values : evaluator.logits
    return scores.withUnsafeBufferPointer { scores in
      evaluator.legal.withUnsafeBufferPointer { legal in
        scratch.withUnsafeMutableBufferPointer { scratch in
          Categorical.choose(
            from: scores, legal: legal, temperature: surrender == nil ? temperature : 0,
            using: &random, scratch: scratch)
        }
      }
    }
  }
}
