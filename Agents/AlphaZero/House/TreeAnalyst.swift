public import ArenaCore
public import Match
public import Search

/// Analyses positions by tree search with an evaluator of its own for each.
public struct TreeAnalyst<E: Evaluator>: SessionAnalyst where E.Game: Keyed {
  private let options: SearchOptions
  private let accepts: @Sendable (E.Game) -> Bool
  private let makeEvaluator: @Sendable (E.Game) -> E

  /// Leaves that are evaluated together.
  static var leaves: Int { 8 }

  /// - Parameter accepts: whether the evaluator knows games like this one.
  public init(
    _ options: SearchOptions, accepts: @escaping @Sendable (E.Game) -> Bool,
    makeEvaluator: @escaping @Sendable (E.Game) -> E
  ) {
    self.options = options
    self.accepts = accepts
    self.makeEvaluator = makeEvaluator
  }

  public func analyses(_ session: any GameSession) -> Bool {
    (session as? Session<E.Game>).map { accepts($0.game) } ?? false
  }

  public func analyse(
    _ session: any GameSession, simulations: Int, limit: Duration
  ) throws(Surrender) -> SessionAnalysis {
    guard let game = (session as? Session<E.Game>)?.game, game.turn != nil, accepts(game) else {
      throw .failure("this position is not one to analyse")
    }
    var tree = SearchTree(
      root: game, capacity: max(1_000_000, 2 * game.actionCount), options: options)
    var search = BatchedSearch(
      evaluator: makeEvaluator(game), batchSize: Self.leaves, actionCount: game.actionCount,
      leavesPerTree: Self.leaves)
    var random = RandomSource(seed: 1)
    let deadline = Deadline(after: limit)
    tree.begin(simulations: simulations, noise: false, using: &random)
    search.advance(&tree)
    search.finish(&tree, by: deadline)
    guard tree.nonFiniteEvaluations == 0 else { throw .nonFinite }
    return SessionAnalysis(tree)
  }
}

extension SessionAnalysis {
  /// What a search found out about its root.
  public init<Game: Keyed>(_ tree: SearchTree<Game>) {
    let proof = tree.root.turn.flatMap { tree.proof.value(for: $0) }
    self.init(
      value: tree.value,
      proof: proof.map { Proof(value: Int($0), plies: tree.proofDistance) },
      simulations: tree.simulationCount,
      candidates: tree.rankedReports.map {
        Candidate(
          action: $0.action, visits: $0.visits, prior: Double($0.prior), value: $0.value)
      },
      variation: tree.principalVariation())
  }
}

extension TreeAnalyst {
  /// For any board of a game in which nothing was learnt: playouts, and proofs at the leaves.
  public static func playouts<Game: Keyed>(
    of game: Game.Type
  ) -> TreeAnalyst where E == ProvingEvaluator<PlayoutEvaluator<Game>> {
    TreeAnalyst(SearchOptions()) { _ in
      true
    } makeEvaluator: { _ in
      ProvingEvaluator(PlayoutEvaluator(random: RandomSource(seed: 1)), nodes: 200)
    }
  }
}
