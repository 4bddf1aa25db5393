/// The positions of a search as parallel arrays, and the edges between them; a node is an index, the
/// root is 0.
///
/// A node is made when a simulation first reaches it. Where transpositions merge, several edges may
/// lead to it; else there is one. Values are summed from the first seat's view, so that no sign
/// depends on who moves when.
struct NodeStore: Sendable {
  /// How far a node has come.
  enum Stage: UInt8, Sendable {
    /// Made, never evaluated.
    case fresh
    /// Its evaluation is under way.
    case pending
    /// Evaluated; its edges exist.
    case expanded
    /// Never expanded: the game is over here, or an evaluator proved its result.
    case terminal
  }

  /// The most nodes; there is one edge less, as in a tree whose every action was tried.
  let capacity: Int
  /// Whether equal positions share a node.
  private(set) var merges = false
  private(set) var count = 0
  var edges = EdgeStore()

  var firstEdge: [Int32] = []
  var edgeCount: [Int32] = []
  var firstIncoming: [Int32] = []  // the first edge that leads here, -1 at the root
  var visits: [Int32] = []  // simulations through or to it, those under way included
  var pending: [Int32] = []  // those under way
  var valueSum: [Double] = []  // of the finished ones, first seat's view
  var ownValue: [Float] = []  // the evaluator's word, first seat's view
  var side: [Int8] = []  // of the seat to move: 1 first, -1 second; 0 before the evaluation
  var stage: [Stage] = []
  var proof: [Proof] = []
  var distance: [Int32] = []  // plies to the end, for proven nodes
  var key: [UInt64] = []  // of the position, where transpositions merge

  var slots: [Int32] = []  // see NodeStore+Transpositions
  var newIndices: [Int32] = []  // scratch of rerooting
  var worklist: [Int32] = []  // scratch, empty between calls

  init(capacity: Int) { self.capacity = capacity }

  /// Whether that many more edges, and the nodes behind them, stay within the bound.
  func hasRoom(forEdges edges: Int) -> Bool { self.edges.count + edges < capacity }

  func edges(of node: Int) -> Range<Int> {
    let first = Int(firstEdge[node])
    return first..<first + Int(edgeCount[node])
  }

  /// Forgets every node but a fresh root.
  ///
  /// - Parameter rootKey: the key of the root's position where transpositions are to merge, else
  ///   nil.
  mutating func removeAll(rootKey: UInt64?) {
    count = 0
    edges.removeAll()
    merges = rootKey != nil
    clearTable()
    _ = addNode(key: rootKey ?? 0)
  }

  /// Makes a fresh node.
  mutating func addNode(key: UInt64) -> Int {
    precondition(count < capacity, "\(count) nodes are all that the bound allows")
    let node = count
    count += 1
    if count > stage.count { grow(to: min(capacity, max(stage.count * 2, 64))) }
    firstEdge[node] = 0
    edgeCount[node] = 0
    firstIncoming[node] = -1
    visits[node] = 0
    pending[node] = 0
    valueSum[node] = 0
    ownValue[node] = 0
    side[node] = 0
    stage[node] = .fresh
    proof[node] = .unknown
    distance[node] = 0
    self.key[node] = key
    if merges { register(node) }
    return node
  }

  /// Lets an edge that led nowhere yet lead to `node`.
  mutating func link(_ edge: Int, to node: Int) {
    edges.target[edge] = Int32(node)
    edges.nextIncoming[edge] = firstIncoming[node]
    firstIncoming[node] = Int32(edge)
  }

  private mutating func grow(to size: Int) {
    let more = size - stage.count
    firstEdge.append(contentsOf: repeatElement(0, count: more))
    edgeCount.append(contentsOf: repeatElement(0, count: more))
    firstIncoming.append(contentsOf: repeatElement(-1, count: more))
    visits.append(contentsOf: repeatElement(0, count: more))
    pending.append(contentsOf: repeatElement(0, count: more))
    valueSum.append(contentsOf: repeatElement(0, count: more))
    ownValue.append(contentsOf: repeatElement(0, count: more))
    side.append(contentsOf: repeatElement(0, count: more))
    stage.append(contentsOf: repeatElement(.fresh, count: more))
    proof.append(contentsOf: repeatElement(.unknown, count: more))
    distance.append(contentsOf: repeatElement(0, count: more))
    key.append(contentsOf: repeatElement(0, count: more))
  }

  // MARK: Moving the root

  /// Makes `node` the root and drops everything that cannot be reached from it, in place.
  ///
  /// - Complexity: O(nodes and edges).
  mutating func reroot(at node: Int) {
    numberReachable(from: node)
    edges.compact(newIndices, firstEdge: &firstEdge)
    // The old root is out of reach, so its place is free; the others move down, never up.
    move(node, to: 0)
    var kept = 1
    for old in 1..<count where newIndices[old] > 0 {
      move(old, to: kept)
      kept += 1
    }
    count = kept
    for node in 0..<count { firstIncoming[node] = -1 }
    for edge in 0..<edges.count where edges.target[edge] >= 0 {
      link(edge, to: Int(edges.target[edge]))
    }
    guard merges else { return }
    clearTable()
    for node in 0..<count { register(node) }
    // Other lines may have improved what is below since the last visit.
    if proof[0] == .unknown { refreshValue(of: 0) }
  }

  /// Writes to `newIndices` 0 for `node`, -1 for what it does not reach, and 1 and up for the rest.
  private mutating func numberReachable(from node: Int) {
    newIndices.removeAll(keepingCapacity: true)
    newIndices.append(contentsOf: repeatElement(-1, count: count))
    newIndices[node] = 0
    worklist.append(Int32(node))
    while let next = worklist.popLast() {
      for edge in edges(of: Int(next)) {
        let target = Int(edges.target[edge])
        guard target >= 0, newIndices[target] < 0 else { continue }
        newIndices[target] = 1
        worklist.append(Int32(target))
      }
    }
    var kept: Int32 = 0
    for index in 0..<count where newIndices[index] > 0 {
      kept += 1
      newIndices[index] = kept
    }
  }

  private mutating func move(_ old: Int, to new: Int) {
    guard old != new else { return }
    firstEdge[new] = firstEdge[old]
    edgeCount[new] = edgeCount[old]
    visits[new] = visits[old]
    pending[new] = pending[old]
    valueSum[new] = valueSum[old]
    ownValue[new] = ownValue[old]
    side[new] = side[old]
    stage[new] = stage[old]
    proof[new] = proof[old]
    distance[new] = distance[old]
    key[new] = key[old]
  }
}
