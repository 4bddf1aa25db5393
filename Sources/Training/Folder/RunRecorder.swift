import Foundation
import Storage

/// The files of a run that grow: metrics, TensorBoard's events and the log.
final class RunRecorder {
  /// Whose metrics they are: the first part of their names in TensorBoard, which folds them by it.
  enum Source: String {
    case round
    case checkpoint
  }

  /// What opening the files found wrong, for the user.
  private(set) var remarks: [String] = []

  private let metrics: LineFile
  private let events: EventFile
  private let log: LineFile
  /// The step of the last round recorded: a round may be due for two reasons.
  private var recordedRound: Int?

  /// Opens the files of a run whose saved state stands at `steps` and wants checkpoint `number`
  /// next, and drops the metrics after it; all metrics where there is no saved state.
  init(_ folder: RunFolder, resumedAt steps: Int?, next number: Int) throws(StorageError) {
    let last = steps ?? -1
    metrics = try LineFile(folder.metricsPath) { line in
      guard let line = MetricsLine(line) else { return .damaged }
      return line.steps <= last && line.checkpoint ?? -1 < number ? .wanted : .later
    }
    events = try EventFile(folder.eventsPath) { $0 <= last }
    log = try LineFile(folder.logPath)
    for (path, count, part) in [
      (folder.metricsPath, metrics.damagedCount, "line"),
      (folder.eventsPath, events.damagedCount, "stretch"),
    ] where count > 0 {
      remarks.append(
        "\(path): \(count) damaged \(part)\(count == 1 ? "" : part == "line" ? "s" : "es") set aside "
          + "in \(DamagedParts.name(of: path))")
    }
  }

  /// Metrics at a moment of the run; a round's only once.
  func record(
    _ measured: [Metric], of source: Source, at counts: LearnerCounts, seconds: Double
  ) throws(StorageError) {
    if source == .round {
      guard recordedRound != counts.steps else { return }
      recordedRound = counts.steps
    }
    var fields = [
      "\"steps\":\(counts.steps)", "\"episodes\":\(counts.episodes)",
      "\"updates\":\(counts.updates)", "\"seconds\":\((seconds * 1000).rounded() / 1000)",
    ]
    fields += measured.map { "\"\($0.name)\":\($0.value.isFinite ? "\($0.value)" : "null")" }
    try metrics.append("{\(fields.joined(separator: ","))}")
    try events.append(
      measured.map { Metric(Self.tag($0.name, of: source), $0.value) } + [
        Metric("run/episodes", Double(counts.episodes)), Metric("run/seconds", seconds),
      ], step: counts.steps)
  }

  /// `validation/policy` of `validation.policy`, `round/value` of a round's `value`.
  private static func tag(_ name: String, of source: Source) -> String {
    guard let dot = name.firstIndex(of: ".") else { return "\(source.rawValue)/\(name)" }
    return "\(name[..<dot])/\(name[name.index(after: dot)...])"
  }

  /// A line for people; a log that cannot be written stops no run.
  func note(_ line: String) { try? log.append("\(Date.now.formatted(.iso8601)) \(line)") }
}
