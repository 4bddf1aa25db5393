import ArenaCore
import Glibc

/// A connection to the match server, as any client has one: command lines out, answers and events in,
/// by version 2 of the protocol.
///
/// Bounded like a browser's: a server that sends lines without an end, or takes none, is left.
final class WireClient: EventSource {
  /// What the server said to a command: the lines before the final one, and whether it is refused.
  struct Answer {
    var lines: [String] = []
    /// The words behind `ok COMMAND`, or behind `error`.
    var words: [String] = []
    /// `illegal-move`; nil where the command was carried out.
    var code: String?
    var text = ""

    /// The answer of a server that is gone.
    static let gone = Answer(code: "unavailable", text: "the match server does not answer")
  }

  private struct Command {
    /// The first words of the lines that belong to its answer.
    let listWords: [String]
    let done: (Answer) -> Void
    var lines: [String] = []
  }

  let descriptor: Int32
  /// Lines that answer nothing.
  var onEvent: (_ words: [String], _ line: String) -> Void = { _, _ in }
  var onEnd: () -> Void = {}
  private(set) var isOpen = true

  private let loop: EventLoop
  private var splitter = LineSplitter(limit: 1 << 16)
  private var hasGreeted = false
  private var commands: [Command] = []
  private var output: [UInt8] = []

  /// - Parameter descriptor: of a connected socket, which it closes in the end.
  init(_ descriptor: Int32, on loop: EventLoop) throws(WebError) {
    self.descriptor = descriptor
    self.loop = loop
    let flags = fcntl(descriptor, F_GETFL, 0)
    _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK)
    try loop.add(self)
    send("protocol 2") { [weak self] answer in
      if answer.code != nil { self?.end() }
    }
  }

  deinit { close(descriptor) }

  var isIdle: Bool { commands.isEmpty }

  /// Sends a command.
  ///
  /// - Parameters:
  ///   - line: without control characters.
  ///   - listWords: the first words of the lines that its answer may have.
  func send(
    _ line: String, list listWords: [String] = [], _ done: @escaping (Answer) -> Void = { _ in }
  ) {
    guard isOpen, output.count < 1 << 16 else { return done(.gone) }
    commands.append(Command(listWords: listWords, done: done))
    output.append(contentsOf: line.utf8)
    output.append(10)
    flush()
  }

  func ready(canRead: Bool, canWrite: Bool) {
    if canWrite { flush() }
    guard canRead, isOpen else { return }
    var chunk = [UInt8](repeating: 0, count: 64 * 1024)
    let count = recv(descriptor, &chunk, chunk.count, Int32(MSG_DONTWAIT))
    guard count > 0 else {
      if count == 0 || errno != EAGAIN && errno != EINTR { end() }
      return
    }
    var position = 0
    while let event = splitter.next(in: chunk.span.extracting(..<count), at: &position) {
      guard case .line = event else { return end() }
      take(String(decoding: splitter.line, as: UTF8.self))
      guard isOpen else { return }
    }
  }

  private func take(_ line: String) {
    let words = line.split(separator: " ").map(String.init)
    guard let first = words.first else { return }
    if !hasGreeted {
      hasGreeted = true
      return first == "arena" ? () : end()
    }
    guard first == "ok" || first == "error" else {
      if let command = commands.first, command.listWords.contains(first) {
        commands[0].lines.append(line)
      } else {
        onEvent(words, line)
      }
      return
    }
    guard !commands.isEmpty else { return }
    let command = commands.removeFirst()
    var answer = Answer(lines: command.lines, words: Array(words.dropFirst(first == "ok" ? 2 : 1)))
    if first == "error" {
      answer.code = words.count > 1 ? words[1] : "error"
      // Behind the code stands how long to wait before asking again.
      answer.text = words.dropFirst(3).joined(separator: " ")
    }
    command.done(answer)
  }

  private func flush() {
    guard isOpen else { return }
    if !output.isEmpty {
      let count = output.withUnsafeBytes {
        Glibc.send(
          descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
      }
      if count > 0 {
        output.removeSubrange(..<count)
      } else if errno != EAGAIN && errno != EINTR {
        return loop.soon { [weak self] in self?.end() }
      }
    }
    loop.change(self, read: true, write: !output.isEmpty)
  }

  /// Leaves the server; commands without an answer get one that says so.
  func end() {
    guard isOpen else { return }
    isOpen = false
    loop.remove(self)
    shutdown(descriptor, Int32(SHUT_RDWR))
    let open = commands
    commands = []
    for command in open { command.done(.gone) }
    onEnd()
  }
}
