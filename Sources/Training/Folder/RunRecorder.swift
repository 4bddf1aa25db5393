import Foundation
import Storage

/// The files of a run that grow: metrics, TensorBoard's events and the log.
final class RunRecorder {
  private let metrics: LineFile
  private let events: EventFile
  private let log: LineFile

  /// Opens the files of a run whose saved state stands at `steps`, and drops the figures after it;
  /// all figures where there is no saved state.
  init(_ folder: RunFolder, resumedAt steps: Int?) throws(StorageError) {
    let last = steps ?? -1
    metrics = try LineFile(folder.metricsPath) { line in
      Self.steps(inMetrics: line).map { $0 <= last } ?? false
    }
    events = try EventFile(folder.eventsPath) { $0 <= last }
    log = try LineFile(folder.logPath)
  }

  /// Figures at a moment of the run.
  func record(
    _ figures: [Metric], at counts: LearnerCounts, seconds: Double
  ) throws(StorageError) {
    var fields = [
      "\"steps\":\(counts.steps)", "\"episodes\":\(counts.episodes)",
      "\"updates\":\(counts.updates)", "\"seconds\":\((seconds * 1000).rounded() / 1000)",
    ]
    fields += figures.map { "\"\($0.name)\":\($0.value.isFinite ? "\($0.value)" : "null")" }
    try metrics.append("{\(fields.joined(separator: ","))}")
    try events.append(
      figures + [Metric("episodes", Double(counts.episodes)), Metric("seconds", seconds)],
      step: counts.steps)
  }

  /// A line for people; a log that cannot be written stops no run.
  func note(_ line: String) { try? log.append("\(Date.now.formatted(.iso8601)) \(line)") }

  private static func steps(inMetrics line: Substring) -> Int? {
    guard line.hasPrefix("{\"steps\":") else { return nil }
    return Int(line.dropFirst("{\"steps\":".count).prefix { $0.isNumber })
  }
}
