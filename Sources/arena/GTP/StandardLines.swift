import ArenaCore
import Glibc

/// Lines of standard input, with a look at whether the next one is there.
struct StandardLines {
  private var splitter = LineSplitter(limit: 4096)
  private var lines: [String] = []
  private var isAtEnd = false

  /// The next line; nil at the end.
  mutating func next() -> String? {
    while lines.isEmpty && !isAtEnd { receive() }
    return lines.isEmpty ? nil : lines.removeFirst()
  }

  /// Whether a line, a part of one or the end is there.
  var isReady: Bool { !lines.isEmpty || isAtEnd || poll(for: .zero) }

  /// Waits until something is there, no longer than `time`.
  func wait(for time: Duration) { if lines.isEmpty && !isAtEnd { _ = poll(for: time) } }

  private func poll(for time: Duration) -> Bool {
    var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return Glibc.poll(&request, 1, Int32(time / .milliseconds(1))) > 0
  }

  private mutating func receive() {
    var chunk = [UInt8](repeating: 0, count: 4096)
    let count = read(STDIN_FILENO, &chunk, chunk.count)
    if count < 0 && errno == EINTR { return }
    guard count > 0 else {
      isAtEnd = true
      if splitter.finish() == .line { append() }
      return
    }
    let bytes = chunk.span.extracting(0..<count)
    var position = 0
    // A line too long for any command is passed over.
    while let event = splitter.next(in: bytes, at: &position) { if event == .line { append() } }
  }

  private mutating func append() {
    lines.append(String(decoding: splitter.line, as: UTF8.self).replacing("\t", with: " "))
  }
}
