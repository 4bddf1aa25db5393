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
  /// The lowest and the highest of the repetitions that `value` is the median of, where they are
  /// known.
  public var spread: ClosedRange<Double>?

  public init(
    area: String, subject: String, metric: String, value: Double, unit: String, threads: Int = 1,
    spread: ClosedRange<Double>? = nil
  ) {
    self.spread = spread
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
    func figure(_ value: Double) -> String {
      value != 0 && abs(value) < 0.01
        ? String(format: "%.2e", value)
        : value < 100 || value >= 1e15 || value.isNaN
          ? Text.fixed(value, decimals: 3) : Text.grouped(Int(value.rounded()))
    }
    return "\(area)  \(subject)  \(metric): \(figure(value)) \(unit)"
      + (spread.map { "  [\(figure($0.lowerBound)) to \(figure($0.upperBound))]" } ?? "")
      + (threads == 1 ? "" : "  (\(threads) threads)")
  }

  /// The figure as one line of JSON: `area`, `case`, `metric`, `threads`, `unit`, `value`, and
  /// `lowest` and `highest` where the spread is known.
  public var jsonLine: String { asJSONLine }

  private enum CodingKeys: String, CodingKey {
    case area, metric, value, unit, threads, lowest, highest
    case subject = "case"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(area, forKey: .area)
    try container.encode(subject, forKey: .subject)
    try container.encode(metric, forKey: .metric)
    try container.encode(value, forKey: .value)
    try container.encode(unit, forKey: .unit)
    try container.encode(threads, forKey: .threads)
    try container.encodeIfPresent(spread?.lowerBound, forKey: .lowest)
    try container.encodeIfPresent(spread?.upperBound, forKey: .highest)
  }
}
