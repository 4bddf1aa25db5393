#if canImport(Glibc)
import Glibc
#else
import Foundation
#endif

/// Choosing the child that a walk goes on to.
extension NodeStore {
  /// A child's value from the view of the seat to move at its parent: exact where proven.
  ///
  /// - Precondition: the child was visited or is proven.
  func value(of child: Int, side: Float, solves: Bool) -> Float {
    if solves && proof[child] != .unknown { return side * Float(proof[child].rawValue) }
    return side * Float(valueSum[child]) / Float(visits[child])
  }

  /// Whether choosing this child is proven to lose.
  func isLost(_ child: Int, side: Int8) -> Bool {
    proof[child] != .unknown && proof[child].rawValue * side < 0
  }

  /// The child with the best sum of value and exploration bonus; the first one among equals.
  ///
  /// - Parameters:
  ///   - priors: the prior of child `firstChild + i` is `priors[offset + i]`.
  ///   - reduction: first-play reduction.
  ///   - forced: forced playouts, 0 for none.
  func puctChild(
    of node: Int, priors: [Float], offset: Int, reduction: Float, forced: Float,
    options: SearchOptions
  ) -> Int {
    let side = self.side[node]
    let sign = Float(side)
    let total = Float(visits[node])
    let growth = log((total + options.explorationBase + 1) / options.explorationBase)
    let c = options.exploration + options.explorationGrowth * growth
    let bonus = c * total.squareRoot()
    let shift = offset - Int(firstChild[node])

    var best = -1
    var bestScore = -Float.infinity
    var bestNew = -1
    var bestNewPrior: Float = -1
    var visitedMass: Float = 0
    for child in children(of: node) {
      if options.solves && isLost(child, side: side) { continue }
      let prior = priors[child + shift]
      let count = Float(visits[child])
      if count == 0 {
        // A child proven before its first visit has a value and no urgency to guess.
        if !options.solves || proof[child] == .unknown {
          if prior > bestNewPrior {
            bestNew = child
            bestNewPrior = prior
          }
          continue
        }
      }
      visitedMass += prior
      var score = value(of: child, side: sign, solves: options.solves) + bonus * prior / (1 + count)
      if forced > 0 && count > 0 && count * count < forced * prior * (total - 1) {
        score = Float.greatestFiniteMagnitude
      }
      if score > bestScore {
        best = child
        bestScore = score
      }
    }
    if bestNew >= 0 {
      let ownValue = sign * Float(valueSum[node]) / total
      let urgency = ownValue - reduction * visitedMass.squareRoot()
      if urgency + bonus * bestNewPrior >= bestScore { return bestNew }
    }
    precondition(best >= 0, "node \(node) has no child that is not lost")
    return best
  }
}
