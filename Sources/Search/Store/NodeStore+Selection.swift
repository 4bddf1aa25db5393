import Glibc

/// Choosing the edge that a walk goes on along.
extension NodeStore {
  /// The mean over a node's finished simulations, from the first seat's view.
  ///
  /// - Precondition: there is one.
  func mean(of node: Int) -> Double { valueSum[node] / Double(visits[node] - pending[node]) }

  /// Whether anything is known about what an edge leads to.
  func hasValue(_ edge: Int, _ options: SearchOptions) -> Bool {
    edges.visits[edge] > 0 || options.solves && proof(behind: edge) != .unknown
  }

  /// The value of taking an edge from the view of the seat to move there: that of the node it leads
  /// to, exact where proven. Simulations under way count as losses, whichever edge they took.
  ///
  /// - Precondition: `hasValue`.
  func value(of edge: Int, side: Float, _ options: SearchOptions) -> Float {
    let node = Int(edges.target[edge])
    if options.solves && proof[node] != .unknown { return side * Float(proof[node].rawValue) }
    var sum = valueSum[node]
    if pending[node] > 0 { sum -= Double(side * options.virtualLoss * Float(pending[node])) }
    return side * Float(sum) / Float(visits[node])
  }

  /// What exploration adds to the value of an action of prior 1 without visits: c sqrt(N).
  func explorationBonus(of node: Int, _ options: SearchOptions) -> Float {
    let total = Float(visits[node])
    let growth = log((total + options.explorationBase + 1) / options.explorationBase)
    return (options.exploration + options.explorationGrowth * growth) * total.squareRoot()
  }

  /// The edge with the best sum of value and exploration bonus; the first one among equals.
  ///
  /// - Parameters:
  ///   - priors: the prior of edge `firstEdge + i` is `priors[offset + i]`.
  ///   - reduction: first-play reduction.
  ///   - forced: forced playouts, 0 for none.
  func puctEdge(
    of node: Int, priors: [Float], offset: Int, reduction: Float, forced: Float,
    options: SearchOptions
  ) -> Int {
    let side = self.side[node]
    let sign = Float(side)
    let total = Float(visits[node])
    let bonus = explorationBonus(of: node, options)
    let shift = offset - Int(firstEdge[node])

    var best = -1
    var bestScore = -Float.infinity
    var bestNew = -1
    var bestNewPrior: Float = -1
    var visitedMass: Float = 0
    for edge in edges(of: node) {
      let prior = priors[edge + shift]
      let count = Float(edges.visits[edge])
      // An action proven before its first visit has a value and no urgency to guess.
      let isProven = options.solves && proof(behind: edge) != .unknown
      if isProven && isLost(edge, side: side) { continue }
      if count == 0 && !isProven {
        if prior > bestNewPrior {
          bestNew = edge
          bestNewPrior = prior
        }
        continue
      }
      visitedMass += prior
      var score = value(of: edge, side: sign, options) + bonus * prior / (1 + count)
      if forced > 0 && count > 0 && count * count < forced * prior * (total - 1) {
        score = Float.greatestFiniteMagnitude
      }
      if score > bestScore {
        best = edge
        bestScore = score
      }
    }
    if bestNew >= 0 {
      // Losses of the seat that chose this node are wins here.
      let waiting = node == 0 ? 0 : sign * options.virtualLoss * Float(pending[node])
      let ownValue = sign * Float(valueSum[node] + Double(waiting)) / total
      let urgency = ownValue - reduction * visitedMass.squareRoot()
      if urgency + bonus * bestNewPrior >= bestScore { return bestNew }
    }
    precondition(best >= 0, "node \(node) has no action that is not lost")
    return best
  }
}
