import Foundation
import Lobby

/// The file of all finished games, a line of JSON each, read backwards from its end: what is asked
/// for is mostly late.
enum GamesFile {
  /// The last so many bytes of the file are looked through.
  static let reach = 64 << 20

  /// The games that a query is about, latest first; none where there is no file.
  static func games(_ query: GameQuery, in path: String) -> [ArchivedGame] {
    guard let data = try? Data(contentsOf: URL(filePath: path), options: .alwaysMapped) else {
      return []
    }
    // Only lines that have the words are read; whether they are meant is seen then.
    let needles =
      switch query {
      case .table(let table, _): [",", "}"].map { "\"table\":\(table)\($0)" }
      case .player(let name, _):
        ["first", "second"].map { "\"\($0)\":\"\(name.lowercased())\"" }
      }
    let patterns = needles.map { Array($0.utf8) }
    return data.withUnsafeBytes { bytes in
      var found: [ArchivedGame] = []
      var end = bytes.count
      let start = max(0, end - reach)
      while end > start, found.count < query.limit {
        // The line before `end`, without its own end.
        let last = bytes[end - 1] == UInt8(ascii: "\n") ? end - 1 : end
        var begin = last
        while begin > start, bytes[begin - 1] != UInt8(ascii: "\n") { begin -= 1 }
        end = begin
        let line = UnsafeRawBufferPointer(rebasing: bytes[begin..<last])
        guard patterns.contains(where: { contains($0, in: line) }),
          let game = ArchivedGame(line: String(decoding: line, as: UTF8.self)),
          query.isMeant(game)
        else { continue }
        found.append(game)
      }
      return found
    }
  }

  /// Whether a line has a pattern of small letters, whatever the case of its own.
  private static func contains(_ pattern: [UInt8], in line: UnsafeRawBufferPointer) -> Bool {
    guard line.count >= pattern.count else { return false }
    return (0...(line.count - pattern.count)).contains { start in
      // Both kinds of pattern begin with a quotation mark.
      guard line[start] == pattern[0] else { return false }
      for (offset, byte) in pattern.enumerated() {
        let theirs = line[start + offset]
        guard (65...90).contains(theirs) ? theirs + 32 == byte : theirs == byte else {
          return false
        }
      }
      return true
    }
  }
}
