/// Mean and variance of numbers seen one at a time, in float64.
///
/// It starts as if a ten-thousandth of a number with mean 0 and variance 1 had been seen, as in
/// Gymnasium, so that a variance exists from the start.
///
/// Source: Chan, Golub and LeVeque 1979.
public struct RunningMoments: Sendable, Hashable {
  public private(set) var mean = 0.0
  /// The mean squared distance from the mean.
  public private(set) var variance = 1.0
  private var count = 1e-4

  public init() {}

  public mutating func add(_ value: Double) {
    let total = count + 1
    let distance = value - mean
    mean += distance / total
    variance = (variance * count + distance * distance * count / total) / total
    count = total
  }
}
