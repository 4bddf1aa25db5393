public import ArenaCore

/// A tree of simulations over one game position, which asks for evaluations instead of making them.
///
/// A search is: `begin`, then `select` and `expand` in turn until `isFinished`, then
/// `chooseAction` or the results in `SearchTree+Results`. `select` walks down to a leaf and puts
/// its position in a batch; once an evaluator has filled the batch, `expand` takes the answer back.
/// `BatchedSearch` does this for many trees at once. After a move, `advance` keeps the subtree.
///
/// With `SearchOptions.mergesTranspositions` lines that lead to the same position meet in one node
/// and the tree is a graph. Each action keeps its own visits and prior; its value is that of the
/// node it leads to, whoever found it out. A simulation remembers its path and works the values of
/// the nodes on it out again from those below, which stays sound where sums of what passed through
/// do not: a node visited mostly by other lines would hide its own choice. Nodes off the path catch
/// up when they are visited next, proofs spread at once to every line. There are no cycles: equal
/// keys mean equal rules from here on, so a position that came back could come back for ever, and
/// every game ends within its `maxGameLength`.
///
/// Nodes are parallel arrays with a bound; a full tree ends its search and sets `isFull`.
/// Everything is deterministic: chance enters through `begin` and `chooseAction` alone.
///
/// Source: Silver et al. 2018 (PUCT), Danihelka et al. 2022 (Gumbel), Winands et al. 2008 (proven
/// values), Wu 2019 (forced playouts and target pruning), Czech et al. 2020 (search in a graph).
public struct SearchTree<Game: Keyed>: Sendable {
  /// The settings; changes take effect with the next `begin`.
  public var options: SearchOptions
  /// The position at the root.
  public private(set) var root: Game

  var nodes: NodeStore
  var noise = RootNoise()
  private(set) var limit: Int?
  private(set) var simulations = 0
  var rootProof = RootProof.done
  private(set) var pendingLeaves = 0
  /// Evaluations since `begin` that were not finite numbers. Each was taken for an even position
  /// whose actions are all alike: what the search finds is worth nothing then, and its owner must
  /// give up.
  public private(set) var nonFiniteEvaluations = 0
  /// The edges from the root to each leaf under evaluation, one path after the other.
  private var paths: [Int32] = []
  private var legal: [Int] = []
  var scratch: [Float] = []

  /// - Parameters:
  ///   - root: the position to search.
  ///   - capacity: the most nodes it may hold, one for each legal action of an expanded position:
  ///     each takes 24 bytes, and 48 more once the action was tried.
  public init(root: Game, capacity: Int, options: SearchOptions = SearchOptions()) {
    precondition(
      capacity > root.actionCount && capacity < Int(Int32.max),
      "a tree of \(capacity) nodes cannot hold a root with \(root.actionCount) actions")
    self.root = root
    self.options = options
    nodes = NodeStore(capacity: capacity)
    forget()
    noteEndOfGame()
  }

  // MARK: Moving the root

  /// Forgets everything and puts a new position at the root.
  public mutating func reset(to position: Game) {
    precondition(pendingLeaves == 0, "\(pendingLeaves) leaves are still being evaluated")
    root = position
    forget()
    startOver()
  }

  /// Plays an action at the root and keeps what is known below it.
  ///
  /// - Precondition: the action is legal and no leaf is being evaluated.
  /// - Complexity: O(nodes).
  public mutating func advance(by action: Int) {
    precondition(pendingLeaves == 0, "\(pendingLeaves) leaves are still being evaluated")
    let node = edge(for: action).map { Int(nodes.edges.target[$0]) } ?? -1
    root.play(action)
    if node >= 0, nodes.stage[node] == .expanded {
      nodes.reroot(at: node)
    } else {
      forget()
    }
    startOver()
  }

  mutating func forget() {
    nodes.removeAll(rootKey: options.mergesTranspositions ? root.key : nil)
  }

  private mutating func startOver() {
    limit = nil
    simulations = 0
    noise.isReady = false
    noteEndOfGame()
  }

  private mutating func noteEndOfGame() {
    guard let outcome = root.outcome else { return }
    nodes.makeTerminal(0, Proof(outcome))
  }

  /// The root's edge for an action, where the root is expanded and the action legal.
  private func edge(for action: Int) -> Int? {
    nodes.edges(of: 0).first { nodes.edges.action[$0] == Int32(action) }
  }

  // MARK: Searching

