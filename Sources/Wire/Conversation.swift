import Match

/// The conversation with one client: bytes in, requests and refusals out. No sockets, no clock.
///
/// It cuts lines, refuses what is no text and reads commands. Whatever arrives, each line gives at
/// most one request or refusal, memory stays bounded, and the next line starts afresh.
public struct Conversation: ~Copyable {
  /// The longest line of a client, in bytes, without its end.
  public static let lineLimit = 1024
  /// More words than any command has; the rest of a line is one word.
  private static let wordLimit = 64

  /// What one line asks for.
  public enum Event: Sendable, Hashable {
    case command(Command)
    case refusal(WireError)
  }

  private var splitter = LineSplitter(limit: lineLimit)
  private var hasQuit = false

  public init() {}

  /// Takes bytes of `chunk` from `position` on until a line asks for something; empty lines do not.
  ///
  /// - Returns: nil when the chunk is used up, or after `quit`.
  public mutating func next(in chunk: Span<UInt8>, at position: inout Int) -> Event? {
    while !hasQuit, let event = splitter.next(in: chunk, at: &position) {
      guard event == .line else {
        return .refusal(
          WireError(.lineTooLong, "a line has at most \(Self.lineLimit) bytes"))
      }
      if let event = read(splitter.line) {
        hasQuit = event == .command(.quit)
        return event
      }
    }
    return nil
  }

  private func read(_ line: [UInt8]) -> Event? {
    guard let text = String(validating: line, as: UTF8.self), !OneLine.hasControls(text) else {
      return .refusal(WireError(.badText, "a line is UTF-8 text without control characters"))
    }
    let words = text.words(maxSplits: Self.wordLimit)
    guard !words.isEmpty else { return nil }
    do throws(WireError) {
      return .command(try Command(words: words))
    } catch {
      return .refusal(error)
    }
  }
}
