import ArenaCore
import Foundation

extension ResultPool {
  /// Adds the games of a text in any of four formats, told apart by their first character:
  ///
  /// - `{`: game records of this project, one line of JSON each;
  /// - `[`: games in PGN, of which the tags are read;
  /// - `(`: games in SGF, of which the root's properties are read, black being the first player;
  /// - else a line a game, `FIRST SECOND RESULT`: `1` (the first player won), `1/2` or `0`. A name
  ///   with spaces stands in double quotes, or tabs separate the three. `#` begins a comment.
  ///
  /// - Parameter source: the name of the file, for messages.
  /// - Throws: `ResultError` at the first line that is none of the format.
  public mutating func add(_ text: String, from source: String) throws(ResultError) {
    var text = text
    if text.hasPrefix("\u{feff}") { text.removeFirst() }
    switch text.utf8.first(where: { $0 > 32 }) {
    case UInt8(ascii: "{"): try addRecords(text, source)
    case UInt8(ascii: "["): try addPGN(text, source)
    case UInt8(ascii: "("): try addSGF(text, source)
    default: try addLines(text, source)
    }
  }

  /// The lines of a text with their numbers, without carriage returns; empty ones are left out.
  static func lines(_ text: String) -> [(number: Int, bytes: Substring.UTF8View)] {
    var lines: [(number: Int, bytes: Substring.UTF8View)] = []
    let bytes = text[...].utf8
    var start = bytes.startIndex
    var number = 1
    while start < bytes.endIndex {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
      var line = bytes[start..<end]
      while let last = line.last, last <= 32 { line.removeLast() }
      if !line.isEmpty { lines.append((number, line)) }
      number += 1
      start = end < bytes.endIndex ? bytes.index(after: end) : end
    }
    return lines
  }

  private mutating func addRecords(_ text: String, _ source: String) throws(ResultError) {
    for line in Self.lines(text) {
      let record: GameRecord
      do {
        record = try GameRecord(jsonLine: Substring(line.bytes))
      } catch {
        throw ResultError(source, line.number, "\(error)")
      }
      add(first: record.first, second: record.second, Result(record.outcome.winner))
    }
  }

  private mutating func addLines(_ text: String, _ source: String) throws(ResultError) {
    for line in Self.lines(text) where line.bytes.first != UInt8(ascii: "#") {
      let words = try Self.words(line.bytes, source, line.number)
      guard words.count == 3 else {
        throw ResultError(
          source, line.number,
          "\(words.count) words: a line is FIRST SECOND RESULT, a name with spaces in double quotes"
        )
      }
      guard !words[0].isEmpty && !words[1].isEmpty else {
        throw ResultError(source, line.number, "a player has no name")
      }
      guard let result = Self.result(words[2]) else {
        throw ResultError(
          source, line.number,
          "\(OneLine.quoting(words[2])) is no result: 1 (the first player won), 1/2 or 0")
      }
      add(first: words[0], second: words[1], result)
    }
  }

  static func result(_ text: String) -> Result? {
    switch text {
    case "1", "1-0": .win
    case "0", "0-1": .loss
    case "1/2", "0.5", "1/2-1/2": .draw
    default: nil
    }
  }

  /// The words of a line: between tabs where it has any, else between spaces and double quotes.
  private static func words(
    _ line: Substring.UTF8View, _ source: String, _ number: Int
  ) throws(ResultError) -> [String] {
    if line.contains(UInt8(ascii: "\t")) {
      return line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map {
        String(Substring($0)).trimmingCharacters(in: .whitespaces)
      }
    }
    var words: [String] = []
    var index = line.startIndex
    while index < line.endIndex {
      if line[index] == UInt8(ascii: " ") {
        line.formIndex(after: &index)
      } else if line[index] != UInt8(ascii: "\"") {
        let end = line[index...].firstIndex(of: UInt8(ascii: " ")) ?? line.endIndex
        words.append(String(Substring(line[index..<end])))
        index = end
      } else {
        guard let (word, end) = quoted(line, from: index) else {
          throw ResultError(source, number, "a double quote is not closed")
        }
        words.append(word)
        index = end
      }
    }
    return words
  }

  /// The text in the double quotes that open at `start`, a backslash before a quote or a backslash
  /// taken away, and where it ends; nil when it does not.
  static func quoted(
    _ line: Substring.UTF8View, from start: Substring.Index
  ) -> (text: String, end: Substring.Index)? {
    var bytes: [UInt8] = []
    var index = line.index(after: start)
    while index < line.endIndex, line[index] != UInt8(ascii: "\"") {
      if line[index] == UInt8(ascii: "\\") { line.formIndex(after: &index) }
      guard index < line.endIndex else { return nil }
      bytes.append(line[index])
      line.formIndex(after: &index)
    }
    guard index < line.endIndex else { return nil }
    return (String(decoding: bytes, as: UTF8.self), line.index(after: index))
  }
}

/// A line of a file of results that cannot be read.
public struct ResultError: Error, Hashable, CustomStringConvertible {
  public let source: String
  public let line: Int
  public let reason: String

  init(_ source: String, _ line: Int, _ reason: String) {
    self.source = source
    self.line = line
    self.reason = reason
  }

  public var description: String { "\(source), line \(line): \(reason)" }
}
