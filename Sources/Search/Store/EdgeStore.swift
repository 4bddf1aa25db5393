/// The legal actions of the expanded nodes as parallel arrays; an edge is an index.
///
/// The edges of a node lie next to each other, in ascending order of their actions.
struct EdgeStore: Sendable {
  private(set) var count = 0

  var action: [Int32] = []
  var prior: [Float] = []
  var visits: [Int32] = []  // simulations that took it, those under way included
  var source: [Int32] = []  // the node it leaves
  var target: [Int32] = []  // the node it leads to, -1 before that is known
  var nextIncoming: [Int32] = []  // the next edge to the same node, -1 after the last

  mutating func removeAll() { count = 0 }

  /// Makes room for `edges` new edges and returns the first; `makeFresh` must follow for each.
  ///
  /// - Parameter bound: the most edges there may ever be.
  mutating func allocate(_ edges: Int, bound: Int) -> Int {
    let first = count
    count += edges
    if count > action.count { grow(to: min(bound, max(count, action.count * 2, 64))) }
    return first
  }

  mutating func makeFresh(_ edge: Int, source: Int, action: Int, prior: Float) {
    self.action[edge] = Int32(action)
    self.prior[edge] = prior
    visits[edge] = 0
    self.source[edge] = Int32(source)
    target[edge] = -1
    nextIncoming[edge] = -1
  }

  private mutating func grow(to size: Int) {
    let more = size - action.count
    action.append(contentsOf: repeatElement(0, count: more))
    prior.append(contentsOf: repeatElement(0, count: more))
    visits.append(contentsOf: repeatElement(0, count: more))
    source.append(contentsOf: repeatElement(0, count: more))
    target.append(contentsOf: repeatElement(-1, count: more))
    nextIncoming.append(contentsOf: repeatElement(-1, count: more))
  }

  /// Keeps the edges between nodes that `newIndices` keeps, in place and in order.
  ///
  /// - Parameters:
  ///   - newIndices: the new index of each node, -1 for one that is dropped.
  ///   - firstEdge: the first edge of each node, by its old index; updated.
  mutating func compact(_ newIndices: [Int32], firstEdge: inout [Int32]) {
    var kept = 0
    for old in 0..<count {
      let node = Int(source[old])
      guard newIndices[node] >= 0 else { continue }
      if firstEdge[node] == Int32(old) { firstEdge[node] = Int32(kept) }
      action[kept] = action[old]
      prior[kept] = prior[old]
      visits[kept] = visits[old]
      source[kept] = newIndices[node]
      target[kept] = target[old] < 0 ? -1 : newIndices[Int(target[old])]
      kept += 1
    }
    count = kept
  }
}
