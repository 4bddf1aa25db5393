import Glibc

/// Growing the tree and carrying results up.
extension NodeStore {
  /// Gives a node its edges, with priors from a softmax over the logits of `actions`.
  ///
  /// - Parameter logits: `[actionCount]`.
  /// - Returns: false where they give no probabilities, because some are not finite: the priors are
  ///   equal then.
  /// - Precondition: there is room.
  mutating func expand(_ node: Int, actions: [Int], logits: Span<Float>) -> Bool {
    precondition(!actions.isEmpty, "a running game must have a legal action")
    precondition(
      hasRoom(forEdges: actions.count),
      "\(edges.count) + \(actions.count) edges exceed the bound of \(capacity) nodes")
    let first = edges.allocate(actions.count, bound: capacity - 1)
    firstEdge[node] = Int32(first)
    edgeCount[node] = Int32(actions.count)
    stage[node] = .expanded

    var highest = -Float.infinity
    for action in actions { highest = max(highest, logits[action]) }
    var sum: Float = 0
    var edge = first
    for action in actions {
      let weight = exp(logits[action] - highest)
      sum += weight
      edges.makeFresh(edge, source: node, action: action, prior: weight)
      edge += 1
    }
    // NaN or an infinity anywhere ends up in the sum; the largest weight is 1 otherwise.
    guard sum.isFinite else {
      for edge in first..<first + actions.count { edges.prior[edge] = 1 / Float(actions.count) }
      return false
    }
    let scale = 1 / sum
    for edge in first..<first + actions.count { edges.prior[edge] *= scale }
    return true
  }

  /// Makes a node one that is never expanded: the game is over there, or its result is proven.
  mutating func makeTerminal(_ node: Int, _ result: Proof, distance plies: Int = 0) {
    stage[node] = .terminal
    proof[node] = result
    distance[node] = Int32(plies)
  }

  // MARK: Simulations

  /// Counts a simulation whose value is still to come at `leaf` and along the edges that led there.
  mutating func begin(at leaf: Int, along path: ArraySlice<Int32>) {
    visits[leaf] += 1
    pending[leaf] += 1
    for step in path {
      let edge = Int(step)
      let node = Int(edges.source[edge])
      edges.visits[edge] += 1
      visits[node] += 1
      pending[node] += 1
    }
  }

  /// Ends a simulation that `begin` counted with its value at the leaf, from the first seat's view.
  mutating func finish(_ value: Double, at leaf: Int, along path: ArraySlice<Int32>) {
    pending[leaf] -= 1
    valueSum[leaf] += value
    for step in path.reversed() {
      let node = Int(edges.source[Int(step)])
      pending[node] -= 1
      if merges && proof[node] == .unknown {
        refreshValue(of: node)
      } else {
        // The same sum where no other line leads below, without looking at the other edges.
        valueSum[node] += value
      }
    }
  }

  /// Works the value of an evaluated, unproven node out again: the mean of its own evaluation and
  /// the values its edges lead to now, each weighing as many as the edge has visits.
  ///
  /// What simulations of other lines found below it counts in full, but as often only as this node
  /// chose to go there.
  mutating func refreshValue(of node: Int) {
    var sum = Double(ownValue[node])
    var weight = 1.0
    for edge in edges(of: node) where edges.visits[edge] > 0 {
      let child = Int(edges.target[edge])
      let finished = Double(visits[child] - pending[child])
      guard finished > 0 else { continue }
      let share = Double(edges.visits[edge])
      // In this order nothing is rounded where no other line leads to the child.
      sum += valueSum[child] * (share / finished)
      weight += share
    }
    valueSum[node] = sum * (Double(visits[node] - pending[node]) / weight)
  }
}
