import Foundation
import Match

/// The match server's file of finished games, read from its end: the latest are asked for most.
struct FinishedGames {
  /// No more is read of it.
  private static let byteLimit = 16 << 20
  private let path: String?

  init(_ path: String?) { self.path = path }

  struct Entry {
    let table: Int
    let record: GameRecord
  }

  private struct Number: Decodable { let table: Int? }

  /// The latest games first.
  ///
  /// - Parameter isWanted: asked for each.
  func entries(limit: Int, where isWanted: (Entry) -> Bool = { _ in true }) -> [Entry] {
    guard let path, let file = FileHandle(forReadingAtPath: path) else { return [] }
    defer { try? file.close() }
    let end = (try? file.seekToEnd()) ?? 0
    let start = end > UInt64(Self.byteLimit) ? end - UInt64(Self.byteLimit) : 0
    guard (try? file.seek(toOffset: start)) != nil, let data = try? file.readToEnd() else {
      return []
    }
    var entries: [Entry] = []
    for line in data.split(separator: 10).reversed() {
      guard entries.count < limit else { break }
      guard let record = try? GameRecord(jsonLine: String(decoding: line, as: UTF8.self)),
        let number = try? JSONDecoder().decode(Number.self, from: line)
      else { continue }
      let entry = Entry(table: number.table ?? 0, record: record)
      if isWanted(entry) { entries.append(entry) }
    }
    return entries
  }

  /// The game that was played at a table; nil where the file does not have it.
  func record(table: Int) throws -> GameRecord? {
    entries(limit: 1) { $0.table == table }.first?.record
  }
}
