/// Cuts a stream of bytes into lines of bounded length: whatever arrives, in whatever pieces.
///
/// A line ends with LF; one CR before it is dropped. A longer line than the limit is reported once,
/// as soon as it is too long, and skipped to its end: memory stays bounded.
public struct LineSplitter: Sendable {
  /// What `next(in:at:)` found.
  public enum Event: Sendable, Hashable {
    /// A whole line is in `line`.
    case line
    /// A line went over the limit; the rest of it will be skipped.
    case overlong
  }

  /// The longest line in bytes, without its end.
  public let limit: Int
  /// The bytes of the line so far; the whole line after `.line`, until the next call.
  public private(set) var line: [UInt8] = []
  private var isComplete = false
  private var isSkipping = false

  public init(limit: Int) { self.limit = limit }

  /// Whether the next byte begins a line.
  public var isAtStart: Bool { !isSkipping && (isComplete || line.isEmpty) }

  /// The whole line after `.line`, which is kept no longer.
  public mutating func take() -> [UInt8] {
    defer {
      line = []
      isComplete = false
    }
    return line
  }

  /// Takes bytes of `chunk` from `position` on until something is to be reported.
  ///
  /// - Returns: nil when the chunk is used up.
  public mutating func next(in chunk: Span<UInt8>, at position: inout Int) -> Event? {
    if isComplete {
      line.removeAll(keepingCapacity: true)
      isComplete = false
    }
    while position < chunk.count {
      let byte = chunk[position]
      position += 1
      if byte == UInt8(ascii: "\n") {
        if isSkipping {
          isSkipping = false
          continue
        }
        return completed()
      }
      if isSkipping { continue }
      // One byte more than the limit is kept, for the CR that may turn out to be the line's end.
      guard line.count <= limit else { return overlong() }
      line.append(byte)
    }
    return nil
  }

  /// Reports what is left when the stream ends without a newline.
  public mutating func finish() -> Event? {
    isSkipping = false
    guard !isComplete, !line.isEmpty else { return nil }
    return completed()
  }

  private mutating func completed() -> Event {
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    guard line.count <= limit else {
      line.removeAll(keepingCapacity: true)
      return .overlong
    }
    isComplete = true
    return .line
  }

  private mutating func overlong() -> Event {
    line.removeAll(keepingCapacity: true)
    isSkipping = true
    return .overlong
  }
}
