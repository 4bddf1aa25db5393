public import ArenaCore
public import Search

/// Plays by tree search with an evaluator: the match player of a trained network.
///
/// The tree is kept between moves, both players' included. Its own game's leaves are gathered into
/// small batches under virtual loss. Search is without noise; variety comes from the temperature.
public struct SearchPlayer<E: Evaluator>: Player where E.Game: Keyed {
  public typealias World = E.Game

  /// Simulations for an action where the budget sets no limit.
  public let simulations: Int
  /// The value that `Resignation` calls lost; nil never resigns.
  public let resignationThreshold: Double?
  private var tree: SearchTree<E.Game>
  private var search: BatchedSearch<E>
  private var ply = 0
  private var resignation = Resignation()

  /// - Parameters:
  ///   - game: any position of the configuration to play.
  ///   - options: of the search; `options.temperature` makes play vary.
  ///   - capacity: the most nodes of the tree.
  ///   - leavesPerBatch: leaves evaluated together; 1 searches as self-play does.
  public init(
    _ evaluator: E, for game: E.Game, simulations: Int = 200,
    options: SearchOptions = SearchOptions(), capacity: Int = 1 << 20, leavesPerBatch: Int = 8,
    resignationThreshold: Double? = nil
  ) {
    self.simulations = simulations
    self.resignationThreshold = resignationThreshold
    tree = SearchTree(root: game, capacity: capacity, options: options)
    search = BatchedSearch(
      evaluator: evaluator, batchSize: leavesPerBatch, actionCount: game.actionCount,
      leavesPerTree: leavesPerBatch)
  }

  /// The search over the position it chose in last.
  public var lastSearch: SearchTree<E.Game> { tree }

  public var surrender: Surrender? {
    tree.nonFiniteEvaluations > 0 ? .nonFinite : resignation.loser == nil ? nil : .resignation
  }

  public var provenResult: Double? {
    tree.root.turn.flatMap { tree.proof.value(for: $0) }
  }

  public mutating func begin(as seat: Seat, in world: World) {
    tree.reset(to: world)
    ply = 0
    resignation = Resignation()
  }

  public mutating func observe(_ action: Int, leadingTo world: World) {
    if tree.root.isLegal(action) { tree.advance(by: action) }
    tree.follow(to: world)
    ply += 1
  }

  public mutating func choose(
    in world: World, within budget: Budget, using random: inout RandomSource
  ) -> Int {
    precondition(world.turn != nil, "the game is over: there is nothing to choose")
    let deadline = Deadline(after: budget.timeBound)
    tree.follow(to: world)
    let limit = budget.simulations ?? (budget.time == nil ? simulations : nil)
    tree.begin(simulations: limit, noise: false, using: &random)
    // The root itself is evaluated whatever the clock: there is nothing to choose from before.
    search.advance(&tree)
    search.finish(&tree, by: deadline)
    if let threshold = resignationThreshold { resignation.note(tree, threshold: threshold) }
    return tree.chooseAction(atPly: ply, using: &random)
  }
}

/// A player whose search can be looked at.
public protocol SearchingPlayer<World>: Player where World: Keyed {
  /// The search over the position it chose in last.
  var lastSearch: SearchTree<World> { get }
}

extension SearchPlayer: SearchingPlayer {}

extension SearchPlayer: Sendable where E: Sendable {}
