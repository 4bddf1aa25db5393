import ArenaCore
import Match
import Search
import Training

/// Many games on one thread: their turns search side by side, the leaves of all trees in one batch.
///
/// At most `width` turns search at a time, so that those which came first are done first; the others
/// have not begun. A few turns get several leaves each of a batch.
final class SearchDesk<E: Evaluator> where E.Game: Keyed {
  typealias Game = E.Game

  /// What a player keeps between its turns, its tree aside.
  private struct Memory {
    let options: SearchPlayerOptions
    var random: RandomSource
    var resignation = Resignation()
    /// Moves of the game that the tree knows.
    var ply = 0
  }

  private struct Chair: Hashable {
    let game: Int
    let seat: Seat
  }

  /// A turn that searches; its tree stands beside it.
  private struct PendingSearch {
    let turn: GroupTurn
    let deadline: Deadline
    var memory: Memory
    var chair: Chair { Chair(game: turn.game, seat: turn.seat) }
  }

  private let width: Int
  private var batches: BatchedSearch<E>
  private var searches: [PendingSearch] = []
  private var trees: [SearchTree<Game>] = []  // of `searches`
  private var resting: [Chair: (memory: Memory, tree: SearchTree<Game>)] = [:]
  private var waiting: [GameTurn<Game>] = []

  /// - Parameter width: the most positions of a batch.
  init(_ evaluator: E, width: Int, actionCount: Int) {
    self.width = width
    batches = BatchedSearch(evaluator: evaluator, batchSize: width, actionCount: actionCount)
  }

  /// Whether there is nothing to do.
  var isIdle: Bool { searches.isEmpty && waiting.isEmpty }

  func add(_ turn: GameTurn<Game>) {
    let chair = Chair(game: turn.turn.game, seat: turn.turn.seat)
    cancel { $0 == chair }
    waiting.append(turn)
  }

  func forget(_ game: Int) {
    cancel { $0.game == game }
    for seat in Seat.allCases { resting[Chair(game: game, seat: seat)] = nil }
  }

  /// Drops turns that nobody waits for any more, and what their players knew.
  private func cancel(_ isOver: (Chair) -> Bool) {
    waiting.removeAll { isOver(Chair(game: $0.turn.game, seat: $0.turn.seat)) }
    for index in searches.indices.reversed() where isOver(searches[index].chair) { take(index) }
  }

  /// Evaluates one batch and answers the turns that are done with it.
  func step() {
    let count = min(waiting.count, width - searches.count)
    if count > 0 {
      for turn in waiting[..<count] { begin(turn) }
      waiting.removeSubrange(..<count)
    }
    guard !searches.isEmpty else { return }
    let share = width / searches.count
    batches.leavesPerTree = max(1, min(share, searches[0].memory.options.leavesPerBatch))
    batches.advance(&trees)
    for index in searches.indices.reversed()
    where trees[index].isFinished || searches[index].deadline.hasPassed {
      decide(index)
    }
  }

  private func begin(_ turn: GameTurn<Game>) {
    let chair = Chair(game: turn.turn.game, seat: turn.turn.seat)
    let kept = resting.removeValue(forKey: chair)
    var memory: Memory
    var tree: SearchTree<Game>
    if let kept {
      (memory, tree) = kept
      for action in turn.turn.session.actions.dropFirst(memory.ply) where tree.root.isLegal(action)
      {
        tree.advance(by: action)
      }
      tree.follow(to: turn.position)
    } else {
      guard let options = try? SearchPlayerOptions().applying(turn.options) else {
        return turn.turn.decided(.failure(.failure("its options are not understood")))
      }
      memory = Memory(
        options: options,
        random: RandomSource(
          seed: turn.turn.seed, streams: UInt32(truncatingIfNeeded: chair.game),
          UInt32(chair.seat.rawValue)))
      var search = options.search
      search.temperature = TemperatureSchedule(start: 1, plateau: options.variedPlies)
      tree = SearchTree(
        root: turn.position, capacity: max(options.treeNodes, 2 * turn.position.actionCount),
        options: search)
    }
    memory.ply = turn.turn.session.ply
    turn.turn.began()
    let budget = turn.turn.budget
    let limit = budget.simulations ?? (budget.time == nil ? memory.options.simulations : nil)
    tree.begin(simulations: limit, noise: false, using: &memory.random)
    searches.append(
      PendingSearch(turn: turn.turn, deadline: Deadline(after: budget.timeBound), memory: memory))
    trees.append(tree)
  }

  /// Takes a search out; the last one takes its place.
  @discardableResult
  private func take(_ index: Int) -> (search: PendingSearch, tree: SearchTree<Game>) {
    searches.swapAt(index, searches.count - 1)
    trees.swapAt(index, trees.count - 1)
    return (searches.removeLast(), trees.removeLast())
  }

  private func decide(_ index: Int) {
    var (search, tree) = take(index)
    guard tree.nonFiniteEvaluations == 0 else {
      return search.turn.decided(.failure(.nonFinite))
    }
    if let threshold = search.memory.options.resignation {
      search.memory.resignation.note(tree, threshold: threshold)
      guard search.memory.resignation.loser == nil else {
        return search.turn.decided(.failure(.resignation))
      }
    }
    let action = tree.chooseAction(atPly: search.memory.ply, using: &search.memory.random)
    resting[search.chair] = (search.memory, tree)
    search.turn.decided(.success(action))
  }
}
