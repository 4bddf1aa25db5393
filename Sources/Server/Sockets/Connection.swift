import Glibc
import Wire

/// What the connections of one address hold together.
final class AddressLoad {
  var clients = 0
  /// Bytes that wait to be sent.
  var waiting = 0
}

/// One client's socket with what waits in both directions. The event loop owns it alone.
final class Connection {
  let descriptor: Int32
  let client: ClientID
  /// The address it came from.
  let address: ClientAddress
  /// What that address uses.
  let load: AddressLoad
  var conversation = Conversation()

  /// Input read but not yet looked at, because answers to earlier lines still wait.
  var pending: [UInt8] = []
  /// Whether it is in the list of connections whose kept input is to be looked at next.
  var isDelayed = false
  /// Whether others do what it asked for, check a password for example: it is not heard until then.
  var isWaiting = false
  /// How many errands it waits for.
  var errands = 0
  /// Bytes of the last answer to an errand.
  var answerLength = 0
  /// Whether it may have a control task.
  var hasTask = false
  private var output: [UInt8] = []
  private var sent = 0
  /// Ends of output that must wait for the journal, with the number of entries for which.
  private var holds: [(end: Int, barrier: Int)] = []

  /// Nothing more is read; the socket closes once the output is out.
  var isLeaving = false
  /// The output or the socket failed: it closes at once.
  var isBroken = false
  /// Whether it is in the list of connections with new output.
  var isDirty = false
  /// What the poller was last asked to watch.
  var watchesRead = true
  var watchesWrite = false
  /// When it last took some of its output.
  var lastProgress: Duration

  init(
    _ descriptor: Int32, _ client: ClientID, from address: ClientAddress, _ load: AddressLoad,
    at now: Duration
  ) {
    self.descriptor = descriptor
    self.client = client
    self.address = address
    self.load = load
    lastProgress = now
  }

  deinit {
    load.waiting -= waiting
    close(descriptor)
  }

  /// Bytes that wait to be sent, also those that wait for the journal.
  var waiting: Int { output.count - sent }
  /// Bytes that may leave now.
  var sendable: Int { (holds.isEmpty ? output.count : firstHold) - sent }
  private var firstHold = 0

  /// Adds output.
  ///
  /// - Parameter barrier: the number of entries that must be on the disk before it leaves, if they
  ///   are not yet; 0 for none.
  /// - Returns: whether it must be released.
  func append(_ bytes: ArraySlice<UInt8>, behind barrier: Int, at now: Duration) -> Bool {
    if sendable == 0 { lastProgress = now }
    load.waiting += bytes.count
    guard barrier > 0 || !holds.isEmpty else {
      output.append(contentsOf: bytes)
      return false
    }
    if holds.isEmpty { firstHold = output.count }
    output.append(contentsOf: bytes)
    // What comes behind a line that waits waits with it.
    if let last = holds.last, last.barrier >= barrier {
      holds[holds.count - 1].end = output.count
      return false
    }
    holds.append((output.count, barrier))
    return true
  }

  /// Lets output go for which so many entries on the disk are enough.
  func release(through entries: Int) {
    guard let first = holds.first, first.barrier <= entries else { return }
    let count = holds.firstIndex { $0.barrier > entries } ?? holds.count
    firstHold = holds[count - 1].end
    holds.removeSubrange(..<count)
  }

  /// Sends as much as the socket takes, in one call.
  func flush(at now: Duration) {
    let length = sendable
    guard length > 0, !isBroken else { return }
    let count = output.withUnsafeBytes { buffer in
      send(
        descriptor, buffer.baseAddress.map { $0 + sent }, length,
        Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
    }
    guard count >= 0 else {
      if errno != EAGAIN && errno != EINTR { isBroken = true }
      return
    }
    sent += count
    load.waiting -= count
    if count > 0 { lastProgress = now }
    if sent == output.count {
      // Idle connections keep little memory after a burst.
      output.removeAll(keepingCapacity: output.capacity <= 512)
      sent = 0
    } else if sent > 64 * 1024 {
      output.removeSubrange(..<sent)
      for index in holds.indices { holds[index].end -= sent }
      firstHold -= sent
      sent = 0
    }
  }
}
