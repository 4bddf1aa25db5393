import ArenaCore
import Foundation

/// How a tuning chooses what to try: results in, next trials out. A method's state follows from its
/// seed and the results alone, so that an interrupted tuning goes on as it would have.
protocol TuningMethod {
  /// What to try next, in any order or at once, with so many pairs of games at most; nothing where
  /// that is too few.
  mutating func nextTrials(within pairs: Int) -> [TuningTrial]

  /// Takes the pairs of games that the last trials were: points by pair, 0 ... 1, trial by trial.
  mutating func take(_ scores: [[Double]])

  /// The values that it holds for the best so far.
  var recommendation: [String] { get }
}

/// Pairs of games of one candidate.
struct TuningTrial: Hashable {
  let values: [String]
  /// Another candidate; nil plays the default.
  var against: [String]?
  let pairs: Int
}

/// Upper confidence bounds over a grid: most games go to the candidates that may still be the best.
///
/// Source: Auer, Cesa-Bianchi and Fischer 2002, UCB1, with the spread of pairs of games.
struct GridTuning: TuningMethod {
  /// Trials between two looks at the results.
  private static let batch = 8
  /// The deviation of a pair's score, at most about this.
  private static let deviation = 0.35

  private let candidates: [[String]]
  private var counts: [Int]
  private var sums: [Double]
  private var pending: [Int] = []

  init(_ space: SearchSpace, levels: Int) {
    candidates = space.grid(levels)
    counts = [Int](repeating: 0, count: candidates.count)
    sums = [Double](repeating: 0, count: candidates.count)
  }

  mutating func nextTrials(within most: Int) -> [TuningTrial] {
    var counts = counts
    pending = []
    for _ in 0..<min(Self.batch, most) {
      let total = Double(counts.reduce(0, +) + 1)
      // Games under way count as drawn so that they spread.
      let bounds = candidates.indices.map { index -> Double in
        guard counts[index] > 0 else { return .infinity }
        let waiting = Double(counts[index] - self.counts[index])
        let mean = (sums[index] + waiting / 2) / Double(counts[index])
        return mean + Self.deviation * (2 * log(total) / Double(counts[index])).squareRoot()
      }
      guard let best = bounds.indices.max(by: { (bounds[$0], -$0) < (bounds[$1], -$1) }) else {
        break
      }
      counts[best] += 1
      pending.append(best)
    }
    return pending.map { TuningTrial(values: candidates[$0], pairs: 1) }
  }

  mutating func take(_ scores: [[Double]]) {
    for (candidate, score) in zip(pending, scores) {
      counts[candidate] += score.count
      sums[candidate] += score.reduce(0, +)
    }
  }

  /// The highest lower bound: a good mean of few games does not count.
  var recommendation: [String] {
    let bounds = candidates.indices.map { index -> Double in
      guard counts[index] > 0 else { return -1 }
      let count = Double(counts[index])
      return sums[index] / count - Self.deviation / count.squareRoot()
    }
    let best = bounds.indices.max { (bounds[$0], -$0) < (bounds[$1], -$1) } ?? 0
    return candidates[best]
  }
}

/// The cross-entropy method: candidates drawn about a middle, which moves to the best of them.
///
/// Source: Rubinstein 1999; smoothing as in de Boer and others 2005.
struct CrossEntropyTuning: TuningMethod {
  private static let population = 12
  private static let elite = 3
  private static let smoothing = 0.7

  /// Pairs of games of one population.
  static func leastPairs(_ pairs: Int) -> Int { population * pairs }

  private let space: SearchSpace
  private let pairs: Int
  private var random: RandomSource
  private var means: [Double]
  private var deviations: [Double]
  private var drawn: [[Double]] = []

  init(_ space: SearchSpace, start: [Double], pairs: Int, seed: UInt64) {
    self.space = space
    self.pairs = pairs
    random = RandomSource(seed: seed, streams: 0x6365)
    means = start
    deviations = start.map { _ in 0.3 }
  }

  mutating func nextTrials(within most: Int) -> [TuningTrial] {
    guard most >= Self.leastPairs(pairs) else { return [] }
    drawn = []
    for _ in 0..<Self.population {
      var point: [Double] = []
      for axis in means.indices {
        var place = means[axis] + deviations[axis] * random.normal()
        for _ in 0..<16 where !(0...1).contains(place) {
          place = means[axis] + deviations[axis] * random.normal()
        }
        point.append(min(max(place, 0), 1))
      }
      drawn.append(point)
    }
    return drawn.map { TuningTrial(values: space.values(at: $0), pairs: pairs) }
  }

  mutating func take(_ scores: [[Double]]) {
    let sums = scores.map { $0.reduce(0, +) }
    let order = drawn.indices.sorted { (-sums[$0], $0) < (-sums[$1], $1) }.prefix(Self.elite)
    for axis in means.indices {
      let places = order.map { drawn[$0][axis] }
      let mean = places.reduce(0, +) / Double(places.count)
      let variance = places.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(places.count)
      means[axis] += Self.smoothing * (mean - means[axis])
      deviations[axis] +=
        Self.smoothing * (max(variance.squareRoot(), 0.02) - deviations[axis])
    }
  }

  var recommendation: [String] { space.values(at: means) }
}

/// Simultaneous perturbation: two candidates on either side of the middle play each other, and the
/// middle moves towards the winner.
///
/// Source: Spall 1998, with his usual exponents; Kocsis and Szepesvari 2006 for games.
struct SPSATuning: TuningMethod {
  private let space: SearchSpace
  private let pairs: Int
  private let steps: Double
  private var random: RandomSource
  private var point: [Double]
  private var step = 0
  private var signs: [Double] = []
  /// The mean over the second half of the steps, which is steadier than the last.
  private var sums: [Double]
  private var summed = 0.0

  /// - Parameter steps: how many there will be.
  init(_ space: SearchSpace, start: [Double], pairs: Int, steps: Int, seed: UInt64) {
    self.space = space
    self.pairs = pairs
    self.steps = Double(max(1, steps))
    random = RandomSource(seed: seed, streams: 0x7370)
    point = start
    sums = start.map { _ in 0 }
  }

  private var reach: Double { 0.15 / pow(Double(step + 1), 0.101) }

  mutating func nextTrials(within most: Int) -> [TuningTrial] {
    guard most >= pairs else { return [] }
    signs = point.map { _ in random.below(2) == 0 ? -1 : 1 }
    let sides = [1.0, -1].map { side in
      zip(point, signs).map { min(max($0 + side * reach * $1, 0), 1) }
    }
    return [
      TuningTrial(
        values: space.values(at: sides[0]), against: space.values(at: sides[1]), pairs: pairs)
    ]
  }

  mutating func take(_ scores: [[Double]]) {
    let score = scores.joined().reduce(0, +) / Double(max(1, scores.joined().count))
    let rate = 0.3 / pow((Double(step) + 1 + steps / 10) / (1 + steps / 10), 0.602)
    for axis in point.indices {
      point[axis] = min(max(point[axis] + rate * (2 * score - 1) * signs[axis], 0), 1)
    }
    step += 1
    if Double(step) > steps / 2 {
      summed += 1
      for axis in point.indices { sums[axis] += point[axis] }
    }
  }

  var recommendation: [String] {
    space.values(at: summed > 0 ? sums.map { $0 / summed } : point)
  }
}
