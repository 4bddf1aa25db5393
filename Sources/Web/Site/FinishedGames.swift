import Foundation
import Match
import Storage

/// The match server's file of finished games, read from its end: the latest are asked for most.
struct FinishedGames {
  /// No more is read of it.
  private static let byteLimit = 16 << 20
  private let path: String?

  init(_ path: String?) { self.path = path }

  struct Entry: Decodable {
    let table: Int
    let record: GameRecord

    private enum CodingKeys: CodingKey { case table }

    init(table: Int, record: GameRecord) { (self.table, self.record) = (table, record) }

    init(from decoder: any Decoder) throws {
      let table = try decoder.container(keyedBy: CodingKeys.self)
      self.table = try table.decodeIfPresent(Int.self, forKey: .table) ?? 0
      record = try GameRecord(from: decoder)
    }
  }

  /// The latest games first.
  ///
  /// - Parameters:
  ///   - word: what every line that is wanted has somewhere: others are not decoded.
  ///   - isWanted: asked for each.
  func entries(
    limit: Int, having word: String = "", where isWanted: (Entry) -> Bool = { _ in true }
  ) -> [Entry] {
    guard let path, let data = try? StoredFile.read(path, isMapped: true) else { return [] }
    let word = Array(word.utf8)
    var entries: [Entry] = []
    data.withUnsafeBytes { bytes in
      var rest = bytes.suffix(Self.byteLimit)
      while entries.count < limit, !rest.isEmpty {
        let begin = rest.lastIndex(of: 10)
        let line = UnsafeRawBufferPointer(
          rebasing: rest[(begin.map { $0 + 1 } ?? rest.startIndex)...])
        rest = rest[..<(begin ?? rest.startIndex)]
        guard word.isEmpty || line.firstRange(of: word) != nil,
          let entry = try? JSONDecoder().decode(Entry.self, from: Data(line)), isWanted(entry)
        else { continue }
        entries.append(entry)
      }
    }
    return entries
  }

  /// The game that was played at a table; nil where the file does not have it.
  func record(table: Int) -> GameRecord? {
    entries(limit: 1, having: "\"table\":\(table)") { $0.table == table }.first?.record
  }
}
