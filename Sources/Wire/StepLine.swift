/// `step ACTION ...` read straight from the bytes: programs send hundreds of thousands of actions a
/// second so.
///
/// Any other line, also a step with bytes that are no printable ASCII, is left for `Conversation`.
enum StepLine {
  private static let word = Array("step ".utf8)

  /// - Parameter position: where the line begins; moves behind it if it is such a line.
  static func read(_ chunk: Span<UInt8>, at position: inout Int) -> Conversation.Event? {
    guard let end = end(of: chunk, from: position) else { return nil }
    let start = position + word.count
    position = end + 1
    let last = chunk[end - 1] == UInt8(ascii: "\r") ? end - 1 : end
    return .step((start..<last).map { chunk[$0] })
  }

  /// The place of the LF that ends such a line.
  static func end(of chunk: Span<UInt8>, from start: Int) -> Int? {
    guard start + word.count < chunk.count else { return nil }
    for (offset, letter) in word.enumerated() where chunk[start + offset] != letter { return nil }
    for index in start..<min(chunk.count, start + Conversation.lineLimit + 1) {
      switch chunk[index] {
      case UInt8(ascii: "\n"): return index
      case 32...126: continue
      case UInt8(ascii: "\r") where index + 1 < chunk.count && chunk[index + 1] == 10: continue
      default: return nil
      }
    }
    return nil
  }
}
