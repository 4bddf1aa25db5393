import Foundation

/// Newton's method on the likelihood of a pool's results: the strengths of the players that are not
/// held fixed, in natural log odds, then the first-move advantage, then the draw parameter.
struct RatingFit {
  /// Virtual games of every player, half won and half lost, against a strength of 0.
  private let priorGames: Double
  private let results: [PairResult]
  private let model: RatingModel
  private let hasDraws: Bool
  /// The strengths held fixed; the others are parameters.
  private let fixed: [Double?]  // [player]
  /// Each player's parameter; nil for one held fixed.
  private let slots: [Int?]  // [player]
  private let freeCount: Int
  private var parameters: [Double]
  private var inverse: [Double] = []  // [parameter, parameter], minus the second derivatives'

  /// Nil when the likelihood has no finite maximum, which a prior rules out.
  ///
  /// - Parameter anchors: strengths held fixed.
  init?(
    playerCount: Int, _ results: [PairResult], _ model: RatingModel, priorGames: Double,
    anchors: [Int: Double] = [:]
  ) {
    self.priorGames = priorGames
    self.results = results.filter { $0.games > 0 }
    self.model = model
    hasDraws = model.draws != .halfWins && results.contains { $0.draws > 0 }
    fixed = (0..<playerCount).map { anchors[$0] }
    var count = 0
    slots = fixed.map { anchor in
      guard anchor == nil else { return nil }
      defer { count += 1 }
      return count
    }
    freeCount = count
    parameters = [Double](repeating: 0, count: count)
    if model.hasAdvantage { parameters.append(0) }
    if hasDraws { parameters.append(model.draws == .davidson ? 0 : 0.5) }
    guard climb() else { return nil }
  }

  /// Less their mean where none is held fixed.
  var strengths: [Double] {
    let strengths = fixed.indices.map { strength($0, parameters) }
    guard floats else { return strengths }
    let mean = strengths.reduce(0, +) / Double(strengths.count)
    return strengths.map { $0 - mean }
  }

  var advantage: Double { model.hasAdvantage ? parameters[freeCount] : 0 }

  var drawParameter: Double? { hasDraws ? parameters.last : nil }

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

  /// Whether only differences count, as nobody is held fixed.
  private var floats: Bool { freeCount == fixed.count }

  private func strength(_ player: Int, _ parameters: [Double]) -> Double {
    slots[player].map { parameters[$0] } ?? fixed[player] ?? 0
  }

  /// Newton's method, which keeps a factored matrix as long as its steps shrink quickly: in a large
  /// pool factoring costs more than anything else.
  private mutating func climb() -> Bool {
    guard !parameters.isEmpty else { return true }
    var current = slopes(parameters)
    guard var matrix = factored(current.curvature) else { return false }
    var isFresh = true
    var before = Double.infinity
    for _ in 0..<200 {
      let step = matrix.solve(current.gradient)
      let largest = step.reduce(0) { max($0, abs($1)) }
      if largest > before / 8 && !isFresh {
        guard let next = factored(current.curvature) else { return false }
        matrix = next
        isFresh = true
        before = .infinity
        continue
      }
      before = largest
      if largest < 1e-10 {
        guard isFresh || finish(with: current) else { return false }
        if isFresh { inverse = matrix.inverse }
        // Strengths that run away flatten the likelihood until Newton's steps vanish too. With a
        // prior there is a maximum, however flat: a pool of draws alone knows little of its draws.
        return priorGames > 0
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
        let candidate = slopes(next)
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
        guard finish(with: current) else { return false }
        return priorGames > 0 || largest < 1e-6
      }
      isFresh = false
    }
    // A prior promises a maximum: so flat a likelihood says as much here as there.
    return priorGames > 0 && finish(with: current)
  }

  private mutating func finish(with slopes: Slopes) -> Bool {
    guard let matrix = factored(slopes.curvature) else { return false }
    inverse = matrix.inverse
    return true
  }

  /// The curvature, which is positive definite under a prior but for rounding: where counts differ
  /// by many orders, the diagonal is raised by as little as it takes.
  private func factored(_ curvature: [Double]) -> PositiveMatrix? {
    let size = parameters.count
    if let matrix = PositiveMatrix(curvature, size: size) { return matrix }
    guard priorGames > 0 else { return nil }
    let largest = (0..<size).reduce(0) { max($0, curvature[$1 * (size + 1)]) }
    for exponent in -12...0 {
      var raised = curvature
      for row in 0..<size { raised[row * (size + 1)] += largest * pow(10, Double(exponent)) }
      if let matrix = PositiveMatrix(raised, size: size) { return matrix }
    }
    return nil
  }

