import Foundation

/// How a number, usually a learning rate, changes over a run.
public indirect enum Schedule: Codable, Hashable, Sendable {
  /// Always the same.
  case constant(Double)
  /// In a straight line.
  case linear(from: Double, to: Double)
  /// Down half a cosine. Source: Loshchilov and Hutter 2017.
  case cosine(from: Double, to: Double)
  /// `value`, times `factor` for each of `milestones`, fractions of the run, that is behind.
  case steps(Double, factor: Double, milestones: [Double])
  /// In a straight line from 0 over the first `share` of the run, then `rest` over what remains.
  case warmUp(share: Double, rest: Schedule)
  /// Up to `peak` over the first `share` of the run, then down to almost nothing, both by cosines.
  /// Source: Smith and Topin 2018, with PyTorch's divisors 25 and 10,000.
  case oneCycle(peak: Double, share: Double = 0.3)

  /// The value once `fraction` of the run, within 0 ... 1, is behind.
  public func value(at fraction: Double) -> Double {
    let fraction = min(max(fraction, 0), 1)
    switch self {
    case .constant(let value): return value
    case .linear(let from, let to): return from + (to - from) * fraction
    case .cosine(let from, let to): return to + (from - to) * (1 + cos(.pi * fraction)) / 2
    case .steps(let value, let factor, let milestones):
      return milestones.reduce(value) { fraction >= $1 ? $0 * factor : $0 }
    case .warmUp(let share, let rest):
      guard fraction < share else {
        return rest.value(at: share < 1 ? (fraction - share) / (1 - share) : 1)
      }
      return rest.value(at: 0) * fraction / share
    case .oneCycle(let peak, let share):
      let start = peak / 25
      guard fraction < share else {
        return Schedule.cosine(from: peak, to: start / 10_000)
          .value(at: share < 1 ? (fraction - share) / (1 - share) : 1)
      }
      return Schedule.cosine(from: start, to: peak).value(at: fraction / share)
    }
  }
}
