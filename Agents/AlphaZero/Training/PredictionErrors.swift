import Foundation
import Training

/// How well a network predicts the searches and the results of some positions.
struct PredictionErrors: Sendable {
  /// Bins of the calibration curve, over the predicted probability of a win.
  static let binCount = 10

  /// One bin of the calibration curve.
  struct Bin: Sendable, Hashable {
    var count = 0
    /// Sums over the bin's positions: the predicted probabilities, and the results 1, ½ or 0.
    var predicted = 0.0
    var won = 0.0
  }

  private(set) var count = 0
  private(set) var bins = [Bin](repeating: Bin(), count: binCount)
  private var policyLoss = 0.0
  private var policyHits = 0
  private var squaredError = 0.0
  private var logLoss = 0.0

  /// Adds one position.
  ///
  /// - Parameters:
  ///   - value: predicted, -1 ... 1.
  ///   - result: of the game, 1, 0 or -1 from the same view.
  ///   - policyLoss: cross-entropy of the predicted policy with the search's.
  ///   - policyHit: whether the search's favourite is the prediction's.
  mutating func add(value: Double, result: Double, policyLoss: Double, policyHit: Bool) {
    count += 1
    self.policyLoss += policyLoss
    policyHits += policyHit ? 1 : 0
    squaredError += (value - result) * (value - result)
    let predicted = (1 + value) / 2
    let won = (1 + result) / 2
    let safe = min(max(predicted, 1e-7), 1 - 1e-7)
    logLoss -= won * log(safe) + (1 - won) * log(1 - safe)
    let bin = min(Self.binCount - 1, Int(predicted * Double(Self.binCount)))
    bins[bin].count += 1
    bins[bin].predicted += predicted
    bins[bin].won += won
  }

  /// The mean distance between predicted and real share of wins over the bins, each weighted by its
  /// positions; 0 is perfect. Source: Guo et al. 2017, expected calibration error.
  var calibrationError: Double {
    guard count > 0 else { return 0 }
    return bins.reduce(0) { $0 + abs($1.predicted - $1.won) } / Double(count)
  }

  /// The means, their names starting with `prefix`; none without positions. The calibration curve
  /// gives for each bin that has any positions their number and their real share of wins.
  func metrics(prefix: String) -> [Metric] {
    guard count > 0 else { return [] }
    let total = Double(count)
    var metrics = [
      Metric(prefix + "positions", total),
      Metric(prefix + "policy", policyLoss / total),
      Metric(prefix + "policy-accuracy", Double(policyHits) / total),
      Metric(prefix + "value-error", squaredError / total),
      Metric(prefix + "value-log-loss", logLoss / total),
      Metric(prefix + "calibration-error", calibrationError),
    ]
    for (index, bin) in bins.enumerated() where bin.count > 0 {
      metrics.append(Metric(prefix + "calibration-\(index).count", Double(bin.count)))
      metrics.append(Metric(prefix + "calibration-\(index)", bin.won / Double(bin.count)))
    }
    return metrics
  }
}