  // MARK: The likelihood and its derivatives

  private func slopes(_ parameters: [Double]) -> Slopes {
    var sum = Slopes(count: parameters.count)
    let advantageSlot = model.hasAdvantage ? freeCount : -1
    let drawSlot = hasDraws ? parameters.count - 1 : -1
    let advantage = model.hasAdvantage ? parameters[freeCount] : 0
    let draws = hasDraws ? parameters.last.map(Likelihood.Draws.init) : nil
    let strengths = fixed.indices.map { strength($0, parameters) }
    let slots = slots.map { $0 ?? -1 }
    // Odds are products of the players' own, unless these are out of all proportion.
    let isTame = strengths.allSatisfy { abs($0) < Likelihood.reach / 4 } && abs(advantage) < 100
    let own = isTame ? strengths.map { exp($0) } : []
    let ofAdvantage = exp(-min(max(advantage, -100), 100))
    for result in results {
      let x = strengths[result.first] - strengths[result.second] + advantage
      let odds =
        isTame ? own[result.second] / own[result.first] * ofAdvantage : Likelihood.odds(-x)
      sum.add(
        Likelihood(result, model, x: x, odds: odds, draws: draws), plus: slots[result.first],
        minus: slots[result.second], advantage: advantageSlot, draw: drawSlot)
    }
    if priorGames > 0 {
      let virtual = PairResult(first: 0, second: 0, wins: priorGames / 2, losses: priorGames / 2)
      func add(_ x: Double, plus: Int, advantage: Int) {
        sum.add(
          Likelihood(virtual, model, x: x, odds: Likelihood.odds(-x), draws: draws), plus: plus,
          minus: -1, advantage: advantage, draw: drawSlot)
      }
      for slot in 0..<freeCount { add(parameters[slot], plus: slot, advantage: -1) }
      if model.hasAdvantage { add(advantage, plus: -1, advantage: advantageSlot) }
    } else if floats {
      // Only differences count; this fixes the sum without moving the maximum.
      for row in 0..<freeCount {
        for column in 0...row { sum.curvature[row * parameters.count + column] += 1 }
      }
    }
    return sum
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

/// The log likelihood of results, its gradient and minus its second derivatives.
private struct Slopes {
  private var linear = 0.0
  private var logarithms = LogSum()
  var gradient: [Double]  // [parameter]
  var curvature: [Double]  // [parameter, parameter], lower triangle

  init(count: Int) {
    gradient = [Double](repeating: 0, count: count)
    curvature = [Double](repeating: 0, count: count * count)
  }

  var value: Double { linear - logarithms.value }

  /// Adds results whose difference is `plus - minus + advantage`.
  ///
  /// - Parameters: the places of these parameters and of the draw parameter, -1 where they are not
  ///   free.
  @inline(__always)
  mutating func add(
    _ likelihood: Likelihood, plus: Int, minus: Int, advantage: Int, draw: Int
  ) {
    linear += likelihood.linear
    logarithms.add(likelihood.factors.0, times: likelihood.counts.0)
    logarithms.add(likelihood.factors.1, times: likelihood.counts.1)
    if plus >= 0 {
      gradient[plus] += likelihood.x
      bend(plus, plus, -likelihood.xx)
      if minus >= 0 { bend(max(plus, minus), min(plus, minus), likelihood.xx) }
      if advantage >= 0 { bend(advantage, plus, -likelihood.xx) }
      if draw >= 0 { bend(draw, plus, -likelihood.xd) }
    }
    if minus >= 0 {
      gradient[minus] -= likelihood.x
      bend(minus, minus, -likelihood.xx)
      if advantage >= 0 { bend(advantage, minus, likelihood.xx) }
      if draw >= 0 { bend(draw, minus, likelihood.xd) }
    }
    if advantage >= 0 {
      gradient[advantage] += likelihood.x
      bend(advantage, advantage, -likelihood.xx)
      if draw >= 0 { bend(draw, advantage, -likelihood.xd) }
    }
    if draw >= 0 {
      gradient[draw] += likelihood.d
      bend(draw, draw, -likelihood.dd)
    }
  }

  @inline(__always)
  private mutating func bend(_ row: Int, _ column: Int, _ amount: Double) {
    curvature[row * gradient.count + column] += amount
  }
}
