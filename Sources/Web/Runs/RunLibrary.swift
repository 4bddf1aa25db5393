import Foundation
import Match
import Storage
import Synchronization
import Training

/// The runs below one folder. Names come from the folder alone: what a request names is only looked
/// up among them, so that no path is ever made of a stranger's words.
final class RunLibrary: Sendable {
  private let root: String
  private let directory: GameDirectory
  private let known = Mutex<[String: Known]>([:])

  private struct Known {
    let date: Date
    let size: Int
    let metrics: RunMetrics
  }

  init(_ root: String, _ directory: GameDirectory) {
    self.root = root
    self.directory = directory
  }

  /// How deep below the folder a run may lie.
  private static let depth = 3
  private static let limit = 1000

  /// Runs by name, in alphabetical order.
  var names: [String] {
    var found: [String] = []
    func look(_ path: String, _ name: String, _ depth: Int) {
      if FileManager.default.fileExists(atPath: "\(path)/run.json") {
        return found.append(name.isEmpty ? "." : name)
      }
      guard depth > 0 else { return }
      let entries = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
      for entry in entries.sorted() where !entry.hasPrefix(".") && found.count < Self.limit {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: "\(path)/\(entry)", isDirectory: &isFolder),
          isFolder.boolValue
        else { continue }
        look("\(path)/\(entry)", name.isEmpty ? entry : "\(name)/\(entry)", depth - 1)
      }
    }
    look(root, "", Self.depth)
    return found
  }

  private func path(_ name: String) -> String { name == "." ? root : "\(root)/\(name)" }

  private func folder(_ name: String) throws -> RunFolder {
    guard names.contains(name) else { throw HTTPRefusal.notFound("run of that name") }
    return try RunFolder(opening: path(name))
  }

  private func metrics(_ folder: RunFolder) throws -> RunMetrics {
    let path = "\(folder.path)/metrics.jsonl"
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    let date = attributes[.modificationDate] as? Date ?? .distantPast
    let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
    let before = known.withLock { $0[path] }
    if let before, before.date == date, before.size == size { return before.metrics }
    let metrics = try RunMetrics(contentsOf: path)
    known.withLock { known in
      if known.count > 64 { known = [:] }
      known[path] = Known(date: date, size: size, metrics: metrics)
    }
    return metrics
  }

  /// Every run that can be read, and why the others cannot.
  func list() -> RunList {
    var list = RunList()
    for name in names {
      do {
        let folder = try RunFolder(opening: path(name))
        list.runs.append(RunSummary(folder, named: name, try metrics(folder)))
      } catch {
        list.unreadable.append(RunList.Unreadable(name: name, reason: "\(error)"))
      }
    }
    return list
  }

  func details(_ name: String) throws -> RunDetails {
    let folder = try folder(name)
    return try RunDetails(folder, named: name, try metrics(folder))
  }

  /// The sample games of a checkpoint.
  func games(_ name: String, checkpoint: Int) throws -> [ReplayedGame] {
    let folder = try folder(name)
    return try SampleGames(of: folder).records(checkpoint, in: directory).map { record in
      try ReplayedGame(record, in: directory)
    }
  }
}

struct RunList: Sendable, Encodable {
  struct Unreadable: Sendable, Encodable {
    let name: String
    let reason: String
  }

  var runs: [RunSummary] = []
  var unreadable: [Unreadable] = []
}
