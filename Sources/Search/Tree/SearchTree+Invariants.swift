/// What is always true of a tree between two rounds, for tests.
extension SearchTree {
  func checkInvariants() {
    precondition(pendingLeaves == 0, "invariants hold between rounds only")
    nodes.checkInvariants()
    precondition(nodes.count <= nodes.capacity, "more nodes than the bound")
    if options.solves == false { return }
    for node in 0..<nodes.count where nodes.stage[node] == .expanded {
      // A proof that its children give must have been drawn.
      var copy = nodes
      copy.proof[node] = .unknown
      copy.deduceProof(of: node)
      precondition(copy.proof[node] == nodes.proof[node], "node \(node) missed a proof")
    }
  }
}

extension NodeStore {
  func checkInvariants() {
    precondition(parent[0] == -1, "the root has a parent")
    for node in 0..<count {
      precondition(
        abs(valueSum[node]) <= Double(visits[node]) * 1.001 + 1e-6,
        "node \(node): a sum of \(valueSum[node]) from \(visits[node]) visits")
      if stage[node] != .expanded {
        precondition(childCount[node] == 0, "node \(node) has children before its expansion")
        continue
      }
      let block = children(of: node)
      precondition(block.lowerBound > node && block.upperBound <= count, "children out of range")
      var childVisits: Int32 = 0
      var mass: Float = 0
      for child in block {
        precondition(parent[child] == Int32(node), "child \(child) has another parent")
        childVisits += visits[child]
        mass += prior[child]
      }
      precondition(abs(mass - 1) < 1e-3, "node \(node) has priors that sum to \(mass)")
      // The first visit is the node's own evaluation; proven nodes are visited without a child.
      let own = visits[node] - childVisits
      precondition(
        own == 1 || own >= 1 && proof[node] != .unknown,
        "node \(node): \(visits[node]) visits but \(childVisits) below")
    }
  }
}
