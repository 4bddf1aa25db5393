/// What is always true of a tree between two rounds, for tests.
extension SearchTree {
  func checkInvariants() {
    precondition(pendingLeaves == 0, "invariants hold between rounds only")
    nodes.checkInvariants()
    nodes.checkLinks()
    if nodes.merges { nodes.checkMerging() }
    if options.solves == false { return }
    for node in 0..<nodes.count where nodes.stage[node] == .expanded {
      // A proof that its edges give must have been drawn, and no other.
      let deduced = nodes.deducedProof(of: node)?.0 ?? .unknown
      precondition(
        nodes.proof[node] == deduced, "node \(node): \(nodes.proof[node]), not \(deduced)")
    }
  }
}

extension NodeStore {
  func checkInvariants() {
    precondition(count <= capacity && edges.count < capacity, "more nodes than the bound")
    for node in 0..<count {
      precondition(pending[node] == 0, "node \(node) waits for \(pending[node]) simulations")
      precondition(
        abs(valueSum[node]) <= Double(visits[node]) * 1.001 + 1e-6,
        "node \(node): a sum of \(valueSum[node]) from \(visits[node]) visits")
      if stage[node] != .expanded {
        precondition(edgeCount[node] == 0, "node \(node) has edges before its expansion")
        continue
      }
      let block = edges(of: node)
      precondition(block.upperBound <= edges.count, "the edges of node \(node) are out of range")
      let taken = block.reduce(0) { $0 + edges.visits[$1] }
      let mass = block.reduce(0) { $0 + edges.prior[$1] }
      precondition(abs(mass - 1) < 1e-3, "node \(node) has priors that sum to \(mass)")
      // The first visit is the node's own evaluation; proven nodes are visited without an edge.
      let own = visits[node] - taken
      precondition(
        own == 1 || own >= 1 && proof[node] != .unknown,
        "node \(node): \(visits[node]) visits but \(taken) below")
    }
  }

  /// Every edge is where its nodes look for it, and was followed as often as the node behind it was
  /// visited through it.
  func checkLinks() {
    var incoming = [Int](repeating: 0, count: count)
    for node in 0..<count {
      for edge in edges(of: node) {
        precondition(edges.source[edge] == Int32(node), "edge \(edge) leaves another node")
        let target = Int(edges.target[edge])
        precondition(target != 0 && target < count, "edge \(edge) leads to node \(target)")
        guard target > 0 else {
          precondition(edges.visits[edge] == 0, "edge \(edge) was taken and leads nowhere")
          continue
        }
        incoming[target] += 1
      }
    }
    for node in 0..<count {
      var (listed, visits): (Int, Int32) = (0, 0)
      var edge = Int(firstIncoming[node])
      while edge >= 0 {
        precondition(edges.target[edge] == Int32(node), "edge \(edge) is listed at node \(node)")
        listed += 1
        visits += edges.visits[edge]
        edge = Int(edges.nextIncoming[edge])
      }
      precondition(listed == incoming[node], "node \(node) lists \(listed) of \(incoming[node])")
      precondition(node == 0 || listed > 0, "nothing leads to node \(node)")
      if node == 0 { continue }
      // Lines that were dropped with an earlier root left visits behind.
      precondition(
        merges ? visits <= self.visits[node] : listed == 1 && visits == self.visits[node],
        "node \(node): \(self.visits[node]) visits, \(visits) of them along its edges")
    }
  }

  /// Each position has one node, which its key finds, and the root's value is that of its edges.
  func checkMerging() {
    for node in 0..<count {
      let found = self.node(withKey: key[node])
      precondition(found == node, "the key of node \(node) finds \(found ?? -1)")
    }
    guard stage[0] == .expanded, proof[0] == .unknown else { return }
    var fresh = self
    fresh.refreshValue(of: 0)
    precondition(
      abs(fresh.valueSum[0] - valueSum[0]) <= 1e-9 * Double(visits[0]),
      "the root's sum is \(valueSum[0]), not \(fresh.valueSum[0])")
  }
}
