import ArenaCore
import Foundation
import Storage
import Training

/// One figure of `arena bench`.
public struct BenchmarkResult: Sendable, Hashable, Encodable {
  public var area: String
  /// What was measured: a game, a network, a search.
  public var subject: String
  public var metric: String
  public var value: Double
  public var unit: String
  public var threads: Int

  public init(
    area: String, subject: String, metric: String, value: Double, unit: String, threads: Int = 1
  ) {
    self.area = area
    self.subject = subject
    self.metric = metric
    self.value = value
    self.unit = unit
    self.threads = threads
  }

  /// The figure as one line for people.
  public var text: String {
    // Thousandths would show small figures as nothing.
    let figure =
      value != 0 && abs(value) < 0.01
      ? String(format: "%.2e", value)
      : value < 100 || value >= 1e15 || value.isNaN
        ? Text.fixed(value, decimals: 3) : Text.grouped(Int(value.rounded()))
    return "\(area)  \(subject)  \(metric): \(figure) \(unit)"
      + (threads == 1 ? "" : "  (\(threads) threads)")
  }

  /// The figure as one line of JSON: `area`, `case`, `metric`, `threads`, `unit`, `value`.
  public var jsonLine: String { asJSONLine }

  private enum CodingKeys: String, CodingKey {
    case area, metric, value, unit, threads
    case subject = "case"
  }
}
