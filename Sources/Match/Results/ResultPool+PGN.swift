import ArenaCore

extension ResultPool {
  /// Adds games in Portable Game Notation; moves are not read.
  ///
  /// Source: Edwards 1994, the PGN standard, section 8.1.
  mutating func addPGN(_ text: String, _ source: String) throws(ResultError) {
    var tags: [String: String] = [:]
    var start = 0
    var isInMoves = false
    var comments = 0
    for line in Self.lines(text) where line.bytes.first != UInt8(ascii: "%") {
      // A line of a comment may begin with a bracket too.
      guard comments == 0, line.bytes.first == UInt8(ascii: "[") else {
        isInMoves = true
        for byte in line.bytes {
          if byte == UInt8(ascii: "{") { comments = 1 }
          if byte == UInt8(ascii: "}") { comments = 0 }
        }
        continue
      }
      if isInMoves || tags.isEmpty {
        if !tags.isEmpty { try addGame(tags, source, start) }
        tags = [:]
        start = line.number
        isInMoves = false
      }
      guard let space = line.bytes.firstIndex(of: UInt8(ascii: " ")),
        let quote = line.bytes[space...].firstIndex(of: UInt8(ascii: "\"")),
        let value = Self.quoted(line.bytes, from: quote)
      else {
        throw ResultError(
          source, line.number,
          "\(OneLine.quoting(Substring(line.bytes))) is no tag [Name \"value\"]")
      }
      tags[String(Substring(line.bytes[..<space].dropFirst()))] = value.text
    }
    if !tags.isEmpty { try addGame(tags, source, start) }
  }

  private mutating func addGame(
    _ tags: [String: String], _ source: String, _ line: Int
  ) throws(ResultError) {
    guard let white = tags["White"], let black = tags["Black"], !white.isEmpty, !black.isEmpty
    else { throw ResultError(source, line, "a game names no White or no Black") }
    guard let text = tags["Result"] else { throw ResultError(source, line, "a game has no Result") }
    if text == "*" {
      unfinished += 1
    } else if let result = Self.result(text) {
      add(first: white, second: black, result)
    } else {
      throw ResultError(
        source, line, "\(OneLine.quoting(text)) is no Result: 1-0, 0-1, 1/2-1/2 or *")
    }
  }
}
