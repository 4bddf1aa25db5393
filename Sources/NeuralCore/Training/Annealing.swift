import Foundation

/// How a number of the training, a learning rate for example, changes over a run.
public enum Annealing: Hashable, Sendable {
  /// Always the same.
  case constant(Double)
  /// In a straight line.
  case linear(from: Double, to: Double)
  /// Down half a cosine. Source: Loshchilov and Hutter 2017.
  case cosine(from: Double, to: Double)

  /// The value once `fraction` of the run, within 0 ... 1, is behind.
  public func value(at fraction: Double) -> Double {
    let fraction = min(max(fraction, 0), 1)
    return switch self {
    case .constant(let value): value
    case .linear(let from, let to): from + (to - from) * fraction
    case .cosine(let from, let to): to + (from - to) * (1 + cos(.pi * fraction)) / 2
    }
  }
}