  /// Starts a search at the root, over what is known already.
  ///
  /// - Parameters:
  ///   - simulations: how many to run; nil runs until the caller stops. The root's own evaluation
  ///     counts as none, and visits kept from earlier moves as none.
  ///   - noise: whether to explore at the root as self-play does; fresh noise each time.
  public mutating func begin(
    simulations: Int?, noise exploring: Bool, using random: inout RandomSource
  ) {
    precondition(pendingLeaves == 0, "\(pendingLeaves) leaves are still being evaluated")
    if nodes.merges != options.mergesTranspositions { reset(to: root) }
    limit = simulations.map { max(0, $0) }
    self.simulations = 0
    nonFiniteEvaluations = 0
    rootProof = options.solves && options.rootProofNodes > 0 ? .pending : .done
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
  public var isFull: Bool { !nodes.hasRoom(forEdges: (pendingLeaves + 1) * root.actionCount) }

  /// A leaf whose evaluation is under way.
  public struct Leaf: Sendable, Hashable {
    let node: Int32
    /// Where its path is in `paths`.
    let steps: Range<Int>
  }

  /// What one walk down the tree came to.
  public enum Selection: Sendable, Hashable {
    /// A position was put in the batch; the leaf must be expanded with the answer.
    case leaf(Leaf)
    /// The walk ended at a known result; the simulation is complete without an evaluation.
    case resolved
    /// The walk met a leaf that is being evaluated and counts as nothing. Expand that one first.
    case collision
    /// The search is finished; nothing changed.
    case finished
  }

  /// Runs one simulation up to its evaluation.
  ///
  /// - Precondition: the batch has room for one position.
  public mutating func select(into batch: inout EvaluationBatch<Game>) -> Selection {
    guard !isFinished else { return .finished }
    let start = paths.count
    var position = root
    var node = 0
    while nodes.stage[node] == .expanded && (node == 0 || !isProven(node)) {
      let edge = node == 0 ? pickAtRoot() : pick(at: node)
      position.play(Int(nodes.edges.action[edge]))
      node = follow(edge, to: position)
      paths.append(Int32(edge))
    }
    let steps = start..<paths.count
    if nodes.stage[node] == .pending {
      paths.removeLast(steps.count)
      return .collision
    }
    nodes.begin(at: node, along: paths[steps])
    if node != 0 { simulations += 1 }
    guard nodes.stage[node] == .fresh else {
      finish(Double(nodes.proof[node].rawValue), at: node, steps)
      return .resolved
    }
    batch.append(position)
    nodes.stage[node] = .pending
    nodes.side[node] = position.turn == .first ? 1 : -1
    pendingLeaves += 1
    return .leaf(Leaf(node: Int32(node), steps: steps))
  }

  private func isProven(_ node: Int) -> Bool { options.solves && nodes.proof[node] != .unknown }

  /// The node that an edge leads to, made or found where it was never followed before.
  mutating func follow(_ edge: Int, to position: Game) -> Int {
    let known = Int(nodes.edges.target[edge])
    if known >= 0 { return known }
    let node = node(of: position)
    nodes.link(edge, to: node)
    if isProven(node) {
      let above = Int(nodes.edges.source[edge])
      if nodes.deduceProof(of: above) { nodes.spreadProof(of: above) }
    }
    return node
  }

  /// The node of a position that other lines led to before, else a new one.
  private mutating func node(of position: Game) -> Int {
    let key = nodes.merges ? position.key : 0
    if nodes.merges, let node = nodes.node(withKey: key) { return node }
    let node = nodes.addNode(key: key)
    if let outcome = position.outcome { nodes.makeTerminal(node, Proof(outcome)) }
    return node
  }

  private mutating func finish(_ value: Double, at node: Int, _ steps: Range<Int>) {
    nodes.finish(value, at: node, along: paths[steps])
    // Paths may be forgotten in any order; what counts is that none is left over after a round.
    if pendingLeaves == 0 { paths.removeAll(keepingCapacity: true) }
  }

  /// Takes back the answer for a leaf, which `select` put in row `row` of the batch.
  ///
  /// - Precondition: each leaf is expanded once, with a value within -1 ... 1 if it is finite.
  public mutating func expand(_ leaf: Leaf, from batch: EvaluationBatch<Game>, row: Int) {
    let node = Int(leaf.node)
    precondition(nodes.stage[node] == .pending, "leaf \(node) is not being evaluated")
    pendingLeaves -= 1

    // The root needs its edges even so, to choose among them.
    if options.solves && node != 0, let finding = batch.findings[row] {
      nodes.makeTerminal(node, finding.proof, distance: finding.distance)
      finish(Double(finding.proof.rawValue), at: node, leaf.steps)
      nodes.spreadProof(of: node)
      return
    }
    legal.removeAll(keepingCapacity: true)
    batch.positions[row].appendLegalActions(to: &legal)
    let hasPriors = nodes.expand(
      node, actions: legal, logits: batch.logits.span.extracting(batch.logitRange(of: row)))
    let given = batch.values[row]
    if !given.isFinite || !hasPriors { nonFiniteEvaluations += 1 }
    let value = given.isFinite ? given : 0
    precondition(value >= -1.001 && value <= 1.001, "a value of \(value) is not within -1 ... 1")
    let side = Double(nodes.side[node])
    nodes.ownValue[node] = Float(side) * value
    finish(side * Double(value), at: node, leaf.steps)
    if node == 0 { noise.prepare(nodes, options, limit: limit) }
  }
}
