import Glibc
import Wire

/// One client's socket with what waits in both directions. The event loop owns it alone.
final class Connection {
  let descriptor: Int32
  let client: ClientID
  /// The IPv4 address it came from.
  let address: UInt32
  var conversation = Conversation()

  /// Input read but not yet looked at, because answers to earlier lines still wait.
  var pending: [UInt8] = []
  /// Whether it is in the list of connections whose kept input is to be looked at next.
  var isDelayed = false
  private var output: [UInt8] = []
  private var sent = 0

  /// Nothing more is read; the socket closes once the output is out.
  var isLeaving = false
  /// The output or the socket failed: it closes at once.
  var isBroken = false
  /// Whether it is in the list of connections with new output.
  var isDirty = false
  /// What the poller was last asked to watch.
  var watchesRead = true
  var watchesWrite = false
  /// When it last said something, and when it last took some of its output.
  var lastInput: Duration
  var lastProgress: Duration

  init(_ descriptor: Int32, _ client: ClientID, from address: UInt32, at now: Duration) {
    self.descriptor = descriptor
    self.client = client
    self.address = address
    lastInput = now
    lastProgress = now
  }

  deinit { close(descriptor) }

  /// Bytes that wait to be sent.
  var waiting: Int { output.count - sent }

  func append(_ bytes: ArraySlice<UInt8>, at now: Duration) {
    if waiting == 0 { lastProgress = now }
    output.append(contentsOf: bytes)
  }

  /// Sends as much as the socket takes, in one call.
  func flush(at now: Duration) {
    guard waiting > 0, !isBroken else { return }
    let count = output.withUnsafeBytes { buffer in
      send(
        descriptor, buffer.baseAddress.map { $0 + sent }, buffer.count - sent,
        Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
    }
    guard count >= 0 else {
      if errno != EAGAIN && errno != EINTR { isBroken = true }
      return
    }
    sent += count
    if count > 0 { lastProgress = now }
    if sent == output.count {
      // Idle connections keep no memory after a burst.
      output.removeAll(keepingCapacity: output.capacity <= 4096)
      sent = 0
    } else if sent > 64 * 1024 {
      output.removeSubrange(..<sent)
      sent = 0
    }
  }
}
