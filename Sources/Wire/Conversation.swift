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
    /// `move TABLE MOVE` in its usual form, which is most of what a server reads.
    case move(table: Int, notation: String)
    /// The same with a tag before it, which begins with `#`.
    case taggedMove(tag: String, table: Int, notation: String)
    /// The actions of `step ACTION ...`, as they are written.
    case step([UInt8])
    /// The words of another command, at least one.
    case request([String])
    case refusal(WireError)
    /// The client speaks HTTP: a web page may have sent it here. Nothing it says counts.
    case foreign
  }

  private var splitter = LineSplitter(limit: lineLimit)
  private var isOver = false

  public init() {}

  /// Takes bytes of `chunk` from `position` on until a line asks for something; empty lines do not.
  ///
  /// - Returns: nil when the chunk is used up.
  public mutating func next(in chunk: Span<UInt8>, at position: inout Int) -> Event? {
    while position < chunk.count, !isOver {
      if splitter.isAtStart {
        // Whole lines are read where they are.
        if let move = MoveLine.read(chunk, at: &position) { return move }
        if let step = StepLine.read(chunk, at: &position) { return step }
        if let end = Self.endOfLine(in: chunk, from: position) {
          let start = position
          position = end + 1
          let hasReturn = end > start && chunk[end - 1] == UInt8(ascii: "\r")
          if let event = read(chunk.extracting(start..<(hasReturn ? end - 1 : end))) {
            return event
          }
          continue
        }
      }
      guard let event = splitter.next(in: chunk, at: &position) else { return nil }
      guard event == .line else { return Self.overlong }
      let line = splitter.take()
      if let event = read(line.span) { return event }
    }
    if isOver { position = chunk.count }
    return nil
  }

  /// Whether the next line is a `step` that comes as one: several are done together.
  public func continuesWithStep(in chunk: Span<UInt8>, at position: Int) -> Bool {
    splitter.isAtStart && StepLine.end(of: chunk, from: position) != nil
  }

  /// The place of the LF that ends the line at `start`, if the chunk has it within the limit.
  private static func endOfLine(in chunk: Span<UInt8>, from start: Int) -> Int? {
    for index in start..<min(chunk.count, start + lineLimit + 2)
    where chunk[index] == UInt8(ascii: "\n") {
      return index
    }
    return nil
  }

  private static let overlong = Event.refusal(
    WireError(.lineTooLong, "a line has at most \(lineLimit) bytes"))

  private mutating func read(_ line: Span<UInt8>) -> Event? {
    guard line.count <= Self.lineLimit else { return Self.overlong }
    guard let text = Self.text(of: line), !OneLine.hasControls(text) else {
      return .refusal(WireError(.badText, "a line is UTF-8 text without control characters"))
    }
    let words = text.words(maxSplits: Self.wordLimit)
    guard let first = words.first else { return nil }
    guard !Self.isForeign(first) else {
      isOver = true
      return .foreign
    }
    return .request(words)
  }

  private static func text(of line: Span<UInt8>) -> String? {
    do { return String(copying: try UTF8Span(validating: line)) } catch { return nil }
  }

  /// Whether a line begins as those of HTTP do; no command does.
  private static func isForeign(_ word: String) -> Bool {
    [
      "GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE", "PRI",
    ].contains(word) || word.lowercased() == "host:"
  }
}

/// A version of the protocol: each client says which it speaks, the first if it says nothing.
public enum ProtocolVersion: Int, Sendable, Hashable, Comparable, CaseIterable {
  case first = 1
  /// Tagged requests, an own word for every line, retry hints, commands in any letter case.
  case second = 2

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
