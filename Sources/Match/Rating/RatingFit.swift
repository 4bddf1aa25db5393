import Foundation

/// Newton's method on the likelihood of a pool's results: the strengths of the players that are not
/// held fixed, in natural log odds, then the first-move advantage, then the draw parameter.
struct RatingFit {
  /// Virtual games of every player, half won and half lost, against a strength of 0.
  private let priorGames: Double
  private let results: [PairResult]
  let model: RatingModel
  let hasDraws: Bool
  /// The strengths held fixed; the others are parameters.
  let fixed: [Double?]  // [player]
  /// Each player's parameter; nil for one held fixed.
  let slots: [Int?]  // [player]
  let freeCount: Int
  /// Whether the draw parameter stays where it is while the others are fitted.
  private let holdsDraws: Bool
  private(set) var parameters: [Double]
  private(set) var inverse: [Double] = []  // [parameter, parameter], minus the second derivatives'

  /// Nil when the likelihood has no finite maximum, which a prior rules out.
  ///
  /// - Parameters:
  ///   - anchors: strengths held fixed.
  ///   - heldDraw: a draw parameter held fixed, of a model that has one.
  init?(
    playerCount: Int, _ results: [PairResult], _ model: RatingModel, priorGames: Double,
    anchors: [Int: Double] = [:], heldDraw: Double? = nil
  ) {
    self.priorGames = priorGames
    holdsDraws = heldDraw != nil
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
    if hasDraws { parameters.append(heldDraw ?? (model.draws == .davidson ? 0 : 0.5)) }
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

  /// Whether only differences count, as nobody is held fixed.
  var floats: Bool { freeCount == fixed.count }

  func strength(_ player: Int, _ parameters: [Double]) -> Double {
    slots[player].map { parameters[$0] } ?? fixed[player] ?? 0
  }

  private mutating func climb() -> Bool {
    guard !parameters.isEmpty else { return true }
    var current = heldSlopes(parameters)
    for _ in 0..<200 {
      guard let matrix = factored(current.curvature) else { return false }
      let step = matrix.solve(current.gradient)
      let largest = step.reduce(0) { max($0, abs($1)) }
      if largest < 1e-10 {
        inverse = matrix.inverse
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
        let candidate = heldSlopes(next)
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
        return priorGames > 0 || largest < 1e-6
      }
    }
    // A prior promises a maximum: so flat a likelihood says as much here as there.
    guard priorGames > 0, let matrix = factored(current.curvature) else { return false }
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

  /// How fast the likelihood rises with the draw parameter where the strengths held fixed are Elo
  /// ratings, which the draw parameter scales.
  var riseWithDraws: Double {
    let draws = drawParameter.map(Likelihood.Draws.init)
    var rise = slopes(parameters).gradient.last ?? 0
    let fall = model.fall(drawParameter: drawParameter ?? 0)
    for result in results {
      let held = (fixed[result.first] ?? 0) - (fixed[result.second] ?? 0)
      guard held != 0 else { continue }
      let x = strength(result.first, parameters) - strength(result.second, parameters) + advantage
      rise +=
        Likelihood(result, model, x: x, odds: Likelihood.odds(-x), draws: draws).x * held * fall
    }
    return rise
  }

  private func heldSlopes(_ parameters: [Double]) -> Slopes {
    var slopes = slopes(parameters)
    if hasDraws && holdsDraws { slopes.holdLast() }
    return slopes
  }

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
    sum.collect { sum in
      for result in results {
        let x = strengths[result.first] - strengths[result.second] + advantage
        let odds =
          isTame ? own[result.second] / own[result.first] * ofAdvantage : Likelihood.odds(-x)
        sum.add(
          Likelihood(result, model, x: x, odds: odds, draws: draws), plus: slots[result.first],
          minus: slots[result.second], advantage: advantageSlot, draw: drawSlot)
      }
      guard priorGames > 0 else { return }
      let virtual = PairResult(first: 0, second: 0, wins: priorGames / 2, losses: priorGames / 2)
      func add(_ x: Double, plus: Int, advantage: Int) {
        sum.add(
          Likelihood(virtual, model, x: x, odds: Likelihood.odds(-x), draws: draws), plus: plus,
          minus: -1, advantage: advantage, draw: drawSlot)
      }
      for slot in 0..<freeCount { add(parameters[slot], plus: slot, advantage: -1) }
      if model.hasAdvantage { add(advantage, plus: -1, advantage: advantageSlot) }
    }
    if priorGames == 0 && floats {
      // Only differences count; this fixes the sum without moving the maximum.
      for row in 0..<freeCount {
        for column in 0...row { sum.curvature[row * parameters.count + column] += 1 }
      }
    }
    return sum
  }
}

/// The log likelihood of results, its gradient and minus its second derivatives.
private struct Slopes {
  private(set) var value = 0.0
  private(set) var gradient: [Double]  // [parameter]
  var curvature: [Double]  // [parameter, parameter], lower triangle

  init(count: Int) {
    gradient = [Double](repeating: 0, count: count)
    curvature = [Double](repeating: 0, count: count * count)
  }

  /// Takes the last parameter for a constant: no step moves it.
  mutating func holdLast() {
    let last = gradient.count - 1
    gradient[last] = 0
    for column in 0..<last { curvature[last * gradient.count + column] = 0 }
    curvature[last * gradient.count + last] = 1
  }

  /// Lets `body` add results.
  mutating func collect(_ body: (inout SlopeSum) -> Void) {
    value += gradient.withUnsafeMutableBufferPointer { gradient in
      curvature.withUnsafeMutableBufferPointer { curvature in
        guard let slopes = gradient.baseAddress, let bends = curvature.baseAddress else { return 0 }
        var sum = SlopeSum(size: gradient.count, gradient: slopes, curvature: bends)
        body(&sum)
        return sum.linear - sum.logarithms.value
      }
    }
  }
}

/// Slopes while half a million results are added to them: their memory is looked up once.
private struct SlopeSum {
  var linear = 0.0
  var logarithms = LogSum()
  private let size: Int
  private let gradient: UnsafeMutablePointer<Double>
  private let curvature: UnsafeMutablePointer<Double>

  init(
    size: Int, gradient: UnsafeMutablePointer<Double>, curvature: UnsafeMutablePointer<Double>
  ) {
    self.size = size
    self.gradient = gradient
    self.curvature = curvature
  }

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
  private func bend(_ row: Int, _ column: Int, _ amount: Double) {
    curvature[row * size + column] += amount
  }
}
