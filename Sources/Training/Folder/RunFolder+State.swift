import Foundation
import Glibc
public import NeuralCore
import Storage

/// What a run goes on from, and what becomes of the rest where it goes on from something else.
extension RunFolder {
  static let asidePrefix = "set-aside-"

  /// Makes the next free of the folders `set-aside-1`, `set-aside-2`, ...
  static func makeAside(in path: String) throws(StorageError) -> String {
    var number = 1
    while mkdir("\(path)/\(asidePrefix)\(number)", 0o755) != 0 {
      guard errno == EEXIST else {
        throw StorageError("cannot create", "\(path)/\(asidePrefix)\(number)")
      }
      number += 1
    }
    return "\(path)/\(asidePrefix)\(number)"
  }

  /// Saves a state; the one before stays beside it.
  func write(state: Safetensors) throws(StorageError) {
    try state.write(to: statePath, keepingOldAs: previousStatePath)
  }

  /// The state that the run would go on from, to look into.
  ///
  /// - Throws: `RunError.unreadable` where there is none or it is damaged.
  public func readState() throws(RunError) -> Safetensors {
    guard has(statePath) else {
      throw .unreadable(path: path, reason: "it has no saved state")
    }
    do { return try Safetensors(contentsOf: statePath) } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }

  func has(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  /// What was learnt here although there is no state, in words; nil where nothing was.
  var remains: String? {
    let kept = checkpoints.count
    if kept > 0 { return kept == 1 ? "a checkpoint" : "\(kept) checkpoints" }
    if has(previousStatePath) { return "an earlier state" }
    if has(path + "/models.json") { return "a models.json" }
    let metrics = try? StoredFile.read(metricsPath, isMapped: true)
    return metrics?.isEmpty ?? true ? nil : "a metrics.jsonl"
  }

  /// How to go on without the saved state.
  var waysOn: String {
    var ways = ["--fresh starts anew and sets aside what is there"]
    if let last = checkpoints.last {
      ways.insert(
        "--from-checkpoint last goes on from the weights of checkpoint \(last) with a fresh "
          + "optimiser", at: 0)
    }
    if has(previousStatePath) {
      ways.insert("--from-previous goes on from the state saved before it", at: 0)
    }
    return ways.joined(separator: ", ")
  }

  /// Moves the states, where `states`, and the checkpoints from `number` on with their games to a
  /// folder of their own, and copies the files that grow there: they are about to be cut.
  ///
  /// - Returns: the folder's path.
  func setAside(states: [String], from number: Int) throws -> String {
    let aside = try Self.makeAside(in: path)
    func move(_ from: String, _ to: String) throws(StorageError) {
      guard rename(from, to) == 0 else { throw StorageError("cannot move to \(aside)", from) }
    }
    for folder in ["checkpoints", "games"] {
      try StoredFile.createFolder("\(aside)/\(folder)")
      for name in try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)") {
        guard let kept = Int(name.prefix { $0.isNumber }), kept >= number else { continue }
        try move("\(path)/\(folder)/\(name)", "\(aside)/\(folder)/\(name)")
      }
    }
    for file in [metricsPath, eventsPath, path + "/models.json"] where has(file) {
      try FileManager.default.copyItem(
        atPath: file, toPath: "\(aside)/\((file as NSString).lastPathComponent)")
    }
    for state in states where has(state) {
      try move(state, "\(aside)/\((state as NSString).lastPathComponent)")
    }
    return aside
  }

  /// What had been done when a checkpoint was kept, by the ledger or else the metrics; nil where
  /// neither knows.
  func counts(at number: Int) -> (counts: LearnerCounts, seconds: Double)? {
    var counts = LearnerCounts()
    if let model = (try? readLedger())?.models.first(where: { $0.number == number }) {
      (counts.steps, counts.episodes, counts.updates) = (model.steps, model.episodes, model.updates)
      return (counts, model.seconds)
    }
    let lines = (try? StoredFile.read(metricsPath))?.split(separator: UInt8(ascii: "\n")) ?? []
    guard
      let line = lines.lazy.compactMap({ MetricsLine($0) }).last(where: {
        $0.checkpoint == number
      })
    else { return nil }
    (counts.steps, counts.episodes, counts.updates) = (line.steps, line.episodes, line.updates)
    return (counts, line.seconds)
  }
}
