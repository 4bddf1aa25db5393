import ArenaCore
import Foundation
import Match
import Storage

/// Tournaments whose records lie below one folder: files of a JSON line for each game, as
/// `arena tournament --records` writes them, read anew whenever a page asks so that one that is
/// being played is seen as it grows.
struct TournamentLibrary: Sendable {
  let root: String
  let directory: GameDirectory

  /// Files larger than this are no tournament that a page could show.
  private static let sizeLimit = 64 << 20
  private static let depth = 2

  /// Record files by their path below the folder.
  var names: [String] {
    var found: [String] = []
    func look(_ path: String, _ prefix: String, _ depth: Int) {
      let entries = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
      // A run's folder has lines of metrics and sample games, which are no tournament.
      guard !entries.contains("run.json") else { return }
      for entry in entries.sorted() where !entry.hasPrefix(".") {
        if entry.hasSuffix(".jsonl") {
          if isRecordFile("\(path)/\(entry)") { found.append(prefix + entry.dropLast(6)) }
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
    guard names.contains(name) else { throw HTTPRefusal.notFound("tournament of that name") }
    let path = "\(root)/\(name).jsonl"
    let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber
    guard (size?.intValue ?? 0) <= Self.sizeLimit else {
      throw HTTPRefusal(503, "the records are too many for a page")
    }
    let text = String(decoding: try StoredFile.read(path), as: UTF8.self)
    // The last line may be half written.
    return text.split(separator: "\n").compactMap { try? GameRecord(jsonLine: $0) }
  }

  func age(_ name: String) -> Double {
    let attributes = try? FileManager.default.attributesOfItem(atPath: "\(root)/\(name).jsonl")
    return (attributes?[.modificationDate] as? Date).map { max(0, -$0.timeIntervalSinceNow) } ?? 0
  }
}
