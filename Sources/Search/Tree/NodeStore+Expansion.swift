#if canImport(Glibc)
import Glibc
#else
import Foundation
#endif

/// Growing the tree and carrying results up.
extension NodeStore {
  /// Gives a node its children, with priors from a softmax over the logits of `actions`.
  ///
  /// - Parameter logits: `[actionCount]`.
  mutating func expand(_ node: Int, actions: [Int], logits: Span<Float>) {
    precondition(!actions.isEmpty, "a running game must have a legal action")
    let first = allocate(actions.count)
    firstChild[node] = Int32(first)
    childCount[node] = Int32(actions.count)
    stage[node] = .expanded

    var highest = -Float.infinity
    for action in actions { highest = max(highest, logits[action]) }
    var sum: Float = 0
    var child = first
    for action in actions {
      let weight = exp(logits[action] - highest)
      sum += weight
      makeFresh(child, parent: node, action: action, prior: weight)
      child += 1
    }
    precondition(sum.isFinite, "the evaluator gave logits that are not finite")
    let scale = 1 / sum
    for child in first..<first + actions.count { prior[child] *= scale }
  }

  /// Makes a node one that is never expanded: the game is over there, or its result is proven.
  mutating func makeTerminal(_ node: Int, _ result: Proof, distance plies: Int = 0) {
    stage[node] = .terminal
    proof[node] = result
    distance[node] = Int32(plies)
  }

  /// Counts one simulation of known value, from the first seat's view, on the path to the root.
  mutating func backUp(_ value: Double, from node: Int) {
    var node = node
    while node >= 0 {
      visits[node] += 1
      valueSum[node] += value
      node = Int(parent[node])
    }
  }

  /// Counts a simulation on the path to the root whose value is still to come, as a loss for each
  /// seat that chose it.
  mutating func markPending(_ node: Int, loss: Float) {
    var node = node
    while node >= 0 {
      visits[node] += 1
      let above = Int(parent[node])
      if above >= 0 { valueSum[node] -= Double(side[above]) * Double(loss) }
      node = above
    }
  }

  /// Replaces what `markPending` assumed by the value.
  mutating func backUpPending(_ value: Double, from node: Int, loss: Float) {
    var node = node
    while node >= 0 {
      let above = Int(parent[node])
      valueSum[node] += value
      if above >= 0 { valueSum[node] += Double(side[above]) * Double(loss) }
      node = above
    }
  }

  // MARK: Proven values

  /// Carries a new proof up as far as it decides anything.
  mutating func propagateProof(from node: Int) {
    var node = Int(parent[node])
    while node >= 0, proof[node] == .unknown {
      deduceProof(of: node)
      if proof[node] == .unknown { return }
      node = Int(parent[node])
    }
  }

  /// Proves a node where its children suffice: by one won child, or by knowing all of them.
  ///
  /// The distance is that of the shortest known win, else the longest draw or loss.
  mutating func deduceProof(of node: Int) {
    let own = side[node]
    var shortestWin = Int32.max
    var longestDraw: Int32 = -1
    var longestLoss: Int32 = -1
    var allKnown = true
    for child in children(of: node) {
      guard proof[child] != .unknown else {
        allKnown = false
        continue
      }
      let result = proof[child].rawValue * own
      if result > 0 { shortestWin = min(shortestWin, distance[child]) }
      if result == 0 { longestDraw = max(longestDraw, distance[child]) }
      if result < 0 { longestLoss = max(longestLoss, distance[child]) }
    }
    if shortestWin < Int32.max {
      proof[node] = own > 0 ? .firstWins : .secondWins
      distance[node] = shortestWin + 1
    } else if allKnown {
      let isDraw = longestDraw >= 0
      proof[node] = isDraw ? .draw : own > 0 ? .secondWins : .firstWins
      distance[node] = (isDraw ? longestDraw : longestLoss) + 1
    }
  }
}
