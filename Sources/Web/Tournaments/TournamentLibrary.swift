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

  struct Entry: Sendable, Encodable {
    /// The path below the folder.
    let name: String
    /// Seconds since the last game was written.
    let age: Double
    fileprivate let path: String

    private enum CodingKeys: CodingKey { case name, age }
  }

  /// All of them, in alphabetical order.
  var entries: [Entry] {
    var found: [Entry] = []
    func look(_ path: String, _ prefix: String, _ depth: Int) {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
      // A run's folder has lines of metrics and sample games, which are no tournament.
      guard !names.contains("run.json") else { return }
      for name in names.sorted() where !name.hasPrefix(".") {
        let file = "\(path)/\(name)"
        if name.hasSuffix(".jsonl") {
          guard isRecordFile(file) else { continue }
          let isFolders = name == "games.jsonl" && !prefix.isEmpty
          let date = try? FileManager.default.attributesOfItem(atPath: file)[.modificationDate]
          found.append(
            Entry(
              name: isFolders ? String(prefix.dropLast()) : prefix + name.dropLast(6),
              age: (date as? Date).map { max(0, -$0.timeIntervalSinceNow) } ?? 0, path: file))
        } else if depth > 0 {
          look(file, "\(prefix)\(name)/", depth - 1)
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

  /// Its page.
  ///
  /// - Throws: `HTTPRefusal` where there is none, or it is too long for a page.
  func page(_ name: String) throws -> TournamentPage {
    let entry = try entry(name)
    // The last line may be half written.
    let records = try lines(of: entry).enumerated().compactMap { index, line in
      (try? GameRecord(jsonLine: String(decoding: line, as: UTF8.self))).map { (index + 1, $0) }
    }
    return TournamentPage(records, named: name, age: entry.age)
  }

  /// One game of it.
  ///
  /// - Parameter number: of its line, from 1.
  func game(_ number: Int, of name: String) throws -> ReplayedGame {
    let lines = try lines(of: try entry(name))
    guard lines.indices.contains(number - 1),
      let record = try? GameRecord(jsonLine: String(decoding: lines[number - 1], as: UTF8.self))
    else { throw HTTPRefusal.notFound("game \(number)") }
    return try ReplayedGame(record, in: directory)
  }

  private func entry(_ name: String) throws(HTTPRefusal) -> Entry {
    guard let entry = entries.first(where: { $0.name == name }) else {
      throw .notFound("tournament of that name")
    }
    return entry
  }

  private func lines(of entry: Entry) throws -> [Data] {
    let data = try StoredFile.read(entry.path, isMapped: true)
    guard data.count <= Self.sizeLimit else {
      throw HTTPRefusal(503, "the records are too many for a page")
    }
    return data.split(separator: 10, omittingEmptySubsequences: false)
  }
}
