import Glibc

/// The nodes of a UCT tree as parallel arrays; the children of a node lie next to each other, behind
/// it, those already tried first.
struct UCTNodes: Sendable {
  let capacity: Int
  let exploration: Float
  private(set) var count = 0

  private(set) var parent: [Int32] = []
  private(set) var firstChild: [Int32] = []
  private(set) var childCount: [Int32] = []  // 0 until expanded
  private(set) var tried: [Int32] = []  // children with visits
  private(set) var action: [Int32] = []
  private(set) var visits: [Int32] = []
  private(set) var mean: [Float] = []  // view of the seat that chose the node
  // 1 / sqrt(visits), kept so that choosing a child needs no division.
  private(set) var inverseRoot: [Float] = []
  // exploration * sqrt(ln(visits)) for small visits.
  private let bonuses: [Float]

  init(capacity: Int, exploration: Float) {
    self.capacity = capacity
    self.exploration = exploration
    bonuses = (0..<4096).map { exploration * log(Float(max(1, $0))).squareRoot() }
    removeAll()
  }

  func hasRoom(for nodes: Int) -> Bool { count + nodes <= capacity }

  mutating func removeAll() {
    count = 0
    makeRoom(for: 1)
    count = 1
    clear(0, parent: -1, action: -1)
  }

  private mutating func clear(_ node: Int, parent: Int, action: Int) {
    self.parent[node] = Int32(truncatingIfNeeded: parent)
    self.action[node] = Int32(truncatingIfNeeded: action)
    childCount[node] = 0
    tried[node] = 0
    visits[node] = 0
  }

  /// Gives a node its children.
  ///
  /// - Precondition: there is room for them.
  mutating func expand(_ node: Int, actions: [Int]) {
    makeRoom(for: actions.count)
    let first = count
    count += actions.count
    firstChild[node] = Int32(truncatingIfNeeded: first)
    childCount[node] = Int32(truncatingIfNeeded: actions.count)
    for index in actions.indices { clear(first + index, parent: node, action: actions[index]) }
  }

  /// The child to visit next: a random one of those not tried, else the best upper bound.
  mutating func pick(at node: Int, using random: (Int) -> Int) -> Int {
    let first = Int(firstChild[node])
    let all = Int(childCount[node])
    let triedCount = Int(tried[node])
    if triedCount < all {
      let next = first + triedCount
      let drawn = next + random(all - triedCount)
      action.swapAt(next, drawn)
      tried[node] = Int32(truncatingIfNeeded: triedCount + 1)
      return next
    }
    let count = Int(visits[node])
    let bonus =
      count < bonuses.count ? bonuses[count] : exploration * log(Float(count)).squareRoot()
    var best = first
    var bestScore = -Float.infinity
    for child in first..<first + all {
      let score = mean[child] + bonus * inverseRoot[child]
      if score > bestScore {
        best = child
        bestScore = score
      }
    }
    return best
  }

  /// Counts one simulation through a node, with its value from the view of the seat that chose it.
  mutating func add(_ value: Float, to node: Int) {
    let count = visits[node] + 1
    visits[node] = count
    let inverse = 1 / Float(count)
    let old: Float = count == 1 ? 0 : mean[node]
    mean[node] = old + (value - old) * inverse
    inverseRoot[node] = inverse.squareRoot()
  }

  private mutating func makeRoom(for nodes: Int) {
    let needed = count + nodes
    precondition(needed <= capacity, "\(needed) nodes exceed the bound \(capacity)")
    guard needed > parent.count else { return }
    let more = min(capacity, max(needed, parent.count * 2, 1024)) - parent.count
    parent.append(contentsOf: repeatElement(0, count: more))
    firstChild.append(contentsOf: repeatElement(0, count: more))
    childCount.append(contentsOf: repeatElement(0, count: more))
    tried.append(contentsOf: repeatElement(0, count: more))
    action.append(contentsOf: repeatElement(0, count: more))
    visits.append(contentsOf: repeatElement(0, count: more))
    mean.append(contentsOf: repeatElement(0, count: more))
    inverseRoot.append(contentsOf: repeatElement(0, count: more))
  }

  /// Makes `node` the root and drops everything that is not below it, in place.
  ///
  /// Parents come before children, so that one pass suffices and nodes move only to the front.
  mutating func reroot(at node: Int) {
    var newIndices = [Int32](repeating: -1, count: count)
    newIndices[node] = 0
    move(node, to: 0)
    parent[0] = -1
    var kept = 1
    for old in node + 1..<max(count, node + 1) {
      let oldParent = Int(parent[old])
      guard oldParent >= node, newIndices[oldParent] >= 0 else { continue }
      let newParent = newIndices[oldParent]
      if Int(firstChild[Int(newParent)]) == old {
        firstChild[Int(newParent)] = Int32(truncatingIfNeeded: kept)
      }
      newIndices[old] = Int32(truncatingIfNeeded: kept)
      move(old, to: kept)
      parent[kept] = newParent
      kept += 1
    }
    count = kept
  }

  private mutating func move(_ old: Int, to new: Int) {
    firstChild[new] = firstChild[old]
    childCount[new] = childCount[old]
    tried[new] = tried[old]
    action[new] = action[old]
    visits[new] = visits[old]
    mean[new] = mean[old]
    inverseRoot[new] = inverseRoot[old]
  }
}
