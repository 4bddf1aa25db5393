import ArenaCore
import Search

/// Plays many games against itself at once, all their leaves evaluated in one batch.
///
/// Between rounds it holds nothing but moves, decisions and a random stream, so that a run can be
/// saved there and go on bit for bit: searches start afresh with each round, at the price of the
/// subtrees kept so far.
struct SelfPlayWorker<Game: BoardGame> {
  /// A game that is not finished.
  private struct Slot {
    var record = RecordedGame(actions: [], decisions: [], result: 0)
    /// Whether the search under way is a full one, whose result is learnt.
    var isFullSearch = true
  }

  private let start: Game
  private let options: AlphaZeroOptions
  private(set) var random: RandomSource
  private var slots: [Slot]
  private var trees: [SearchTree<Game>]
  private var search: BatchedSearch<NetworkEvaluator<Game>>
  private var policy: [Float]
  /// Evaluations of the network so far.
  private(set) var evaluations = 0

  init(
    start: Game, options: AlphaZeroOptions, evaluator: NetworkEvaluator<Game>, random: RandomSource
  ) {
    self.start = start
    self.options = options
    self.random = random
    slots = []
    search = BatchedSearch(
      evaluator: evaluator, batchSize: options.gamesPerWorker,
      actionCount: start.actionCount)
    policy = [Float](repeating: 0, count: start.actionCount)
    // Room for the simulations of a move, each of which may open all actions of a position, and for
    // the subtree kept from the move before.
    let capacity = 2 * (options.simulations + 1) * (start.actionCount + 1)
    let tree = SearchTree(
      root: start, capacity: capacity, options: options.searchOptions(for: start))
    trees = [SearchTree](repeating: tree, count: options.gamesPerWorker)
    for _ in 0..<options.gamesPerWorker { slots.append(newSlot()) }
  }

  /// The games under way, for saving; also takes them back. Their number is fixed.
  var gamesUnderWay: [RecordedGame] { slots.map(\.record) }

  /// Goes on with games that were under way and with the random stream they were saved with.
  mutating func resume(_ games: [RecordedGame], random: RandomSource) {
    precondition(games.count == slots.count, "\(slots.count) games are played, not \(games.count)")
    slots = games.map { Slot(record: $0) }
    self.random = random
  }

  /// Weights for the next round.
  func replace(parameters: [Float]) { search.evaluator.replace(parameters: parameters) }

  /// What one round of play gave.
  struct Harvest {
    var games: [RecordedGame] = []
    /// Moves played, those of games still under way included.
    var moves = 0
    /// Decisions to learn from among them.
    var decisions = 0
  }

  /// Plays until at least `decisions` positions to learn from were searched.
  mutating func play(decisions: Int) -> Harvest {
    var harvest = Harvest()
    for index in slots.indices {
      trees[index].reset(to: position(of: slots[index].record))
      beginSearch(index)
    }
    while harvest.decisions < decisions {
      evaluations += search.advance(&trees)
      for index in trees.indices where trees[index].isFinished { decide(index, &harvest) }
    }
    return harvest
  }

  private mutating func beginSearch(_ index: Int) {
    let isFull = options.fullSearchShare >= 1 || random.uniform() < options.fullSearchShare
    slots[index].isFullSearch = isFull
    trees[index].begin(
      simulations: isFull ? options.simulations : options.fastSimulations, noise: isFull,
      using: &random)
  }

  /// Takes the result of a finished search, plays the move and starts the next search.
  private mutating func decide(_ index: Int, _ harvest: inout Harvest) {
    let ply = slots[index].record.actions.count
    if slots[index].isFullSearch {
      slots[index].record.decisions.append(decision(of: trees[index], ply: ply))
      harvest.decisions += 1
    }
    let action = trees[index].chooseAction(atPly: ply, using: &random)
    slots[index].record.actions.append(UInt16(action))
    harvest.moves += 1
    trees[index].advance(by: action)
    if let outcome = trees[index].root.outcome {
      slots[index].record.result = Float(outcome.value(for: .first))
      harvest.games.append(slots[index].record)
      slots[index] = newSlot()
      trees[index].reset(to: position(of: slots[index].record))
    }
    beginSearch(index)
  }

  private mutating func decision(of tree: SearchTree<Game>, ply: Int) -> RecordedGame.Decision {
    var target = policy.mutableSpan
    tree.writePolicyTarget(into: &target)
    let actions = policy.indices.filter { policy[$0] > 0 }
    return RecordedGame.Decision(
      ply: ply, value: Float(tree.value), actions: actions.map(UInt16.init),
      probabilities: actions.map { policy[$0] })
  }

  /// A new game, after some random moves that do not end it.
  private mutating func newSlot() -> Slot {
    let plies = random.below(options.openingPlies + 1)
    var slot = Slot()
    var game = start
    while slot.record.actions.count < plies {
      var next = game
      let action = next.playRandomAction(using: &random)
      guard next.turn != nil else { break }
      slot.record.actions.append(UInt16(action))
      game = next
    }
    return slot
  }

  private func position(of record: RecordedGame) -> Game {
    var game = start
    for action in record.actions { game.play(Int(action)) }
    return game
  }
}
