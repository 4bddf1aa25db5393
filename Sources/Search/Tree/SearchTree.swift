import ArenaCore

/// A tree of simulations over one game position, which asks for evaluations instead of making them.
///
/// A search is: `begin`, then `select` and `expand` in turn until `isFinished`, then
/// `chooseAction` or the results in `SearchTree+Results`. `select` walks down to a leaf and puts
/// its position in a batch; once an evaluator has filled the batch, `expand` takes the answer back.
/// `BatchedSearch` does this for many trees at once. After a move, `advance` keeps the subtree.
///
/// Nodes are parallel arrays with a bound; a full tree ends its search and says so in `isFull`.
/// Everything is deterministic: chance enters through `begin` and `chooseAction` alone.
///
/// Source: Silver et al. 2018 (PUCT), Danihelka et al. 2022 (Gumbel), Winands et al. 2008 (proven
/// values), Wu 2019 (forced playouts and target pruning).
public struct SearchTree<Game: BoardGame>: Sendable {
  /// The settings; changes take effect with the next `begin`.
  public var options: SearchOptions
  /// The position at the root.
  public private(set) var root: Game

  var nodes: NodeStore
  var noise = RootNoise()
  private(set) var limit: Int?
  private(set) var simulations = 0
  private(set) var pendingLeaves = 0
  private var legal: [Int] = []
  private var newIndices: [Int32] = []
  var scratch: [Float] = []

  /// - Parameters:
  ///   - root: the position to search.
  ///   - capacity: the most nodes it may hold; an expanded position takes one for each legal
  ///     action, each about 45 bytes.
  public init(root: Game, capacity: Int, options: SearchOptions = SearchOptions()) {
    precondition(
      capacity > root.actionCount && capacity < Int(Int32.max),
      "a tree of \(capacity) nodes cannot hold a root with \(root.actionCount) actions")
    self.root = root
    self.options = options
    nodes = NodeStore(capacity: capacity)
    nodes.removeAll()
    noteEndOfGame()
  }

  // MARK: Moving the root

  /// Forgets everything and puts a new position at the root.
  public mutating func reset(to position: Game) {
    precondition(pendingLeaves == 0, "\(pendingLeaves) leaves are still being evaluated")
    root = position
    nodes.removeAll()
    startOver()
  }

  /// Plays an action at the root and keeps what is known below it.
  ///
  /// - Precondition: the action is legal and no leaf is being evaluated.
  /// - Complexity: O(nodes).
  public mutating func advance(by action: Int) {
    precondition(pendingLeaves == 0, "\(pendingLeaves) leaves are still being evaluated")
    root.play(action)
    let child = nodes.stage[0] == .expanded ? child(for: action) : nil
    if let child, nodes.stage[child] == .expanded {
      nodes.reroot(at: child, scratch: &newIndices)
    } else {
      nodes.removeAll()
    }
    startOver()
  }

  private mutating func startOver() {
    limit = nil
    simulations = 0
    noise.isReady = false
    noteEndOfGame()
  }

  private mutating func noteEndOfGame() {
    guard let outcome = root.outcome else { return }
    nodes.stage[0] = .terminal
    nodes.proof[0] = Proof(outcome)
  }

  /// The root's child for an action, where the root is expanded and the action legal.
  func child(for action: Int) -> Int? {
    nodes.children(of: 0).first { nodes.action[$0] == Int32(action) }
  }

  // MARK: Searching

  /// Starts a search at the root, over what is known already.
  ///
  /// - Parameters:
  ///   - simulations: how many to run; nil runs until the caller stops. The root's own evaluation
  ///     counts as none. See `SearchOptions.countsKeptVisits`.
  ///   - noise: whether to explore at the root as self-play does; fresh noise each time.
  public mutating func begin(
    simulations: Int?, noise exploring: Bool, using random: inout RandomSource
  ) {
    precondition(pendingLeaves == 0, "\(pendingLeaves) leaves are still being evaluated")
    let kept = options.countsKeptVisits ? max(0, Int(nodes.visits[0]) - 1) : 0
    limit = simulations.map { max(0, $0 - kept) }
    self.simulations = 0
    noise.begin(exploring: exploring, seed: random.next())
    if nodes.stage[0] == .expanded { noise.prepare(nodes, options, limit: limit) }
  }

  /// Whether the search has nothing left to do: the simulations are done, the root is proven, the
  /// game is over or the tree is full.
  public var isFinished: Bool {
    switch nodes.stage[0] {
    case .terminal: true
    case .fresh, .pending: false
    case .expanded: simulations >= limit ?? Int.max || isSolved || isFull
    }
  }

