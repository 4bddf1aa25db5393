import Glibc

/// The improved policy of Danihelka et al. 2022: logits corrected by completed values.
extension NodeStore {
  /// Writes the improved policy over the edges of `node`, softmax(log prior + sigma(q)), to
  /// `policy[0 ..< edgeCount]`; lost actions get 0 unless all are lost.
  ///
  /// An unvisited action's q is completed by a mix of the node's own value and the visited ones'.
  func writeImprovedPolicy(
    of node: Int, priors: [Float], offset: Int, options: SearchOptions, into policy: inout [Float]
  ) {
    let block = edges(of: node)
    while policy.count < block.count { policy.append(0) }
    let side = Float(self.side[node])
    let scale = valueScale(of: node, options: options)
    let completion = mixedValue(of: node, priors: priors, offset: offset, options: options)
    var highest = -Float.infinity
    for (index, edge) in block.enumerated() {
      let q = hasValue(edge, options) ? value(of: edge, side: side, options) : completion
      policy[index] = scale * (q + 1) / 2
      highest = max(highest, policy[index])
    }
    let keepsLost = !options.solves || block.allSatisfy { isLost($0, side: self.side[node]) }
    var sum: Float = 0
    for (index, edge) in block.enumerated() {
      let isOut = !keepsLost && isLost(edge, side: self.side[node])
      policy[index] = isOut ? 0 : priors[offset + index] * exp(policy[index] - highest)
      sum += policy[index]
    }
    guard sum > 0 else {
      // Every action with a good value has a prior of nearly 0: fall back on the priors.
      for index in 0..<block.count { policy[index] = priors[offset + index] }
      return
    }
    for index in 0..<block.count { policy[index] /= sum }
  }

  /// The edge whose share of the visits is furthest below its improved policy.
  func gumbelEdge(of node: Int, options: SearchOptions, scratch: inout [Float]) -> Int {
    let block = edges(of: node)
    writeImprovedPolicy(
      of: node, priors: edges.prior, offset: block.lowerBound, options: options, into: &scratch)
    let total = Float(visits[node])
    var best = -1
    var bestScore = -Float.infinity
    for (index, edge) in block.enumerated() {
      if options.solves && isLost(edge, side: side[node]) { continue }
      let score = scratch[index] - Float(edges.visits[edge]) / total
      if score > bestScore {
        best = edge
        bestScore = score
      }
    }
    precondition(best >= 0, "node \(node) has no action that is not lost")
    return best
  }

  /// What a value in 0 ... 1 is multiplied by before it is added to a logit.
  func valueScale(of node: Int, options: SearchOptions) -> Float {
    var most: Int32 = 0
    for edge in edges(of: node) { most = max(most, edges.visits[edge]) }
    return (options.gumbelVisitOffset + Float(most)) * options.gumbelValueScale
  }

  /// The value that stands in for an unvisited action's: the node's own, mixed with the
  /// prior-weighted mean of the visited ones in proportion to the visits (the paper's v_mix).
  func mixedValue(of node: Int, priors: [Float], offset: Int, options: SearchOptions) -> Float {
    var mass: Float = 0
    var sum: Float = 0
    var count: Float = 0
    for (index, edge) in edges(of: node).enumerated() where hasValue(edge, options) {
      // A prior of exactly 0 must not make the mean undefined.
      let weight = max(priors[offset + index], Float.leastNormalMagnitude)
      mass += weight
      sum += weight * value(of: edge, side: Float(side[node]), options)
      count += Float(max(1, edges.visits[edge]))
    }
    let own = Float(side[node]) * ownValue[node]
    return mass > 0 ? (own + count * sum / mass) / (1 + count) : own
  }
}
