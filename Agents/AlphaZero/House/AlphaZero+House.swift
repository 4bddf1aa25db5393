public import ArenaCore
import Match
import NeuralCore
import Search
public import Training

/// Players and analysts of a server, with a trained network.
extension AlphaZero {
  /// Positions that the network sees at a time.
  static let houseWidth = 64

  /// How the bots of a network think together. Those that differ in how they prove leaves or in
  /// symmetries cannot; simulations, temperature and resignation are each bot's own.
  public static func groupPlay<Game: Keyed & Symmetric>() -> GroupPlay<Game> {
    GroupPlay(
      key: { options in
        let options = try SearchPlayerOptions().applying(options)
        return "\(options.search.leafProofNodes) \(options.usesSymmetries)"
      },
      makeGroup: { game, trained, options, threads, counter in
        try trained.check(fits: game)
        let options = try SearchPlayerOptions().applying(options)
        let nodes = options.search.leafProofNodes
        func group<E: Evaluator<Game>>(
          _ makeEvaluator: @escaping () -> E
        ) -> any GameGroup<Game> {
          SearchGroup(threads: threads, width: houseWidth, actionCount: game.actionCount) {
            CachedEvaluator(
              ProvingEvaluator(
                CountedEvaluator(inner: makeEvaluator(), counter: counter), nodes: nodes),
              capacity: 1 << 14)
          }
        }
        if options.usesSymmetries {
          return group { symmetric(trained.network, game, width: houseWidth) }
        }
        return group { ModelEvaluator(NetworkModel(trained.network, capacity: houseWidth)) }
      },
      makeAnalyst: { game, trained, options in
        try trained.check(fits: game)
        let options = try SearchPlayerOptions().applying(options)
        let nodes = options.search.leafProofNodes
        let (width, actions) = (game.observationShape.count, game.actionCount)
        func analyst<E: Evaluator<Game>>(
          _ makeEvaluator: @escaping @Sendable (Game) -> E
        ) -> any SessionAnalyst {
          TreeAnalyst(options.search) { other in
            other.observationShape.count == width && other.actionCount == actions
          } makeEvaluator: { game in
            CachedEvaluator(ProvingEvaluator(makeEvaluator(game), nodes: nodes), capacity: 1 << 13)
          }
        }
        if options.usesSymmetries {
          return analyst { symmetric(trained.network, $0, width: 8) }
        }
        return analyst { _ in ModelEvaluator(NetworkModel(trained.network, capacity: 8)) }
      })
  }

  private static func symmetric<Game: Symmetric>(
    _ network: Network, _ game: Game, width: Int
  ) -> SymmetricEvaluator<Game, NetworkModel> {
    SymmetricEvaluator(
      NetworkModel(network, capacity: width * game.symmetries.count), for: game, seeing: .all)
  }
}

/// Counts what another evaluator is asked.
private struct CountedEvaluator<Inner: Evaluator>: Evaluator {
  var inner: Inner
  let counter: EvaluationCounter

  mutating func evaluate(_ batch: inout EvaluationBatch<Inner.Game>) {
    counter.add(batch.count)
    inner.evaluate(&batch)
  }
}
