/// Losses of heads that describe a distribution of returns.
extension Loss {
  /// Projects a shifted and shrunk categorical distribution back on its own support: the target of
  /// C51. Source: Bellemare et al. 2017, algorithm 1.
  ///
  /// - Parameters:
  ///   - probabilities: `[atoms]`, of the next state's value.
  ///   - support: the values of the first and the last atom, evenly spaced between.
  ///   - reward, discount: each atom z becomes reward + discount z; a discount of 0 ends an episode.
  ///   - target: `[atoms]`, overwritten; sums to what `probabilities` sums to.
  public static func projectCategorical(
    _ probabilities: UnsafeBufferPointer<Float>, support: ClosedRange<Float>, reward: Float,
    discount: Float, into target: UnsafeMutableBufferPointer<Float>
  ) {
    let atoms = probabilities.count
    precondition(
      atoms > 1 && target.count == atoms, "\(atoms) probabilities, \(target.count) places")
    let gap = (support.upperBound - support.lowerBound) / Float(atoms - 1)
    target.update(repeating: 0)
    for atom in 0..<atoms {
      let value = reward + discount * (support.lowerBound + Float(atom) * gap)
      let clamped = min(max(value, support.lowerBound), support.upperBound)
      let place = min(max((clamped - support.lowerBound) / gap, 0), Float(atoms - 1))
      let lower = Int(place)
      // The share of the upper neighbour; an exact hit gives all to the lower one.
      let share = place - Float(lower)
      target[lower] += probabilities[atom] * (1 - share)
      if share > 0 { target[lower + 1] += probabilities[atom] * share }
    }
  }

  /// The quantile Huber loss between predicted quantiles and target samples, averaged over the
  /// targets and summed over the quantiles. Source: Dabney et al. 2018, equation 10.
  ///
  /// - Parameters:
  ///   - quantiles: `[n]`, predicted at the midpoints (i + 1/2) / n.
  ///   - targets: samples of the target distribution, of any number.
  ///   - threshold: where the Huber loss turns linear.
  @discardableResult
  public static func quantileHuber(
    quantiles: UnsafeBufferPointer<Float>, targets: UnsafeBufferPointer<Float>,
    threshold: Float = 1, weight: Float, gradient: UnsafeMutableBufferPointer<Float>
  ) -> Double {
    precondition(
      gradient.count == quantiles.count && !targets.isEmpty && threshold > 0,
      "\(quantiles.count) quantiles, \(gradient.count) gradients, \(targets.count) targets")
    let share = 1 / Float(targets.count)
    var loss = 0.0
    for index in quantiles.indices {
      let level = (Float(index) + 0.5) / Float(quantiles.count)
      var slope: Float = 0
      for target in targets {
        let error = target - quantiles[index]
        let side = abs(level - (error < 0 ? 1 : 0))
        let size = abs(error)
        if size <= threshold {
          loss += Double(side * share * 0.5 * error * error / threshold)
          slope -= side * share * error / threshold
        } else {
          loss += Double(side * share * (size - 0.5 * threshold))
          slope -= side * share * (error > 0 ? 1 : -1)
        }
      }
      gradient[index] += weight * slope
    }
    return loss
  }
}
