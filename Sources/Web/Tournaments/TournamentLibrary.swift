import ArenaCore
import Foundation
import Match
import Storage

/// Tournaments whose records lie below one folder: a folder with `games.jsonl`, as
/// `arena tournament --out` makes it, or any file of a JSON record a line. They are read anew
/// whenever a page asks, so that one that is being played is seen as it grows.
struct TournamentLibrary: Sendable {
  let root: String
  let directory: GameDirectory

  /// Files larger than this are no tournament that a page could show.
  private static let sizeLimit = 64 << 20
  private static let depth = 2

  /// What they are called: their path below the folder.
  var names: [String] { files.map(\.name) }

  private var files: [(name: String, path: String)] {
    var found: [(name: String, path: String)] = []
    func look(_ path: String, _ prefix: String, _ depth: Int) {
      let entries = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
      // A run's folder has lines of metrics and sample games, which are no tournament.
      guard !entries.contains("run.json") else { return }
      for entry in entries.sorted() where !entry.hasPrefix(".") {
        if entry.hasSuffix(".jsonl") {
          guard isRecordFile("\(path)/\(entry)") else { continue }
          let isFolders = entry == "games.jsonl" && !prefix.isEmpty
          let name = isFolders ? String(prefix.dropLast()) : prefix + entry.dropLast(6)
          found.append((name, "\(path)/\(entry)"))
        } else if depth > 0 {
          look("\(path)/\(entry)", "\(prefix)\(entry)/", depth - 1)
        }
      }
    }
    look(root, "", Self.depth)
    return found
  }

  private func isRecordFile(_ path: String) -> Bool {
    guard let file = FileHandle(forReadingAtPath: path) else { return false }
    defer { try? file.close() }
    let head = (try? file.read(upToCount: 64 * 1024)) ?? Data()
    let line = String(decoding: head.prefix { $0 != 10 }, as: UTF8.self)
    return (try? GameRecord(jsonLine: line)) != nil
  }

  func records(_ name: String) throws -> [GameRecord] {
    guard let path = path(name) else { throw HTTPRefusal.notFound("tournament of that name") }
    let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber
    guard (size?.intValue ?? 0) <= Self.sizeLimit else {
      throw HTTPRefusal(503, "the records are too many for a page")
    }
    let text = String(decoding: try StoredFile.read(path), as: UTF8.self)
    // The last line may be half written.
    return text.split(separator: "\n").compactMap { try? GameRecord(jsonLine: $0) }
  }

  private func path(_ name: String) -> String? { files.first { $0.name == name }?.path }

  /// Seconds since the last game was written.
  func age(_ name: String) -> Double {
    let attributes = path(name).flatMap { try? FileManager.default.attributesOfItem(atPath: $0) }
    return (attributes?[.modificationDate] as? Date).map { max(0, -$0.timeIntervalSinceNow) } ?? 0
  }
}