  /// Whether the root's exact value is known and the options let that end a search.
  public var isSolved: Bool { options.solves && nodes.proof[0] != .unknown }

  /// Whether another expansion might exceed the bound on nodes.
  public var isFull: Bool { !nodes.hasRoom(for: (pendingLeaves + 1) * root.actionCount) }

  /// A leaf whose evaluation is under way.
  public struct Leaf: Sendable, Hashable {
    let node: Int32
  }

  /// What one walk down the tree came to.
  public enum Selection: Sendable, Hashable {
    /// A position was put in the batch; the leaf must be expanded with the answer.
    case leaf(Leaf)
    /// The walk ended at a known result; the simulation is complete without an evaluation.
    case resolved
    /// The walk met a leaf that is being evaluated; nothing changed. Expand that one first.
    case collision
    /// The search is finished; nothing changed.
    case finished
  }

  /// Runs one simulation up to its evaluation.
  ///
  /// - Precondition: the batch has room for one position.
  public mutating func select(into batch: inout EvaluationBatch<Game>) -> Selection {
    guard !isFinished else { return .finished }
    var position = root
    var node = 0
    while nodes.stage[node] == .expanded && (node == 0 || !isProven(node)) {
      node = node == 0 ? pickAtRoot() : pick(at: node)
      position.play(Int(nodes.action[node]))
    }
    switch nodes.stage[node] {
    case .pending: return .collision
    case .terminal, .expanded:
      nodes.backUp(Double(nodes.proof[node].rawValue), from: node)
      simulations += 1
      return .resolved
    case .fresh: break
    }
    if let outcome = position.outcome {
      nodes.makeTerminal(node, Proof(outcome))
      nodes.backUp(Double(nodes.proof[node].rawValue), from: node)
      if options.solves { nodes.propagateProof(from: node) }
      simulations += 1
      return .resolved
    }
    batch.append(position)
    nodes.stage[node] = .pending
    nodes.side[node] = position.turn == .first ? 1 : -1
    nodes.markPending(node, loss: options.virtualLoss)
    pendingLeaves += 1
    if node != 0 { simulations += 1 }
    return .leaf(Leaf(node: Int32(node)))
  }

  private func isProven(_ node: Int) -> Bool { options.solves && nodes.proof[node] != .unknown }

  /// Takes back the answer for a leaf, which `select` put in row `row` of the batch.
  ///
  /// - Precondition: each leaf is expanded once, with finite numbers.
  public mutating func expand(_ leaf: Leaf, from batch: EvaluationBatch<Game>, row: Int) {
    let node = Int(leaf.node)
    precondition(nodes.stage[node] == .pending, "leaf \(node) is not being evaluated")
    let value = batch.values[row]
    precondition(value >= -1.001 && value <= 1.001, "a value of \(value) is not within -1 ... 1")
    pendingLeaves -= 1

    // The root needs its children even so, to choose among them.
    if options.solves && node != 0, let finding = batch.findings[row] {
      nodes.makeTerminal(node, finding.proof, distance: finding.distance)
      nodes.backUpPending(Double(finding.proof.rawValue), from: node, loss: options.virtualLoss)
      nodes.propagateProof(from: node)
      return
    }
    legal.removeAll(keepingCapacity: true)
    batch.positions[row].appendLegalActions(to: &legal)
    nodes.expand(
      node, actions: legal, logits: batch.logits.span.extracting(batch.logitRange(of: row)))
    let side = Double(nodes.side[node])
    nodes.ownValue[node] = Float(side) * value
    if options.solves && options.looksOnePlyAhead { lookAhead(from: batch.positions[row], node) }
    let proof = nodes.proof[node]
    let result = proof == .unknown ? side * Double(value) : Double(proof.rawValue)
    nodes.backUpPending(result, from: node, loss: options.virtualLoss)
    if proof != .unknown { nodes.propagateProof(from: node) }
    if node == 0 { noise.prepare(nodes, options, limit: limit) }
  }

  /// Plays each action of a node that is being expanded and proves those that end the game.
  private mutating func lookAhead(from position: Game, _ node: Int) {
    for child in nodes.children(of: node) {
      var next = position
      next.play(Int(nodes.action[child]))
      if let outcome = next.outcome { nodes.makeTerminal(child, Proof(outcome)) }
    }
    nodes.deduceProof(of: node)
  }
}
