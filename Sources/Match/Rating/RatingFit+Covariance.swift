/// How well the parameters are known.
extension RatingFit {
  /// Of the strengths, `[player, player]`, and of the advantage.
  ///
  /// - Parameter pairs: all games, in pairs that may depend on each other: the errors are then taken
  ///   from their own spread instead of from the model's.
  func covariance(pairs: [GamePair]?) -> (strengths: [Double], advantage: Double) {
    let size = parameters.count
    let inverse = pairs.map { spread(of: $0, between: self.inverse) } ?? self.inverse
    let n = fixed.count
    var strengths = [Double](repeating: 0, count: n * n)
    for row in 0..<n {
      guard let from = slots[row] else { continue }
      for column in 0..<n {
        guard let to = slots[column] else { continue }
        strengths[row * n + column] = inverse[from * size + to]
      }
    }
    let advantage = model.hasAdvantage ? inverse[freeCount * (size + 1)] : 0
    guard floats else { return (strengths, advantage) }
    let means = (0..<n).map { row in
      strengths[row * n..<(row + 1) * n].reduce(0, +) / Double(n)
    }
    let mean = means.reduce(0, +) / Double(n)
    for row in 0..<n {
      for column in 0..<n { strengths[row * n + column] += mean - means[row] - means[column] }
    }
    return (strengths, advantage)
  }

  /// The covariance where the two games of a pair may depend on each other: the spread of the
  /// pairs' own slopes in the place of the model's.
  ///
  /// Source: White 1982 (the sandwich estimator), a cluster a pair.
  private func spread(of pairs: [GamePair], between inverse: [Double]) -> [Double] {
    let size = parameters.count
    var spread = [Double](repeating: 0, count: size * size)
    let advantageSlot = model.hasAdvantage ? freeCount : nil
    let drawSlot = hasDraws ? size - 1 : nil
    let draws = drawParameter.map(Likelihood.Draws.init)
    for pair in pairs {
      var slopes: [Int: Double] = [:]
      for result in pair.games {
        let x =
          strength(result.first, parameters) - strength(result.second, parameters) + advantage
        let likelihood = Likelihood(
          result, model, x: x, odds: Likelihood.odds(-x), draws: draws)
        for (slot, slope) in [
          (slots[result.first], likelihood.x), (slots[result.second], -likelihood.x),
          (advantageSlot, likelihood.x), (drawSlot, likelihood.d),
        ] {
          if let slot { slopes[slot, default: 0] += slope }
        }
      }
      for (row, one) in slopes {
        for (column, other) in slopes { spread[row * size + column] += pair.count * one * other }
      }
    }
    return Self.product(Self.product(inverse, spread, size), inverse, size)
  }

  private static func product(_ a: [Double], _ b: [Double], _ size: Int) -> [Double] {
    var product = [Double](repeating: 0, count: size * size)
    for row in 0..<size {
      for k in 0..<size where a[row * size + k] != 0 {
        let weight = a[row * size + k]
        for column in 0..<size {
          product[row * size + column] += weight * b[k * size + column]
        }
      }
    }
    return product
  }
}
