/// `move TABLE MOVE` read straight from the bytes, in the form in which programs write it.
///
/// Any other line, also a move written in another form, is left for `Conversation`.
enum MoveLine {
  /// The longest move read here: a string of so many bytes needs no memory of its own.
  private static let longestMove = 15

  /// - Parameter position: where the line begins; moves behind it if it is such a line.
  static func read(_ chunk: Span<UInt8>, at position: inout Int) -> Conversation.Event? {
    // The shortest is `move 1 a` and its end.
    guard chunk.count - position >= 9, chunk[position] == UInt8(ascii: "m"),
      chunk[position + 1] == UInt8(ascii: "o"), chunk[position + 2] == UInt8(ascii: "v"),
      chunk[position + 3] == UInt8(ascii: "e"), chunk[position + 4] == UInt8(ascii: " ")
    else { return nil }
    var index = position + 5
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
    position = index + 1
    let notation = String(unsafeUninitializedCapacity: length) { buffer in
      for offset in 0..<length { buffer[offset] = chunk[move + offset] }
      return length
    }
    return .move(table: table, notation: notation)
  }
}
