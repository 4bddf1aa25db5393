import Foundation

/// Newton's method on the likelihood of a pool's results: strengths in natural log odds, then the
/// first-move advantage, then the draw parameter.
struct RatingFit {
  private let playerCount: Int
  private let results: [PairResult]
  private let model: RatingModel
  private let usesPrior: Bool
  private let hasDraws: Bool
  private var parameters: [Double]
  private var inverse: [Double] = []  // covariance of the parameters

  /// Nil when the likelihood has no finite maximum, which the prior rules out.
  init?(playerCount: Int, _ results: [PairResult], _ model: RatingModel, usesPrior: Bool) {
    self.playerCount = playerCount
    self.results = results.filter { $0.games > 0 }
    self.model = model
    self.usesPrior = usesPrior
    hasDraws = model.draws != .halfWins && results.contains { $0.draws > 0 }
    parameters = [Double](repeating: 0, count: playerCount)
    if model.hasAdvantage { parameters.append(0) }
    if hasDraws { parameters.append(model.draws == .davidson ? 0 : 0.5) }
    guard climb() else { return nil }
  }

  var strengths: [Double] {
    let strengths = parameters[..<playerCount]
    let mean = strengths.reduce(0, +) / Double(playerCount)
    return strengths.map { $0 - mean }
  }

  var advantage: Double { model.hasAdvantage ? parameters[playerCount] : 0 }

  var advantageVariance: Double {
    model.hasAdvantage ? inverse[playerCount * parameters.count + playerCount] : 0
  }

  var drawParameter: Double? { hasDraws ? parameters.last : nil }

  /// `[player, player]`, of the strengths less their mean.
  var strengthCovariance: [Double] {
    let n = playerCount
    func entry(_ row: Int, _ column: Int) -> Double { inverse[row * parameters.count + column] }
    let means = (0..<n).map { row in (0..<n).reduce(0) { $0 + entry(row, $1) } / Double(n) }
    let mean = means.reduce(0, +) / Double(n)
    return (0..<n).flatMap { row in
      (0..<n).map { entry(row, $0) - means[row] - means[$0] + mean }
    }
  }

  private mutating func climb() -> Bool {
    var current = evaluate(parameters)
    for _ in 0..<200 {
      guard let matrix = factored(current.curvature) else { return false }
      let step = matrix.solve(current.gradient)
      let largest = step.reduce(0) { max($0, abs($1)) }
      if largest < 1e-10 {
        inverse = matrix.inverse
        // Strengths that run away flatten the likelihood until Newton's steps vanish too. With the
        // prior there is a maximum, however flat: a pool of draws alone knows little of its draws.
        return usesPrior
          || parameters.indices.allSatisfy { inverse[$0 * (parameters.count + 1)] < 100 }
      }
      var scale = min(1, 2 / largest)
      if let d = drawParameter, model.draws == .raoKupper, let last = step.last, last < 0 {
        scale = min(scale, 0.9 * d / -last)  // the draw parameter stays positive
      }
      // The likelihood is concave: a step short enough always climbs.
      var isClimbing = false
      for _ in 0..<40 {
        let next = zip(parameters, step).map { $0 + scale * $1 }
        let candidate = evaluate(next)
        if candidate.value >= current.value - 1e-12 * abs(current.value) {
          parameters = next
          current = candidate
          isClimbing = true
          break
        }
        scale /= 2
      }
      guard isClimbing else {
        // As far as the likelihood's own rounding lets it climb.
        inverse = matrix.inverse
        return usesPrior || largest < 1e-6
      }
    }
    // The prior promises a maximum: so flat a likelihood says as much here as there.
    guard usesPrior, let matrix = factored(current.curvature) else { return false }
    inverse = matrix.inverse
    return true
  }

  /// The curvature, which is positive definite under the prior but for rounding: where counts differ
  /// by many orders, the diagonal is raised by as little as it takes.
  private func factored(_ curvature: [Double]) -> PositiveMatrix? {
    let size = parameters.count
    if let matrix = PositiveMatrix(curvature, size: size) { return matrix }
    guard usesPrior else { return nil }
    let largest = (0..<size).reduce(0) { max($0, curvature[$1 * (size + 1)]) }
    for exponent in -12...0 {
      var raised = curvature
      for row in 0..<size { raised[row * (size + 1)] += largest * pow(10, Double(exponent)) }
      if let matrix = PositiveMatrix(raised, size: size) { return matrix }
    }
    return nil
  }

  private struct Evaluation {
    var value = 0.0
    var gradient: [Double]
    var curvature: [Double]  // minus the second derivatives
  }

  private func evaluate(_ parameters: [Double]) -> Evaluation {
    let count = parameters.count
    var sum = Evaluation(
      gradient: [Double](repeating: 0, count: count),
      curvature: [Double](repeating: 0, count: count * count))
    for result in results {
      add(
        result, [(result.first, 1), (result.second, -1)] + advantageTerm, at: parameters,
        to: &sum)
    }
    if usesPrior {
      let virtual = PairResult(first: 0, second: 0, wins: 0.5, losses: 0.5)
      for player in 0..<playerCount { add(virtual, [(player, 1)], at: parameters, to: &sum) }
      if model.hasAdvantage { add(virtual, advantageTerm, at: parameters, to: &sum) }
    } else {
      // Only differences count; this fixes the sum without moving the maximum.
      for row in 0..<playerCount {
        for column in 0..<playerCount { sum.curvature[row * count + column] += 1 }
      }
    }
    return sum
  }

  private var advantageTerm: [(Int, Double)] { model.hasAdvantage ? [(playerCount, 1)] : [] }

  /// Adds results whose difference is `sum(sign * parameter)` over `terms`.
  private func add(
    _ result: PairResult, _ terms: [(index: Int, sign: Double)], at parameters: [Double],
    to sum: inout Evaluation
  ) {
    let x = terms.reduce(0) { $0 + $1.sign * parameters[$1.index] }
    let likelihood = Likelihood(result, model, x: x, d: hasDraws ? parameters.last : nil)
    let count = parameters.count
    sum.value += likelihood.value
    for (row, rowSign) in terms {
      sum.gradient[row] += rowSign * likelihood.x
      for (column, columnSign) in terms {
        sum.curvature[row * count + column] -= rowSign * columnSign * likelihood.xx
      }
      if hasDraws {
        sum.curvature[row * count + count - 1] -= rowSign * likelihood.xd
        sum.curvature[(count - 1) * count + row] -= rowSign * likelihood.xd
      }
    }
    if hasDraws {
      sum.gradient[count - 1] += likelihood.d
      sum.curvature[count * count - 1] -= likelihood.dd
    }
  }
}
