import ArenaCore

/// The conversation with one client: bytes in, requests and refusals out. No sockets, no clock.
///
/// It cuts lines into words and refuses what is no text. Whatever arrives, each line gives at most
/// one request or refusal, memory stays bounded, and the next line starts afresh.
public struct Conversation: ~Copyable {
  /// The longest line of a client, in bytes, without its end.
  public static let lineLimit = 1024
  /// More words than any command has; the rest of a line is one word.
  private static let wordLimit = 64

  /// What one line asks for.
  public enum Event: Sendable, Hashable {
    /// The words of a command, at least one.
    case request([String])
    case refusal(WireError)
  }

  private var splitter = LineSplitter(limit: lineLimit)

  public init() {}

  /// Takes bytes of `chunk` from `position` on until a line asks for something; empty lines do not.
  ///
  /// - Returns: nil when the chunk is used up.
  public mutating func next(in chunk: Span<UInt8>, at position: inout Int) -> Event? {
    while let event = splitter.next(in: chunk, at: &position) {
      guard event == .line else {
        return .refusal(
          WireError(.lineTooLong, "a line has at most \(Self.lineLimit) bytes"))
      }
      if let event = read(splitter.line) { return event }
    }
    return nil
  }

  private func read(_ line: [UInt8]) -> Event? {
    guard let text = String(validating: line, as: UTF8.self), !OneLine.hasControls(text) else {
      return .refusal(WireError(.badText, "a line is UTF-8 text without control characters"))
    }
    let words = text.words(maxSplits: Self.wordLimit)
    return words.isEmpty ? nil : .request(words)
  }
}
