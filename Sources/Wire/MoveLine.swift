/// `move TABLE MOVE` read straight from the bytes, in the form in which programs write it, with a tag
/// before it or without.
///
/// Any other line, also a move written in another form, is left for `Conversation`.
enum MoveLine {
  /// The longest move read here: a string of so many bytes needs no memory of its own.
  private static let longestMove = 15

  /// - Parameter position: where the line begins; moves behind it if it is such a line.
  static func read(_ chunk: Span<UInt8>, at position: inout Int) -> Conversation.Event? {
    // The shortest is `move 1 a` and its end.
    guard chunk.count - position >= 9 else { return nil }
    guard chunk[position] == UInt8(ascii: "#") else {
      guard let move = move(chunk, at: position) else { return nil }
      position = move.end
      return .move(table: move.table, notation: move.notation)
    }
    var end = position
    while end < chunk.count, (33...126).contains(chunk[end]) { end += 1 }
    guard end - position <= longestMove, end < chunk.count, chunk[end] == UInt8(ascii: " "),
      let move = move(chunk, at: end + 1)
    else { return nil }
    let tag = text(chunk, position..<end)
    position = move.end
    return .taggedMove(tag: tag, table: move.table, notation: move.notation)
  }

  private static func text(_ chunk: Span<UInt8>, _ range: Range<Int>) -> String {
    String(unsafeUninitializedCapacity: range.count) { buffer in
      for offset in 0..<range.count { buffer[offset] = chunk[range.lowerBound + offset] }
      return range.count
    }
  }

  /// Reads `move TABLE MOVE` and its end.
  @inline(__always)
  private static func move(
    _ chunk: Span<UInt8>, at start: Int
  ) -> (table: Int, notation: String, end: Int)? {
    guard chunk.count - start >= 9, chunk[start] == UInt8(ascii: "m"),
      chunk[start + 1] == UInt8(ascii: "o"), chunk[start + 2] == UInt8(ascii: "v"),
      chunk[start + 3] == UInt8(ascii: "e"), chunk[start + 4] == UInt8(ascii: " ")
    else { return nil }
    var index = start + 5
    var table = 0
    let digits = index
    while index < chunk.count, (48...57).contains(chunk[index]), index - digits < 15 {
      table = table * 10 + Int(chunk[index] - 48)
      index += 1
    }
    guard index > digits, index < chunk.count, chunk[index] == UInt8(ascii: " ") else { return nil }
    index += 1
    let move = index
    while index < chunk.count, (33...126).contains(chunk[index]) { index += 1 }
    let length = index - move
    guard (1...longestMove).contains(length), index < chunk.count,
      chunk[index] == UInt8(ascii: "\n")
    else { return nil }
    return (table, text(chunk, move..<index), index + 1)
  }
}
