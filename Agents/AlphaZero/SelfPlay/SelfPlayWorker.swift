import ArenaCore
import Search

/// Plays many games against itself at once, all their leaves evaluated in one batch.
///
/// Between rounds it holds nothing but games in progress and a random stream, so that a run can be
/// saved there and go on bit for bit: searches start afresh with each round, at the price of the
/// subtrees kept so far.
struct SelfPlayWorker<Game: Keyed> {
  /// What a round of self-play is played with.
  struct RoundSettings: Sendable {
    /// Simulations of a full search.
    var simulations: Int
    /// Whether lost games are resigned, those excepted that are played on to check it.
    var allowsResignation: Bool
  }

  private let start: Game
  private let options: SelfPlayOptions
  private let validationShare: Double
  private(set) var random: RandomSource
  private var games: [GameInProgress] = []
  /// Whether the search under way is a full one, whose result is learnt.
  private var isFullSearch: [Bool]
  private var trees: [SearchTree<Game>]
  private var search:
    BatchedSearch<CachedEvaluator<ProvingEvaluator<ModelEvaluator<Game, NetworkModel>>>>
  /// What the innermost of those evaluators asks.
  private let model: NetworkModel
  private var policy: [Float]  // [actions], of the search that is being recorded
  private var settings: RoundSettings
  /// Positions that the network evaluated so far.
  var evaluations: Int { search.evaluator.inner.asked }
  /// Positions proven so far instead.
  var proofs: Int { search.evaluator.inner.proven }
  /// Positions answered from the cache so far.
  var cacheHits: Int { search.evaluator.hits }
  /// Simulations of finished searches so far.
  private(set) var simulations = 0

  init(
    start: Game, options: AlphaZeroOptions, model: NetworkModel, random: RandomSource
  ) {
    self.start = start
    self.options = options.selfPlay
    validationShare = options.replay.validationShare
    self.random = random
    self.model = model
    let count = options.selfPlay.gamesPerWorker
    search = BatchedSearch(
      evaluator: CachedEvaluator(
        ProvingEvaluator(ModelEvaluator(model), nodes: options.selfPlay.search.leafProofNodes),
        capacity: Self.cacheCapacity),
      batchSize: count, actionCount: start.actionCount)
    policy = [Float](repeating: 0, count: start.actionCount)
    settings = RoundSettings(simulations: options.selfPlay.simulations, allowsResignation: false)
    // Room for the simulations of a move, each of which may open all actions of a position, and for
    // the subtree kept from the move before.
    let capacity = 2 * (options.selfPlay.simulations + 1) * (start.actionCount + 1)
    let tree = SearchTree(root: start, capacity: capacity, options: options.selfPlay.search)
    trees = [SearchTree](repeating: tree, count: count)
    isFullSearch = [Bool](repeating: true, count: count)
    for _ in 0..<count { games.append(newGame()) }
  }

  /// The games under way, for saving.
  var gamesUnderWay: [GameInProgress] { games }

  /// Goes on with games that were under way and with the random stream they were saved with.
  mutating func resume(_ saved: [GameInProgress], random: RandomSource) {
    precondition(saved.count == games.count, "\(games.count) games are played, not \(saved.count)")
    games = saved
    self.random = random
  }

  /// Answers of the network to remember: games of one round share many openings. An answer never
  /// depends on its batch, so remembering changes nothing but the time.
  private static var cacheCapacity: Int { 1 << 14 }

  /// Takes weights to search with from now on.
  mutating func replace(parameters: [Float]) {
    model.replace(parameters: parameters)
    search.evaluator.removeAll()
  }

  // MARK: Playing

  /// Plays until at least `decisions` positions to learn from were searched.
  mutating func play(decisions: Int, _ settings: RoundSettings) -> SelfPlayResult {
    var played = SelfPlayResult()
    begin(settings)
    while played.decisions < decisions { step(&played) }
    return played
  }

