/// The nodes of a search tree as parallel arrays; a node is an index, the root is 0.
///
/// The children of a node lie next to each other, and behind it: `parent[node] < node`. Values are
/// summed from the first seat's view, so that no sign depends on who moves when.
struct NodeStore: Sendable {
  /// How far a node has come.
  enum Stage: UInt8, Sendable {
    /// Made with its parent's expansion, never visited.
    case fresh
    /// Its evaluation is under way.
    case pending
    /// Evaluated; its children exist.
    case expanded
    /// The game is over here.
    case terminal
  }

  let capacity: Int
  private(set) var count = 0

  var parent: [Int32] = []  // -1 at the root
  var firstChild: [Int32] = []
  var childCount: [Int32] = []
  var action: [Int32] = []  // the action that leads here
  var prior: [Float] = []
  var visits: [Int32] = []  // evaluations under way included
  var valueSum: [Double] = []  // first seat's view, virtual losses included
  var ownValue: [Float] = []  // the evaluator's word, first seat's view
  var side: [Int8] = []  // of the seat to move: 1 first, -1 second; 0 before the first visit
  var stage: [Stage] = []
  var proof: [Proof] = []
  var distance: [Int32] = []  // plies to the end, for proven nodes

  init(capacity: Int) { self.capacity = capacity }

  func hasRoom(for nodes: Int) -> Bool { count + nodes <= capacity }

  func children(of node: Int) -> Range<Int> {
    let first = Int(firstChild[node])
    return first..<first + Int(childCount[node])
  }

  /// Forgets every node but a fresh root.
  mutating func removeAll() {
    count = 0
    let root = allocate(1)
    makeFresh(root, parent: -1, action: -1, prior: 1)
  }

  /// Makes room for `nodes` new nodes and returns the first.
  ///
  /// - Precondition: there is room.
  mutating func allocate(_ nodes: Int) -> Int {
    precondition(hasRoom(for: nodes), "\(count) + \(nodes) nodes exceed the bound \(capacity)")
    let first = count
    count += nodes
    if count > parent.count { grow(to: min(capacity, max(count, parent.count * 2, 64))) }
    return first
  }

  mutating func makeFresh(_ node: Int, parent: Int, action: Int, prior: Float) {
    self.parent[node] = Int32(parent)
    self.action[node] = Int32(action)
    self.prior[node] = prior
    firstChild[node] = 0
    childCount[node] = 0
    visits[node] = 0
    valueSum[node] = 0
    ownValue[node] = 0
    side[node] = 0
    stage[node] = .fresh
    proof[node] = .unknown
    distance[node] = 0
  }

  private mutating func grow(to size: Int) {
    let more = size - parent.count
    parent.append(contentsOf: repeatElement(0, count: more))
    firstChild.append(contentsOf: repeatElement(0, count: more))
    childCount.append(contentsOf: repeatElement(0, count: more))
    action.append(contentsOf: repeatElement(0, count: more))
    prior.append(contentsOf: repeatElement(0, count: more))
    visits.append(contentsOf: repeatElement(0, count: more))
    valueSum.append(contentsOf: repeatElement(0, count: more))
    ownValue.append(contentsOf: repeatElement(0, count: more))
    side.append(contentsOf: repeatElement(0, count: more))
    stage.append(contentsOf: repeatElement(.fresh, count: more))
    proof.append(contentsOf: repeatElement(.unknown, count: more))
    distance.append(contentsOf: repeatElement(0, count: more))
  }

  /// Makes `node` the root and drops everything that is not below it, in place.
  ///
  /// One pass suffices because parents come before children: a node moves down, never up.
  ///
  /// - Parameter newIndices: scratch, of any size.
  /// - Complexity: O(count).
  mutating func reroot(at node: Int, scratch newIndices: inout [Int32]) {
    if newIndices.count < count {
      newIndices.append(contentsOf: repeatElement(-1, count: count - newIndices.count))
    }
    newIndices[node] = 0
    move(node, to: 0)
    parent[0] = -1
    var kept = 1
    for old in node + 1..<max(count, node + 1) {
      let oldParent = Int(parent[old])
      // Before the new root's own block, nodes may still point in front of it.
      guard oldParent >= node, newIndices[oldParent] >= 0 else {
        newIndices[old] = -1
        continue
      }
      let newParent = Int(newIndices[oldParent])
      if firstChild[newParent] == Int32(old) { firstChild[newParent] = Int32(kept) }
      newIndices[old] = Int32(kept)
      move(old, to: kept)
      parent[kept] = Int32(newParent)
      kept += 1
    }
    count = kept
  }

  private mutating func move(_ old: Int, to new: Int) {
    guard old != new else { return }
    firstChild[new] = firstChild[old]
    childCount[new] = childCount[old]
    action[new] = action[old]
    prior[new] = prior[old]
    visits[new] = visits[old]
    valueSum[new] = valueSum[old]
    ownValue[new] = ownValue[old]
    side[new] = side[old]
    stage[new] = stage[old]
    proof[new] = proof[old]
    distance[new] = distance[old]
  }
}
