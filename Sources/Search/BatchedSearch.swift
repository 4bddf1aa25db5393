public import ArenaCore

/// Runs searches by evaluating the leaves of all their trees as one batch.
///
/// With many trees and one leaf of each (self-play) there is no virtual loss. A single match game
/// gathers several leaves of its one tree instead. Both are deterministic.
public struct BatchedSearch<E: Evaluator> where E.Game: Keyed {
  public typealias Game = E.Game

  public var evaluator: E
  /// The most leaves of one tree in a batch.
  public var leavesPerTree: Int
  /// The most simulations that one tree may finish without an evaluation in a round; it bounds the
  /// length of a round when a tree runs in known endings.
  public var resolvedPerRound = 64

  // For trees whose options ask for one; made for the first of them.
  private var rootProofs: ProofSearch<Game>?
  private var batch: EvaluationBatch<Game>
  private var origins: [(tree: Int32, leaf: SearchTree<Game>.Leaf)] = []
  /// `round`, compiled for this game and this evaluator where the search was made: behind a
  /// protocol, such as `any Player`, it would look up their functions while it runs.
  private let compiled:
    @Sendable (inout BatchedSearch, UnsafeMutableBufferPointer<SearchTree<Game>>) -> Int

  /// - Parameters:
  ///   - batchSize: the most leaves in one batch; at least the number of trees makes rounds even.
  ///   - actionCount: of the game, the width of the logits.
  public init(evaluator: E, batchSize: Int, actionCount: Int, leavesPerTree: Int = 1) {
    precondition(leavesPerTree > 0, "a round needs a leaf of each tree, not \(leavesPerTree)")
    self.evaluator = evaluator
    self.leavesPerTree = leavesPerTree
    batch = EvaluationBatch(capacity: batchSize, actionCount: actionCount)
    compiled = { $0.round(of: $1) }
  }

  /// Takes one batch of leaves from the trees that are not finished, evaluates it and expands them.
  ///
  /// - Returns: the number of leaves evaluated.
  @discardableResult
  public mutating func advance(_ trees: inout [SearchTree<Game>]) -> Int {
    trees.withUnsafeMutableBufferPointer { compiled(&self, $0) }
  }

  /// Takes one batch of leaves from a single tree, evaluates it and expands them.
  @discardableResult
  public mutating func advance(_ tree: inout SearchTree<Game>) -> Int {
    withUnsafeMutablePointer(to: &tree) {
      compiled(&self, UnsafeMutableBufferPointer(start: $0, count: 1))
    }
  }

  private mutating func round(
    of trees: UnsafeMutableBufferPointer<SearchTree<Game>>
  ) -> Int {
    batch.removeAll()
    origins.removeAll(keepingCapacity: true)
    for index in trees.indices where !batch.isFull {
      gather(from: &trees[index], index: index)
    }
    guard !batch.isEmpty else { return 0 }
    evaluator.evaluate(&batch)
    for (row, origin) in origins.enumerated() {
      let index = Int(origin.tree)
      trees[index].expand(origin.leaf, from: batch, row: row)
      let isLastOfTree = row + 1 == origins.count || origins[row + 1].tree != origin.tree
      if isLastOfTree { proveRoot(of: &trees[index]) }
    }
    return batch.count
  }

  /// Runs the search that was begun in a tree to its end, or until `deadline`.
  public mutating func finish(_ tree: inout SearchTree<Game>, by deadline: Deadline = .never) {
    while !tree.isFinished && !deadline.hasPassed { advance(&tree) }
  }

  private mutating func gather(from tree: inout SearchTree<Game>, index: Int) {
    proveRoot(of: &tree)
    var leaves = 0
    var resolved = 0
    while leaves < leavesPerTree && resolved < resolvedPerRound && !batch.isFull {
      switch tree.select(into: &batch) {
      case .leaf(let leaf):
        origins.append((Int32(index), leaf))
        leaves += 1
      case .resolved: resolved += 1
      case .collision, .finished: return
      }
    }
  }

  /// Does what is next of the look ahead at a tree's root: before the root is evaluated, and after.
  private mutating func proveRoot(of tree: inout SearchTree<Game>) {
    guard tree.rootProof != .done else { return }
    let limit = tree.options.rootProofNodes
    // Taken out of self for exclusive access; a moved value is not copied.
    var proofs = rootProofs.take() ?? ProofSearch(limit: limit)
    if proofs.limit != limit { proofs = ProofSearch(limit: limit) }
    tree.proveRoot(with: &proofs)
    rootProofs = proofs
  }
}

extension BatchedSearch: Sendable where E: Sendable {}