  /// Starts the search of every game afresh.
  mutating func begin(_ settings: RoundSettings) {
    self.settings = settings
    for index in games.indices {
      trees[index].reset(to: position(of: games[index].record))
      beginSearch(index)
    }
  }

  /// Evaluates one batch of leaves and plays a move wherever that finishes a search.
  mutating func step(_ played: inout SelfPlayResult) {
    search.advance(&trees)
    for index in trees.indices where trees[index].isFinished { decide(index, &played) }
  }

  private mutating func beginSearch(_ index: Int) {
    let isFull = options.fullSearchShare >= 1 || random.uniform() < options.fullSearchShare
    isFullSearch[index] = isFull
    trees[index].begin(
      simulations: isFull ? settings.simulations : options.fastSimulations, noise: isFull,
      using: &random)
  }

  /// Takes the result of a finished search, plays the move and starts the next search.
  private mutating func decide(_ index: Int, _ played: inout SelfPlayResult) {
    let ply = games[index].record.actions.count
    simulations += trees[index].simulationCount
    if isFullSearch[index] {
      games[index].record.decisions.append(decision(of: trees[index], ply: ply))
      if !games[index].isForValidation { played.decisions += 1 }
      if let threshold = options.resignation {
        games[index].resignation.note(trees[index], threshold: threshold)
      }
    }
    let action = trees[index].chooseAction(atPly: ply, using: &random)
    let verdict = earlyResult(index)
    games[index].record.actions.append(UInt16(action))
    played.moves += 1
    trees[index].advance(by: action)
    if let outcome = trees[index].root.outcome {
      finish(index, result: Float(outcome.value(for: .first)), &played)
    } else if let verdict {
      finish(index, result: verdict, &played)
    }
    beginSearch(index)
  }

  private mutating func finish(_ index: Int, result: Float, _ played: inout SelfPlayResult) {
    var game = games[index]
    game.record.result = result
    if game.isForValidation {
      played.validationGames.append(game.record)
    } else {
      played.games.append(game.record)
    }
    if let loser = game.resignation.loser, !resigns(game) {
      played.resignationChecks.append(loser == .first ? result >= 0 : result <= 0)
    }
    games[index] = newGame()
    trees[index].reset(to: position(of: games[index].record))
  }

  // MARK: Ending early

  /// Whether a game ends once a seat gives up.
  private func resigns(_ game: GameInProgress) -> Bool {
    settings.allowsResignation && !game.isPlayedOn
  }

  /// The result of a game that ends before the rules end it, from the first seat's view.
  private func earlyResult(_ index: Int) -> Float? {
    if options.adjudicates, let proven = trees[index].proof.value(for: .first) {
      return Float(proven)
    }
    guard let loser = games[index].resignation.loser, resigns(games[index]) else { return nil }
    return loser == .first ? -1 : 1
  }

  // MARK: Records

  private mutating func decision(of tree: SearchTree<Game>, ply: Int) -> RecordedGame.Decision {
    var target = policy.mutableSpan
    tree.writePolicyTarget(into: &target)
    let actions = policy.indices.filter { policy[$0] > 0 }
    return RecordedGame.Decision(
      ply: ply, value: Float(tree.value), actions: actions.map(UInt16.init),
      probabilities: actions.map { policy[$0] }, isProven: tree.proof != .unknown,
      surprise: tree.policySurprise(of: policy.span))
  }

  /// A new game, after some random moves that do not end it.
  private mutating func newGame() -> GameInProgress {
    let plies = random.below(options.openingPlies + 1)
    var new = GameInProgress()
    if validationShare > 0 { new.isForValidation = random.uniform() < validationShare }
    if options.resignation != nil {
      new.isPlayedOn = random.uniform() < options.resignationCheckShare
    }
    var game = start
    while new.record.actions.count < plies {
      var next = game
      let action = next.playRandomAction(using: &random)
      guard next.turn != nil else { break }
      new.record.actions.append(UInt16(action))
      game = next
    }
    return new
  }

  private func position(of record: RecordedGame) -> Game {
    var game = start
    for action in record.actions { game.play(Int(action)) }
    return game
  }
}
