import Foundation
import Storage

/// What lies in a folder that is to become a run.
struct RunContents {
  private let path: String
  private let names: [String]

  /// What a run makes before `run.json` stands: a crash may leave it.
  private static let beginnings: Set = ["lock", "checkpoints", "games", "run.json.partial"]
  private static let files: Set = [
    "run.json", "metrics.jsonl", "events.out.tfevents.1.arena", "log.txt", "models.json",
    "state.safetensors", "state.previous.safetensors",
  ]
  private static let endings = ["", ".partial", ".damaged", ".damaged.partial"]

  /// Of a folder that need not be there.
  init(of path: String) {
    self.path = path
    names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  /// - Parameter isFresh: whether what a run left may be set aside.
  /// - Throws: `RunError.different` where other things, or the parts of a run, are in the way.
  func check(isFresh: Bool) throws(RunError) {
    if let other = names.first(where: { !isOwn($0) }) {
      throw .different(
        path: path, reason: "it has no run.json, and \(other) in it is no part of a run")
    }
    guard !isFresh, let part = names.first(where: { !isEmptyBeginning($0) }) else { return }
    // Another process may have made the run a moment ago.
    throw part == "run.json" || names.contains("run.json")
      ? .busy(path: path)
      : .different(path: path, reason: "it has \(part) but no run.json")
  }

  private func isOwn(_ name: String) -> Bool {
    Self.beginnings.contains(name) || name.hasPrefix(RunFolder.asidePrefix)
      || Self.files.contains { file in Self.endings.contains { name == file + $0 } }
  }

  /// Whether it is a part of a run that has not begun, without contents.
  private func isEmptyBeginning(_ name: String) -> Bool {
    guard Self.beginnings.contains(name) else { return false }
    if name == "run.json.partial" { return true }
    let inside = try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(name)")
    return name == "lock" ? inside == nil : inside?.isEmpty ?? false
  }

  /// Moves all that a run left to a folder of its own.
  ///
  /// - Returns: the folder's path; nil where there was nothing.
  func setAside() throws(StorageError) -> String? {
    let parts = names.filter { $0 != "lock" && !$0.hasPrefix(RunFolder.asidePrefix) }
    guard parts.contains(where: { !isEmptyBeginning($0) }) else { return nil }
    let aside = try RunFolder.makeAside(in: path)
    // The configuration last: a crash in between leaves a run, of which the rest can be set aside.
    for name in parts.filter({ $0 != "run.json" }) + parts.filter({ $0 == "run.json" }) {
      guard rename("\(path)/\(name)", "\(aside)/\(name)") == 0 else {
        throw StorageError("cannot move to \(aside)", "\(path)/\(name)")
      }
    }
    return aside
  }
}
