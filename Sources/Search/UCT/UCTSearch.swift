public import ArenaCore

/// Plain UCT: upper confidence bounds over a tree, one random rollout for each new leaf.
///
/// The fast baseline of every board game. It knows nothing but the rules; proven values and
/// evaluators belong to `SearchTree`. A node is expanded at its second visit. The tree is kept
/// between moves and bounded; a full one goes on with rollouts from its leaves.
///
/// Source: Kocsis and Szepesvari 2006.
public struct UCTSearch<Game: BoardGame>: Sendable {
  /// The position at the root.
  public private(set) var root: Game
  private var nodes: UCTNodes
  private var path: [(node: Int32, sign: Float)] = []
  private var legal: [Int] = []
  /// `simulate`, compiled for this game where the search was made: behind a protocol, such as
  /// `any Player`, it would look up the game's functions while it runs.
  private let compiled: @Sendable (inout UCTSearch, Int, inout RandomSource) -> Void

  /// - Parameters:
  ///   - capacity: the most nodes of the tree, 32 bytes each.
  ///   - exploration: the constant before sqrt(ln N / n), for values in -1 ... 1.
  public init(root: Game, capacity: Int = 1 << 21, exploration: Float = 2) {
    precondition(
      capacity > root.actionCount && capacity < Int(Int32.max),
      "a tree of \(capacity) nodes cannot hold a root with \(root.actionCount) actions")
    self.root = root
    nodes = UCTNodes(capacity: capacity, exploration: exploration)
    compiled = { search, count, random in
      for _ in 0..<count { search.simulate(using: &random) }
    }
  }

  /// Forgets everything and puts a new position at the root.
  public mutating func reset(to position: Game) {
    root = position
    nodes.removeAll()
  }

  /// Plays an action at the root and keeps what is known below it.
  ///
  /// - Precondition: the action is legal.
  public mutating func advance(by action: Int) {
    root.play(action)
    let child = children.first { nodes.action[$0] == Int32(action) }
    if let child, nodes.childCount[child] > 0 {
      nodes.reroot(at: child)
    } else {
      nodes.removeAll()
    }
  }

  /// Runs simulations from the root.
  ///
  /// - Precondition: the game is running.
  public mutating func run(simulations: Int, using random: inout RandomSource) {
    precondition(root.turn != nil, "the game is over: there is nothing to search")
    if nodes.childCount[0] == 0 { expand(0, at: root) }
    compiled(&self, simulations, &random)
  }

  private mutating func simulate(using random: inout RandomSource) {
    var position = root
    var node = 0
    path.removeAll(keepingCapacity: true)
    path.append((0, 0))
    while let turn = position.turn {
      if nodes.childCount[node] == 0 {
        guard nodes.visits[node] > 0, expand(node, at: position) else { break }
      }
      node = nodes.pick(at: node) { random.below($0) }
      position.play(Int(nodes.action[node]))
      path.append((Int32(truncatingIfNeeded: node), turn == .first ? 1 : -1))
    }
    let value = Float(position.playOut(using: &random))
    for step in path { nodes.add(step.sign * value, to: Int(step.node)) }
  }

  @discardableResult
  private mutating func expand(_ node: Int, at position: Game) -> Bool {
    legal.removeAll(keepingCapacity: true)
    position.appendLegalActions(to: &legal)
    guard nodes.hasRoom(for: legal.count) else { return false }
    nodes.expand(node, actions: legal)
    return true
  }

  // MARK: Results

  private var children: Range<Int> {
    let first = Int(nodes.firstChild[0])
    return first..<first + Int(nodes.childCount[0])
  }

  /// Nodes in use, of `capacity`.
  public var nodeCount: Int { nodes.count }

  /// Simulations through the root, kept ones included.
  public var visits: Int { Int(nodes.visits[0]) }

  /// Visits of each action at the root, `[actionCount]`.
  public var visitCounts: [Int] {
    var counts = [Int](repeating: 0, count: root.actionCount)
    for child in children { counts[Int(nodes.action[child])] = Int(nodes.visits[child]) }
    return counts
  }

  /// The most visited action, ties broken by its mean; nil before the first simulation.
  public var bestAction: Int? {
    bestChild.map { Int(nodes.action[$0]) }
  }

  /// The mean of the most visited action from the view of the seat to move, -1 ... 1.
  public var value: Double {
    bestChild.map { Double(nodes.mean[$0]) } ?? 0
  }

  private var bestChild: Int? {
    children.filter { nodes.visits[$0] > 0 }.max {
      (nodes.visits[$0], nodes.mean[$0]) < (nodes.visits[$1], nodes.mean[$1])
    }
  }
}
