import ArenaCore
import Foundation
import Training

/// One figure of `arena bench`.
public struct Measurement: Sendable, Hashable {
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

  /// The figure as one line of JSON: `area`, `case`, `metric`, `value`, `unit`, `threads`.
  public var jsonLine: String {
    func quoted(_ text: String) -> String {
      "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }
    return "{\"area\":\(quoted(area)),\"case\":\(quoted(subject)),\"metric\":\(quoted(metric)),"
      + "\"value\":\(value.isFinite ? "\(value)" : "null"),\"unit\":\(quoted(unit)),"
      + "\"threads\":\(threads)}"
  }
}

/// Measures how long work takes by the time that this thread spent on a core, so that other
/// programs disturb it little.
public enum Stopwatch {
  /// Processor seconds of this thread.
  public static var threadSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The median over `runs` of how many times a second `work` happens; each run repeats it until
  /// `seconds` are spent.
  ///
  /// - Parameter work: does something and returns how often it did it.
  public static func rate(
    runs: Int = 5, seconds: Double = 0.2, _ work: () -> Int
  ) -> Double {
    _ = work()  // touches memory and caches once
    return median(
      (0..<runs).map { _ in
        let start = threadSeconds
        var count = 0
        var elapsed = 0.0
        repeat {
          count += work()
          elapsed = threadSeconds - start
        } while elapsed < seconds
        return Double(count) / elapsed
      })
  }

  public static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
      ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}
