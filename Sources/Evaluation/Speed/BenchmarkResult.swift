import ArenaCore
import Foundation
import Training

/// One figure of `arena bench`.
public struct BenchmarkResult: Sendable, Hashable {
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

  /// The figure as one line of JSON: `area`, `case`, `metric`, `value`, `unit`, `threads`, and
  /// `lowest` and `highest` where the spread is known.
  public var jsonLine: String {
    func quoted(_ text: String) -> String {
      "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }
    return "{\"area\":\(quoted(area)),\"case\":\(quoted(subject)),\"metric\":\(quoted(metric)),"
      + "\"value\":\(value.isFinite ? "\(value)" : "null"),\"unit\":\(quoted(unit)),"
      + "\"threads\":\(threads)"
      + (spread.map { ",\"lowest\":\($0.lowerBound),\"highest\":\($0.upperBound)" } ?? "") + "}"
  }
}
