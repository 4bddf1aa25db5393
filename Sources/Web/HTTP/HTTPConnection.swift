import Glibc

/// One browser's socket: requests in, answers out, one at a time and in order.
final class HTTPConnection: EventSource {
  enum State {
    /// For a request, or the rest of one.
    case reading
    /// A request is being answered; what comes meanwhile waits in the parser or the kernel.
    case answering
    /// Events are sent for as long as both sides live.
    case streaming
    /// What is left is sent, then the socket closes.
    case closing
    case closed
  }

  let descriptor: Int32
  let address: String
  var state = State.reading
  var parser: HTTPParser
  /// Since when the other side has taken no byte, or said none.
  var lastProgress: Duration
  /// When the first byte of the request under way came.
  var requestBegan: Duration?
  /// The number of the request being answered; 0 for none.
  var exchange: UInt64 = 0
  var keepsAlive = true
  var isHead = false
  /// Whether the other side says no more. It may read still: the answer under way is its last.
  private var hasEnded = false

  private var output: [UInt8] = []
  private var sent = 0
  unowned let server: HTTPServer

  init(_ descriptor: Int32, from address: String, of server: HTTPServer, at now: Duration) {
    self.descriptor = descriptor
    self.address = address
    self.server = server
    parser = HTTPParser(server.limits)
    lastProgress = now
  }

  deinit { close(descriptor) }

  var waiting: Int { output.count - sent }

  /// Whether input is wanted now: a request may be read, or there is room for one that waits.
  var wantsInput: Bool {
    !hasEnded && (state == .reading || state == .answering && !parser.isFull)
  }

  func ready(canRead: Bool, canWrite: Bool) {
    if canWrite { server.flush(self) }
    if canRead && state != .closed { receive() }
  }

  private func receive() {
    var chunk = [UInt8](repeating: 0, count: 16 * 1024)
    let count = recv(descriptor, &chunk, chunk.count, Int32(MSG_DONTWAIT))
    switch count {
    case 1...:
      // Nothing more is wanted of a reader of events, and of one that is leaving.
      guard wantsInput else { return }
      lastProgress = server.loop.now
      if !parser.isInRequest { requestBegan = server.loop.now }
      parser.append(chunk[..<count])
      server.serve(self)
    case 0 where state == .answering:
      hasEnded = true
      keepsAlive = false
      server.serve(self)
    case 0 where state == .reading && waiting > 0:
      state = .closing
      server.flush(self)
    case 0: server.close(self)
    default: if errno != EAGAIN && errno != EINTR { server.close(self) }
    }
  }

  func append(_ bytes: [UInt8]) {
    if waiting == 0 { lastProgress = server.loop.now }
    output.append(contentsOf: bytes)
  }

  /// Sends what the socket takes.
  ///
  /// - Returns: false when the socket has failed.
  func flush() -> Bool {
    while waiting > 0 {
      let count = output.withUnsafeBytes { buffer in
        send(
          descriptor, buffer.baseAddress.map { $0 + sent }, buffer.count - sent,
          Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
      }
      guard count >= 0 else { return errno == EAGAIN || errno == EINTR }
      sent += count
      lastProgress = server.loop.now
    }
    output.removeAll(keepingCapacity: output.capacity <= 4096)
    sent = 0
    return true
  }
}
